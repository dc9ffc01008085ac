import assert from 'node:assert/strict';
import { labelsOf } from '../../../server/jobs/labelReader';

describe('Labels that were read', () => {
  it('become classes in the order of their values', () => {
    const { classes, count } = labelsOf([7, -2, 7, 30], 'y.npy');
    assert.deepEqual([[...classes], count], [[1, 0, 1, 2], 3]);
  });

  it('are refused where float64 cannot tell them apart', () => {
    assert.throws(() => labelsOf([0, 2 ** 53], 'y.npy'), {
      name: 'BadInput',
      message: /^"y\.npy" holds 9007199254740992 in row 1: labels beyond 2\^53 cannot be told apart;/,
    });
    assert.equal(labelsOf([0, 2 ** 53 - 1], 'y.npy').count, 2);
  });

  it('are refused with the row of the file, whichever rows were selected', () => {
    assert.throws(() => labelsOf([0, 0.5], 'y.npy', [10, 12]), { message: /holds 0\.5 in row 12: / });
  });
});
