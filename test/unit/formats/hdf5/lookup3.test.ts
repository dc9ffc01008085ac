import assert from 'node:assert/strict';
import { lookup3 } from '../../../../server/formats/hdf5/lookup3';

describe('lookup3', () => {
  it('gives the sums that its author gives', () => {
    // The comments and the self-test of lookup3.c.
    assert.equal(lookup3(new Uint8Array(0)), 0xdeadbeef);
    assert.equal(lookup3(Buffer.from('Four score and seven years ago')), 0x17770551);
  });

  it('sums as many bytes as there are, wherever they lie', () => {
    const sums = Array.from({ length: 26 }, (_, length) => lookup3(new Uint8Array(length)));
    assert.equal(new Set(sums).size, sums.length);
    const apart = Buffer.from('xFour score and seven years ago').subarray(1);
    assert.equal(lookup3(apart), 0x17770551);
  });
});
