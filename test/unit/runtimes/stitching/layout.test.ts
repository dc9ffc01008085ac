import assert from 'node:assert/strict';
import {
  arrayOf,
  type Layout,
  layoutOf,
  rowsOf,
  whyApart,
} from '../../../../server/runtimes/stitching/layout';

const of = (...shape: readonly number[]): Layout => layoutOf(shape) ?? assert.fail('no layout');
const counted = (...shape: readonly number[]) => {
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, values: Float32Array.from({ length: size }, (_, i) => i) };
};

describe('the rows of a layer', () => {
  it('are instances, tokens, or positions with the channels as columns', () => {
    assert.deepEqual([...rowsOf(counted(3, 2), of(3, 2), [2, 0]).data], [4, 5, 0, 1]);
    const tokens = rowsOf(counted(2, 2, 3), of(2, 2, 3), [1]);
    assert.deepEqual([tokens.rows, tokens.cols, ...tokens.data], [2, 3, 6, 7, 8, 9, 10, 11]);
    const positions = rowsOf(counted(2, 3, 2, 2), of(2, 3, 2, 2), [1]);
    assert.deepEqual([positions.rows, positions.cols], [4, 3]);
    assert.deepEqual([...positions.data.subarray(0, 6)], [12, 16, 20, 13, 17, 21]);
  });

  it('go back to where they were', () => {
    for (const shape of [
      [3, 2],
      [2, 2, 3],
      [2, 3, 2, 2],
    ]) {
      const array = counted(...shape);
      const rows = rowsOf(array, of(...shape), [...Array(shape[0]).keys()]);
      const back = arrayOf(rows, of(...shape), shape[0] ?? 0);
      assert.deepEqual([back.shape, [...back.values]], [shape, [...array.values]]);
    }
  });

  it('are mapped where positions agree, whatever the widths', () => {
    assert.equal(whyApart(of(9, 4), of(9, 7)), null);
    assert.equal(whyApart(of(9, 4, 5, 6), of(9, 8, 5, 6)), null);
    assert.equal(whyApart(of(9, 4, 5, 6), of(9, 4, 6, 5)), 'their positions differ: 5 x 6 and 6 x 5');
    assert.equal(whyApart(of(9, 4), of(9, 4, 6, 5)), 'their positions differ: none and 6 x 5');
    assert.equal(layoutOf([9]), undefined);
  });

  it('are refused where other instances have another shape', () => {
    assert.throws(
      () => rowsOf(counted(2, 3, 2, 4), of(2, 3, 2, 2), [0]),
      /another shape for other instances/,
    );
  });
});
