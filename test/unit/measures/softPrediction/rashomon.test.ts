import assert from 'node:assert/strict';
import { parseCall } from '../../../../server/measures/call';
import { score } from '../../../../server/measures/score';
import { scoreGroup } from '../../../../server/measures/scoreGroup';
import { capacity } from '../../../../server/measures/softPrediction/capacity';
import { capacityOfTwo } from '../../../../server/measures/softPrediction/capacityOfTwo';
import { build, prepared, random, scoreOf } from '../inputs';

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

describe('the capacity of two predictions', () => {
  /** What they are to their mean, class by class. */
  const toMean = (p: Float64Array, q: Float64Array) => {
    const even = { first: 0, second: 0, squares: 0, cubes: 0 };
    for (const [c, a] of p.entries()) {
      const b = q[c] ?? 0;
      const mean = (a + b) / 2;
      if (mean === 0) continue;
      even.first += a > 0 ? a * Math.log(a / mean) : 0;
      even.second += b > 0 ? b * Math.log(b / mean) : 0;
      even.squares += (a - b) ** 2 / mean;
      even.cubes += (a - b) ** 3 / mean ** 2;
    }
    return even;
  };

  it('is that of a set of two, however far apart they are', () => {
    const pairs = [
      ...[1, 2, 3, 4, 5, 6].map((seed) => {
        const { data } = random(2, 7, seed);
        const [p, q] = [0, 7].map((start) => {
          const raised = data.subarray(start, start + 7).map((z) => Math.exp(seed * z));
          const sum = raised.reduce((total, one) => total + one, 0);
          return raised.map((one) => one / sum);
        });
        return [p ?? data, q ?? data] as const;
      }),
      rowsOf([1, 0, 0], [0, 0.5, 0.5]),
      rowsOf([1, 0], [1 - 1e-9, 1e-9]),
      rowsOf([1 - 1e-12, 1e-12, 0], [1e-300, 0, 1]),
      rowsOf([0.7, 0, 0.3], [0, 0.7, 0.3]),
    ];
    for (const [p = new Float64Array(), q = p] of pairs) {
      const [two, set] = [capacityOfTwo(p, q, toMean(p, q)), capacity([p, q], nothing)];
      assert.ok(two.high - two.low < 1e-11, `a gap of ${two.high - two.low}`);
      assert.ok(Math.abs(two.low - set.low) < 1e-12, `${two.low} and ${set.low}`);
    }
  });

  it('is exactly none where they are the same', () => {
    const x = random(50, 9, 3);
    const { value, perInstance } = score(
      parseCall('rashomon'),
      prepared(x, 'logits'),
      prepared(x, 'logits'),
      {
        perInstance: true,
      },
    );
    assert.deepEqual([value, ...new Set(perInstance)], [1, 1]);
  });
});

describe('the Rashomon capacity', () => {
  it('of two models is that of a set of two and one of them again', () => {
    const [x, y] = [random(20, 6, 1), random(20, 6, 2)];
    const two = scoreOf('rashomon', x, y, 'logits').value ?? NaN;
    const set = [x, y, y].map((values) => prepared(values, 'logits'));
    const three = scoreGroup(parseCall('rashomon'), set).value ?? NaN;
    assert.ok(Math.abs(two - three) < 1e-11, `${two} and ${three}`);
  });

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

  it('is exactly 1 for equal models, however many, and never above the number of models or classes', () => {
    for (const count of [2, 3, 5, 7]) {
      const equal = Array.from({ length: count }, () => prepared(random(40, 9, 4), 'logits'));
      const { value, perInstance } = scoreGroup(parseCall('rashomon'), equal, { perInstance: true });
      assert.deepEqual([value, ...new Set(perInstance)], [1, 1]);
      const certain = Array.from({ length: count }, (_, k) =>
        prepared(
          build(3, 5, (__, c) => (c === k % 5 ? 1 : 0)),
          'probabilities',
        ),
      );
      const most = scoreGroup(parseCall('rashomon'), certain).value ?? NaN;
      assert.ok(most <= Math.min(count, 5) && most > Math.min(count, 5) - 1e-11, `${most} of ${count}`);
    }
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
