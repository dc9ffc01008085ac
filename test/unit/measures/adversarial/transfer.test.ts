import assert from 'node:assert/strict';
import { parseCall } from '../../../../server/measures/call';
import { Prepared } from '../../../../server/measures/prepared';
import { score } from '../../../../server/measures/score';
import type { Score } from '../../../../server/protocol';
import { build, engine } from '../inputs';

const truth = [0, 1, 2, 0, 1];
const of = (rows: readonly (readonly number[])[], classes: readonly number[] = truth): Prepared => {
  const labels = { classes: Int32Array.from(classes), count: new Set(classes).size };
  const values = build(rows.length, rows[0]?.length ?? 0, (i, j) => rows[i]?.[j] ?? NaN);
  return new Prepared({ values, meaning: 'activations', labels }, engine);
};
/** Class scores that predict these classes, in blocks. */
const scores = (rows: readonly (readonly number[])[]): number[][] =>
  rows.map((row) => row.flatMap((predicted) => [0, 1, 2].map((c) => (c === predicted ? 2.5 : -1 + c))));
const transfer = (x: Prepared, y: Prepared, call = 'adv.transfer'): Score => score(parseCall(call), x, y);
const detail = ({ details = [] }: Score, name: string): number =>
  details.find((one) => one.name === name)?.value ?? NaN;

// Predicted classes: clean, attacked against this model, attacked against the other.
const first = [
  [0, 1, 1],
  [1, 0, 1],
  [2, 0, 0],
  [0, 0, 2],
  [0, 0, 0],
];
const second = [
  [0, 2, 0],
  [1, 2, 0],
  [2, 2, 2],
  [0, 1, 1],
  [1, 0, 0],
];

describe('adversarial transferability', () => {
  it('is the logarithm of the per cent of attacks that fool the other model, of what both get right', () => {
    // The last instance is the first model's mistake: of the other four, three fool the first and two the second.
    const found = transfer(of(first), of(second));
    assert.ok(Math.abs((found.value ?? NaN) - Math.log((100 * 5) / 8)) < 1e-14);
    assert.equal(detail(found, 'instances both get right'), 4);
    assert.equal(detail(found, 'attacks on the second that fool the first'), 3 / 4);
    assert.equal(detail(found, 'attacks on the first that fool the second'), 2 / 4);
    assert.equal(detail(found, 'attacks on the first that fool it'), 3 / 4);
    assert.equal(detail(found, 'attacks on the second that fool it'), 3 / 4);
  });

  it('takes class scores as well', () => {
    const found = transfer(of(scores(first)), of(scores(second)));
    assert.ok(Math.abs((found.value ?? NaN) - Math.log((100 * 5) / 8)) < 1e-14);
  });

  it('is log 100 where every attack fools both, and log ε where none is carried over', () => {
    const fooled = [[0, 1, 1]];
    assert.equal(transfer(of(fooled, [0]), of(fooled, [0])).value, Math.log(100));
    const alone = of([[0, 1, 0]], [0]);
    assert.equal(transfer(alone, alone).value, Math.log(0.01));
    assert.equal(transfer(alone, alone, 'adv.transfer(epsilon: 1)').value, 0);
  });

  it('has no value where nothing is classified rightly by both', () => {
    const { status, reason } = transfer(of([[1, 1, 1]], [0]), of([[0, 1, 1]], [0]));
    assert.equal(status, 'undefined');
    assert.equal(reason, 'There is no instance that both models classify rightly.');
  });

  it('has no value where no attack fools even the model it was made against', () => {
    const firm = of([[0, 0, 0]], [0]);
    const { status, reason } = transfer(firm, firm);
    assert.equal(status, 'degenerate');
    assert.match(reason ?? '', /^No attack fools any model/);
  });

  it('refuses labels without a column, columns that are no three blocks, and other numbers of classes', () => {
    const four = of(scores([[0, 1, 1]]), [3]);
    assert.match(transfer(four, four).reason ?? '', /^A label is 3 but the answers score classes 0 to 2/);
    assert.match(
      transfer(of([[0, 1]], [0]), of([[0, 1]], [0])).reason ?? '',
      /three blocks of columns: 2 columns given\.$/,
    );
    assert.match(
      transfer(of([[0, 1, 1]], [0]), of(scores([[0, 1, 1]]), [0])).reason ?? '',
      /as many columns on both sides: 3 and 9/,
    );
  });
});
