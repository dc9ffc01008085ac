import assert from 'node:assert/strict';
import { inflateLz4Frame } from '../../../../server/formats/lz4';
import { inflateZstd } from '../../../../server/formats/zstd';
import { compressed, numbers } from '../../../corpus/arrowFiles';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64');
const plain = Buffer.from(numbers.buffer);

describe('inflateLz4Frame', () => {
  const frame = bytesOf(compressed.lz4);

  it('decompresses what the tool wrote', () => {
    const target = new Uint8Array(1280);
    assert.equal(inflateLz4Frame(frame, target), 1280);
    assert.deepEqual(Buffer.from(target), plain);
  });

  it('refuses frames that are cut, hold more than fits or refer to before their beginning', () => {
    for (let length = 0; length < frame.length - 8; length++)
      assert.equal(inflateLz4Frame(frame.subarray(0, length), new Uint8Array(1280)), -1, String(length));
    assert.equal(inflateLz4Frame(frame, new Uint8Array(1279)), -1);
    const block = Buffer.from([
      0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0, 6, 0, 0, 0, 0x14, 65, 9, 0, 0x10, 66, 0, 0, 0, 0,
    ]);
    assert.equal(inflateLz4Frame(block, new Uint8Array(100)), -1);
    block[13] = 1;
    const target = new Uint8Array(100);
    assert.equal(Buffer.from(target.subarray(0, inflateLz4Frame(block, target))).toString(), 'AAAAAAAAAB');
  });
});

describe('inflateZstd', () => {
  it('decompresses what the tool wrote, whether or not the length is told', () => {
    assert.deepEqual(inflateZstd(bytesOf(compressed.zstd), 1280), new Uint8Array(plain));
    assert.deepEqual(inflateZstd(bytesOf(compressed.zstdStream), 1280), new Uint8Array(plain));
  });

  it('refuses frames that are cut, hold another number of bytes or need much memory', () => {
    for (const text of [compressed.zstd, compressed.zstdStream]) {
      const frame = bytesOf(text);
      for (let length = 0; length < frame.length - 5; length++)
        assert.equal(inflateZstd(frame.subarray(0, length), 1280), undefined, String(length));
      assert.equal(inflateZstd(frame, 1279), undefined);
      assert.equal(inflateZstd(frame, 1281), undefined);
    }
    const wide = bytesOf(compressed.zstdStream);
    wide[5] = 0xff;
    assert.equal(inflateZstd(wide, 1280), undefined);
    assert.equal(inflateZstd(Buffer.from('none'), 0), undefined);
  });

  it('refuses a table of weights of one symbol, which the library would read for ever', () => {
    const frame =
      '28b52ffd600007150300e243090ef043090ef01903d27a8fb16c0ad7fe463bffff51aabfed7fffdbda5f3c4a3f' +
      '091725731ca060274c52683590ac340f240d58d2839212005c1b914328602009bd02f24790f157333e80f95503207f99ebaaf8cd4f16bea743fd848e7de850';
    assert.equal(inflateZstd(Buffer.from(frame, 'hex'), 2048), undefined);
    // Behind a frame that is to be skipped, too.
    assert.equal(
      inflateZstd(Buffer.from(`${frame.slice(0, 8)}200100000061502a4d1801000000ff${frame}`, 'hex'), 2049),
      undefined,
    );
  });
});
