import assert from 'node:assert/strict';
import { parseCall } from '../../../../server/measures/call';
import { Prepared } from '../../../../server/measures/prepared';
import { score } from '../../../../server/measures/score';
import type { Score } from '../../../../server/protocol';
import { build, engine } from '../inputs';

const truth = [0, 1, 2, 2, 0, 1, 3, 2];
const labels = { classes: Int32Array.from(truth), count: 4 };
const classes = (...predicted: readonly number[]): Prepared =>
  new Prepared({ values: build(8, 1, (i) => predicted[i] ?? NaN), meaning: 'classes', labels }, engine);
const detail = ({ details = [] }: Score, name: string): number =>
  details.find((one) => one.name === name)?.value ?? NaN;

describe('performance difference', () => {
  const [p, q] = [classes(0, 2, 2, 2, 1, 1, 2, 0), classes(0, 1, 1, 2, 0, 1, 2, 2)];

  // What scikit-learn 1.2.1 gives for the same predictions.
  const expected = [
    ['accuracy', 'accuracy', 0.5, 0.75],
    ['f1_macro', 'macro F1', 0.3928571428571429, 0.6166666666666667],
    ['f1_micro', 'micro F1', 0.5, 0.75],
    ['balanced_accuracy', 'balanced accuracy', 0.41666666666666663, 0.6666666666666666],
    ['mcc', 'Matthews correlation', 0.27975144247209416, 0.6597728450302706],
  ] as const;
  for (const [quality, words, first, second] of expected) {
    it(`is that of ${words} as scikit-learn computes it`, () => {
      const found = score(parseCall(`perf.difference(quality: ${quality})`), p, q);
      assert.ok(Math.abs(detail(found, `${words} of the first`) - first) < 1e-15);
      assert.ok(Math.abs(detail(found, `${words} of the second`) - second) < 1e-15);
      assert.ok(Math.abs((found.value ?? NaN) - (second - first)) < 1e-15);
    });
  }

  it('tells on how many instances both models are right, only one is, and neither', () => {
    const found = score(parseCall('perf.difference'), p, q);
    assert.equal(detail(found, 'both right'), 3 / 8);
    assert.equal(detail(found, 'only the first right'), 1 / 8);
    assert.equal(detail(found, 'only the second right'), 3 / 8);
    assert.equal(detail(found, 'both wrong'), 1 / 8);
  });

  it('says that a correlation with one class only is 0/0', () => {
    const { value, notes } = score(
      parseCall('perf.difference(quality: mcc)'),
      classes(2, 2, 2, 2, 2, 2, 2, 2),
      q,
    );
    assert.ok(Math.abs((value ?? NaN) - 0.6597728450302706) < 1e-15);
    assert.deepEqual(notes, [
      'Of the first input only one class is predicted or true, so the correlation is 0/0: counted as 0.',
    ]);
  });

  const rows = [
    [0.7, 0.2, 0.1],
    [0.1, 0.3, 0.6],
    [0.2, 0.5, 0.3],
  ];
  const three = { classes: Int32Array.from([0, 2, 0]), count: 3 };
  const soft = (entry: (i: number, c: number) => number): Prepared =>
    new Prepared({ values: build(3, 3, entry), meaning: 'probabilities', labels: three }, engine);
  const scored = soft((i, c) => rows[i]?.[c] ?? NaN);

  it('is that of log loss as scikit-learn computes it', () => {
    const even = soft(() => 1 / 3);
    const found = score(parseCall('perf.difference(quality: log_loss)'), scored, even);
    assert.ok(Math.abs(detail(found, 'log loss of the first') - 0.8256461600462744) < 1e-14);
    assert.ok(Math.abs(detail(found, 'log loss of the second') - Math.log(3)) < 1e-14);
  });

  it('has no value for an infinite log loss, unless there is a floor', () => {
    const sure = soft((_, c) => (c === 0 ? 1 : 0));
    const { value, reason } = score(parseCall('perf.difference(quality: log_loss)'), scored, sure);
    assert.equal(value, null);
    assert.equal(
      reason,
      'The second input gives the true class of row 1 the probability 0: its log loss is infinite; give a floor such as 1e-15.',
    );
    const floored = score(parseCall('perf.difference(quality: log_loss, floor: 0.001)'), scored, sure);
    assert.ok(Math.abs(detail(floored, 'log loss of the second') + Math.log(0.001) / 3) < 1e-14);
  });

  it('has no log loss of rows that are no distributions', () => {
    const { reason } = score(
      parseCall('perf.difference(quality: log_loss)'),
      scored,
      soft(() => 0.5),
    );
    assert.match(reason ?? '', /^Row 0 of the second input is not a probability distribution/);
  });
});
