import assert from 'node:assert/strict';
import { crc32, crc32c } from '../../../server/formats/crc32';

describe('crc32', () => {
  it('gives the published check value', () => {
    assert.equal(crc32(Buffer.from('123456789')), 0xcbf43926);
    assert.equal(crc32(Buffer.alloc(0)), 0);
    assert.equal(crc32(Buffer.alloc(32, 0xff)), 0xff6cab0b);
  });

  it('goes on from the sum of what came before, wherever it is cut', () => {
    const text = Buffer.from('The quick brown fox jumps over the lazy dog');
    for (let cut = 0; cut <= text.length; cut++) {
      assert.equal(crc32(text.subarray(cut), crc32(text.subarray(0, cut))), 0x414fa339);
    }
  });
});

describe('crc32c', () => {
  it('gives the published check values', () => {
    assert.equal(crc32c(Buffer.from('123456789')), 0xe3069283);
    // RFC 3720, appendix B.4.
    assert.equal(crc32c(Buffer.alloc(32)), 0x8a9136aa);
    assert.equal(crc32c(Buffer.alloc(32, 0xff)), 0x62a8ab43);
  });
});
