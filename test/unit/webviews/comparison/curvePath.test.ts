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

  it('takes logarithms of what follows a zero, which lies one step before', () => {
    const path = curvePath(
      [
        [0, 2],
        [0.01, 1],
        [0.1, 0],
        [1, 1],
        [10, 2],
      ],
      100,
      10,
    );
    assert.equal(path?.line, 'M0 0L25 5L50 10L75 5L100 0');
  });

  it('knows the place of a parameter between its ends', () => {
    const path = curvePath(
      [
        [0, 1],
        [0.1, 0],
        [1, 2],
        [100, 3],
      ],
      80,
      10,
    );
    const places = [0, 0.05, 1, 10, 100, 101, -1].map((at) => path?.across(at));
    assert.deepEqual(places, [0, 10, 40, 60, 80, null, null]);
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
