import assert from 'node:assert/strict';
import { expSum } from '../../../server/linalg/expSum';

describe('the sum of exponentials', () => {
  it('is of the values asked for, each less the largest', () => {
    const { largest, sum } = expSum([9, 1, 3, 2, 9], 1, 3);
    assert.equal(largest, 3);
    assert.ok(Math.abs(sum - (Math.exp(-2) + 1 + Math.exp(-1))) < 1e-15);
  });

  it('neither overflows nor vanishes', () => {
    assert.deepEqual(expSum([1000, 1000], 0, 2), { largest: 1000, sum: 2 });
    assert.deepEqual(expSum([-1000, -1000], 0, 2), { largest: -1000, sum: 2 });
  });
});
