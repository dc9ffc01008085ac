import assert from 'node:assert/strict';
import { parseCall } from '../../../../server/measures/call';
import { Prepared } from '../../../../server/measures/prepared';
import { score } from '../../../../server/measures/score';
import { scoreGroup } from '../../../../server/measures/scoreGroup';
import type { Score } from '../../../../server/protocol';
import { build, engine, valueOf } from '../inputs';

/** Class numbers of one model, beside the true ones. */
function predicts(classes: readonly number[], truth: readonly number[]): Prepared {
  const labels = { classes: Int32Array.from(truth), count: Math.max(...truth) + 1 };
  const values = build(classes.length, 1, (i) => classes[i] ?? NaN);
  return new Prepared({ values, meaning: 'classes', labels }, engine);
}

const truth = [0, 1, 2, 0];
const of = (call: string, x: readonly number[], y: readonly number[], labels = truth): Score =>
  score(parseCall(call), predicts(x, labels), predicts(y, labels));

describe('measures of predicted classes at their edges', () => {
  it('error-corrected disagreement has no value for a first model without mistakes that the second contradicts', () => {
    const { value, reason } = of('err_corrected', truth, [0, 1, 2, 1]);
    assert.equal(value, null);
    assert.equal(
      reason,
      'The first model makes no mistake, so there is no error rate to divide by: put it second.',
    );
    assert.equal(of('err_corrected', [0, 1, 2, 1], truth).value, 1);
  });

  it('error-corrected disagreement of two models without mistakes is 0, and says so', () => {
    const { value, notes } = of('err_corrected', truth, truth);
    assert.deepEqual([value, notes], [0, ['Neither model makes a mistake.']]);
  });

  it('min-max-normalised disagreement is 0 with a note where the error rates leave nothing to vary', () => {
    const { value, notes } = of('minmax', truth, [0, 1, 2, 1]);
    assert.deepEqual(
      [value, notes],
      [0, ['The error rates allow no other disagreement than this one: counted as 0.']],
    );
  });

  it('two classes and models that are mostly wrong reach 1 only with the attainable limit', () => {
    const x = [1, 1, 1, 0];
    const y = [1, 1, 0, 1];
    const zeros = [0, 0, 0, 0];
    assert.equal(of('minmax', x, y, zeros).value, 0.5);
    assert.equal(of('minmax(most: attainable)', x, y, zeros).value, 1);
  });

  it('kappa is 1 with a note where all predictions are of one class', () => {
    const { value, notes } = of('kappa', [2, 2, 2, 2], [2, 2, 2, 2]);
    assert.deepEqual([value, notes], [1, ['All predictions are of the same one class: 0/0, counted as 1.']]);
  });

  it('kappa is 0 for a constant model against any other', () => {
    assert.equal(of('kappa', [2, 2, 2, 2], [0, 2, 1, 2]).value, 0);
  });

  it('ambiguity with nine of ten models agreeing counts an instance on which nine agree as stable', () => {
    const set = Array.from({ length: 10 }, (_, m) => predicts([0, m === 0 ? 1 : 0, m < 2 ? 1 : 0, 0], truth));
    const of = (call: string): Score => scoreGroup(parseCall(call), set, { perInstance: true });
    assert.deepEqual(of('ambiguity').perInstance, [0, 1, 1, 0]);
    assert.deepEqual(of('ambiguity(agreeing: 0.9)').perInstance, [0, 0, 1, 0]);
    assert.deepEqual(of('ambiguity').details, [{ name: 'stable core', value: 0.5 }]);
  });

  it('label entropy is the logarithm of the number of classes that are predicted equally often', () => {
    const set = [0, 1, 2].map((c) => predicts([c, 0, 0, 0], truth));
    const { perInstance = [] } = scoreGroup(parseCall('label_entropy'), set, { perInstance: true });
    assert.ok(Math.abs((perInstance[0] ?? NaN) - Math.log(3)) < 1e-15);
    assert.deepEqual(perInstance.slice(1), [0, 0, 0]);
  });

  it('a label that the scores have no column for is another numbering, and said to be', () => {
    const scores = new Prepared(
      {
        values: build(4, 3, (i, c) => (i % 3 === c ? 1 : 0)),
        meaning: 'probabilities',
        labels: { classes: Int32Array.from([0, 1, 2, 0]), count: 3, numbers: [1, 2, 3] },
      },
      engine,
    );
    assert.equal(
      score(parseCall('perf.difference'), scores, scores).reason,
      'A label is 3 but the outputs score classes 0 to 2: number the labels in the order of the columns, from 0.',
    );
  });

  it('has kappa exactly 0 where models agree as often as by chance', () => {
    const [always, turns] = [build(6, 1, () => 0), build(6, 1, (i) => i % 3)];
    assert.equal(valueOf('kappa', always, turns, 'classes'), 0);
  });
});
