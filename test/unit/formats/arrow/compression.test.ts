import assert from 'node:assert/strict';
import { inflateLz4Frame } from '../../../../server/formats/lz4';
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
