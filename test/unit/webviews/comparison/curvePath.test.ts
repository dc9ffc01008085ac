import assert from 'node:assert/strict';
import { curvePath } from '../../../../webviews/comparison/curvePath';

describe('the line of a small chart', () => {
  it('runs from the smallest parameter to the largest, the largest value on top', () => {
    const path = curvePath(
      [
        [2, 0.5],
        [0, 1],
        [1, 0],
      ],
      100,
      50,
    );
    assert.equal(path?.line, 'M0 0L50 50L100 25');
    assert.deepEqual([path.from, path.to, path.low, path.high], [0, 2, 0, 1]);
  });

  it('spreads parameters of very different size evenly', () => {
    const path = curvePath(
      [
        [1, 0],
        [100, 1],
        [10_000, 0],
      ],
      100,
      10,
    );
    assert.equal(path?.line, 'M0 10L50 0L100 10');
  });

  it('is flat in the middle for equal values and absent for a single point', () => {
    assert.equal(
      curvePath(
        [
          [0, 3],
          [1, 3],
        ],
        10,
        10,
      )?.line,
      'M0 5L10 5',
    );
    assert.equal(curvePath([[0, 3]], 10, 10), null);
    assert.equal(
      curvePath(
        [
          [0, 3],
          [1, NaN],
        ],
        10,
        10,
      ),
      null,
    );
  });
});
