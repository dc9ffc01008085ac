import assert from 'node:assert/strict';
import { parseCall } from '../../../../server/measures/call';
import { scoreGroup } from '../../../../server/measures/scoreGroup';
import { capacity } from '../../../../server/measures/softPrediction/capacity';
import { build, prepared, random } from '../inputs';

const nothing = (): void => undefined;
const rowsOf = (...rows: readonly (readonly number[])[]): readonly Float64Array[] =>
  rows.map((row) => Float64Array.from(row));

/** The steps of Blahut and Arimoto from equal weights: slow and sure. */
function blahutArimoto(rows: readonly Float64Array[], steps: number): number {
  let weights = rows.map(() => 1 / rows.length);
  let low = 0;
  for (let step = 0; step < steps; step++) {
    const mixture = (c: number): number =>
      rows.reduce((sum, row, j) => sum + (weights[j] ?? 0) * (row[c] ?? 0), 0);
    const raised = rows.map((row, j) => {
      const distance = row.reduce((sum, p, c) => (p > 0 ? sum + p * Math.log(p / mixture(c)) : sum), 0);
      return (weights[j] ?? 0) * Math.exp(distance);
    });
    const total = raised.reduce((sum, one) => sum + one, 0);
    low = Math.log(total);
    weights = raised.map((one) => one / total);
  }
  return low;
}

describe('the capacity of a set of predictions', () => {
  it('is log m for m different certain predictions and 0 for equal ones', () => {
    const certain = capacity(rowsOf([1, 0, 0], [0, 1, 0], [0, 0, 1]), nothing);
    assert.ok(Math.abs(certain.low - Math.log(3)) < 1e-12);
    assert.equal(capacity(rowsOf([0.2, 0.8], [0.2, 0.8]), nothing).high, 0);
  });

  it('of a binary symmetric channel is log 2 less the entropy of its errors', () => {
    for (const error of [0.01, 0.2, 0.45]) {
      const entropy = -error * Math.log(error) - (1 - error) * Math.log(1 - error);
      const { low } = capacity(rowsOf([1 - error, error], [error, 1 - error]), nothing);
      assert.ok(Math.abs(low - (Math.LN2 - entropy)) < 1e-12);
    }
  });

  it('of a channel that erases is the share it does not erase', () => {
    const { low } = capacity(rowsOf([0.7, 0, 0.3], [0, 0.7, 0.3]), nothing);
    assert.ok(Math.abs(low - 0.7 * Math.LN2) < 1e-12);
  });

  it('gives no weight to a prediction between others', () => {
    const without = capacity(rowsOf([0.9, 0.1], [0.1, 0.9]), nothing);
    const { low, high } = capacity(rowsOf([0.9, 0.1], [0.5, 0.5], [0.1, 0.9]), nothing);
    assert.ok(Math.abs(low - without.low) < 1e-11 && high - low < 1e-11);
  });

  it('is what the steps of Blahut and Arimoto go to', () => {
    for (const seed of [1, 2, 3, 4]) {
      const raw = random(5, 6, seed);
      const rows = [0, 1, 2, 3, 4].map((i) => {
        const weights = Float64Array.from(raw.data.subarray(i * 6, i * 6 + 6), (z) => Math.exp(2 * z));
        const sum = weights.reduce((total, weight) => total + weight, 0);
        return weights.map((weight) => weight / sum);
      });
      const { low, high } = capacity(rows, nothing);
      const slow = blahutArimoto(rows, 20_000);
      assert.ok(high - low < 1e-11, `${high - low}`);
      assert.ok(slow < high + 1e-12 && low - slow < 1e-6, `${low} and ${slow}`);
    }
  });
});

describe('the Rashomon capacity', () => {
  it('is 3 for three models that are certain of three classes', () => {
    const set = [0, 1, 2].map((k) =>
      prepared(
        build(2, 3, (_, c) => (c === k ? 1 : 0)),
        'probabilities',
      ),
    );
    const { value, notes } = scoreGroup(parseCall('rashomon'), set);
    assert.ok(Math.abs((value ?? NaN) - 3) < 1e-11);
    assert.deepEqual(notes, []);
  });

  it('names the model whose outputs are no probabilities', () => {
    const good = prepared(
      build(2, 2, () => 0.5),
      'probabilities',
    );
    const bad = prepared(
      build(2, 2, (i) => (i === 1 ? 0.7 : 0.5)),
      'probabilities',
    );
    const { reason } = scoreGroup(parseCall('rashomon'), [good, good, bad]);
    assert.equal(
      reason,
      'Row 1 of the model 3 is not a probability distribution (entries of at least 0 that sum to 1): logits must be declared as logits.',
    );
  });
});
