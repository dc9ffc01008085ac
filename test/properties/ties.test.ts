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
const reversed = (x: Matrix): Matrix => build(x.rows, x.cols, (i, j) => entryOf(x, i, x.cols - 1 - j));

describe('Equal distances', () => {
  const measures = [
    ['rsa(inner: euclidean)', 1],
    ['rsa(inner: euclidean, outer: kendall)', 1],
    ['rsa(inner: sqeuclidean)', 1],
    ['jaccard(similarity: euclidean)', 1],
    ['rank(similarity: euclidean)', 1],
    ['joint(similarity: euclidean)', 1],
    ['imd', 0],
  ] as const;
  for (const [name, x] of [
    ['whole numbers', counts],
    ['class memberships', oneHot],
  ] as const) {
    for (const [call, identity] of measures) {
      it(`stay equal for ${call} of ${name} when neurons change places or all values are tripled`, () => {
        const [same, tripled] = [reversed(x), build(x.rows, x.cols, (i, j) => 3 * entryOf(x, i, j))];
        assert.ok(Math.abs(valueOf(call, x, same) - identity) < 1e-12);
        assert.ok(Math.abs(valueOf(call, x, tripled) - identity) < 1e-12);
      });
    }
  }
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
