import assert from 'node:assert/strict';
import type { Matrix } from '../../server/linalg/matrix';
import { build, entryOf, random, relativeError, scoreOf, valueOf } from '../unit/measures/inputs';

/** Whole numbers 0 to 3: many pairs of rows are exactly as far apart as others. */
const counts = build(
  120,
  16,
  (i, j) => Math.floor(4 * ((Math.sin(12.9898 * (i * 16 + j + 1)) * 43758.5453) % 1) + 4) % 4,
);
/** Class memberships. */
const oneHot = build(60, 10, (i, j) => Number((7 * i + Math.floor(i / 3)) % 10 === j));
/** Which neurons fire. */
const masks = build(80, 24, (i, j) =>
  Number(((Math.sin(12.9898 * (i * 24 + j + 1)) * 43758.5453) % 1) + 1 > 0.7),
);
/** Many rows of which one neuron fires by any amount: parallel ones have cosine and correlation 1. */
const lonely = build(60, 8, (i, j) =>
  Math.max(0, Math.sin(7.3 * i + 1) + 1.1 - (i % 3 === j || (j + i) % 8 === 0 ? 0 : 3)),
);
const mapped = (x: Matrix, entry: (i: number, j: number) => number): Matrix => build(x.rows, x.cols, entry);
const reversed = (x: Matrix): Matrix => mapped(x, (i, j) => entryOf(x, i, x.cols - 1 - j));
const inners = ['pearson', 'cosine', 'euclidean', 'sqeuclidean', 'mahalanobis'];
const outers = ['spearman', 'pearson', 'kendall', 'cosine'];
const rsaCalls = inners.flatMap((inner) => outers.map((outer) => `rsa(inner: ${inner}, outer: ${outer})`));

describe('Equal dissimilarities', function () {
  this.timeout(20_000);
  const lists = ['jaccard', 'rank', 'joint'].flatMap((name) => [`${name}(similarity: euclidean)`, name]);
  const similar = [...rsaCalls, ...lists, 'second_order_cos'];
  const apart = ['imd', 'rtd', 'gs(trials: 2)', 'rkd'];
  for (const [name, x] of [
    ['whole numbers', counts],
    ['class memberships', oneHot],
    ['masks', masks],
  ] as const) {
    for (const call of [...similar, ...apart]) {
      it(`stay equal for ${call} of ${name} when neurons change places or all values are tripled`, () => {
        const identity = similar.includes(call) ? 1 : 0;
        const tripled = mapped(x, (i, j) => 3 * entryOf(x, i, j));
        assert.ok(Math.abs(valueOf(call, x, reversed(x)) - identity) < 1e-12);
        if (call !== 'rkd') assert.ok(Math.abs(valueOf(call, x, tripled) - identity) < 1e-12);
      });
    }
  }
});

describe('Equal angles', function () {
  this.timeout(20_000);
  const calls = rsaCalls.filter((call) => /pearson,|inner: cosine/.test(call));
  const inexact = [...calls, 'jaccard', 'rank', 'joint', 'second_order_cos'];
  it('stay equal when each row has a unit of its own', () => {
    const units = mapped(
      counts,
      (i, j) => entryOf(counts, i, j) * ([0.1, 3, 1e-170, 7e120, 1 / 3][i % 5] ?? 1),
    );
    for (const call of inexact) assert.ok(Math.abs(valueOf(call, counts, units) - 1) < 1e-12, call);
  });

  it('stay equal for rows with one number other than 0', () => {
    const same = mapped(lonely, (i, j) => entryOf(lonely, i, 7 - j) * (1 + (i % 4) / 7));
    for (const call of inexact) assert.ok(Math.abs(valueOf(call, lonely, same) - 1) < 1e-12, call);
  });

  it('stay equal for correlations when each row is shifted by a whole number', () => {
    const offset = mapped(counts, (i, j) => entryOf(counts, i, j) + 1e6 * (i % 7));
    for (const outer of outers) {
      const call = `rsa(outer: ${outer})`;
      assert.ok(Math.abs(valueOf(call, counts, offset) - 1) < 1e-12, call);
    }
  });

  it('are those of float32 numbers where the same numbers come as float32', () => {
    const x = random(70, 9, 8);
    const single = { ...x, data: Float32Array.from(x.data) };
    const double = { ...x, data: Float64Array.from(single.data) };
    for (const call of inexact) assert.ok(Math.abs(valueOf(call, single, double) - 1) < 1e-12, call);
  });
});

describe('The order of instances', function () {
  this.timeout(20_000);
  it('does not matter for rsa of whole numbers, of masks, of rows that come twice', () => {
    const other = random(120, 6, 9);
    const twice = mapped(other, (i, j) => entryOf(other, i >> 1, j));
    const place = (i: number): number => (77 * i + 5) % 120;
    const moved = (x: Matrix): Matrix => mapped(x, (i, j) => entryOf(x, place(i), j));
    const fire = mapped(counts, (i, j) => Number(entryOf(counts, i, j) > 1));
    for (const x of [counts, fire, twice]) {
      for (const call of rsaCalls) {
        const [value, again] = [valueOf(call, x, other), valueOf(call, moved(x), moved(other))];
        assert.ok(Math.abs(value - again) < 1e-12, `${call} ${value} ${again}`);
      }
    }
  });
});

describe('One row very far from the others', () => {
  it('does not cost the others their distances', () => {
    const [x, y] = [random(60, 8, 3), random(60, 6, 4)];
    const far = (factor: number): Matrix =>
      build(60, 8, (i, j) => entryOf(x, i, j) * (i === 59 ? factor : 1));
    // What the far row itself contributes no longer changes from here on.
    for (const call of ['uniformity', 'intrinsic_dim', 'jaccard(similarity: euclidean)']) {
      const [some, more] = [1e5, 1e9].map((factor) => valueOf(call, far(factor), y));
      assert.ok(relativeError(more ?? NaN, some ?? NaN) < 1e-6, `${call} ${some} ${more}`);
    }
    assert.equal(scoreOf('uniformity', far(1e9), y).status, 'ok');
  });
});
