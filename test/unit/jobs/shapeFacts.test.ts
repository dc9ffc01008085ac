import assert from 'node:assert/strict';
import { constantColumns, duplicateRows, rowNorms } from '../../../server/jobs/shapeFacts';

describe('Facts about rows and columns', () => {
  it('count rows equal to an earlier one, taking -0 for 0', () => {
    const data = Float64Array.of(1, 0, 2, 3, 1, -0, 1, 0, 2, 3.0000001);
    assert.equal(duplicateRows({ rows: 5, cols: 2, data }), 2);
  });

  it('count columns of one value', () => {
    const data = Float32Array.of(1, 5, 0, 1, 6, 0, 1, 5, 0);
    assert.equal(constantColumns({ rows: 3, cols: 3, data }), 2);
  });

  it('measure rows without overflow', () => {
    const data = Float64Array.of(3e200, 4e200, 0, 0, 3e-200, 4e-200);
    const [large = 0, zero, small = 0] = rowNorms({ rows: 3, cols: 2, data });
    assert.ok(Math.abs(large / 5e200 - 1) < 1e-15);
    assert.equal(zero, 0);
    assert.ok(Math.abs(small / 5e-200 - 1) < 1e-15);
  });
});
