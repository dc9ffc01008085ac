import assert from 'node:assert/strict';
import { crc32 } from '../../samples/crc32';
import { npy } from '../../samples/writeNpy';
import { npz } from '../../samples/writeNpz';
import { safetensors } from '../../samples/writeSafetensors';

const pair = { shape: [1, 2], values: Float32Array.of(1, -2) };
const pairBytes = Buffer.from('0000803f000000c0', 'hex');

describe('the writers of the sample files', () => {
  it('write a safetensors header of the stated length and the tensors in their given order', () => {
    const file = safetensors(
      [
        ['z', pair],
        ['a', { shape: [1], values: Uint8Array.of(9) }],
      ],
      [['step', '5']],
    );
    const length = Number(file.readBigUInt64LE(0));
    assert.equal(length % 8, 0);
    assert.deepEqual(JSON.parse(file.toString('utf8', 8, 8 + length)), {
      __metadata__: { step: '5' },
      z: { dtype: 'F32', shape: [1, 2], data_offsets: [0, 8] },
      a: { dtype: 'U8', shape: [1], data_offsets: [8, 9] },
    });
    assert.deepEqual(file.subarray(8 + length), Buffer.concat([pairBytes, Buffer.of(9)]));
  });

  it('write npy data from a multiple of 64 bytes on, with one-dimensional shapes as Python tuples', () => {
    const file = npy({ shape: [2], values: BigInt64Array.of(1n, -1n) });
    assert.equal(file.toString('latin1', 0, 8), '\x93NUMPY\x01\x00');
    assert.equal(file.readUInt16LE(8), 118);
    assert.match(
      file.toString('latin1', 10, 128),
      /^\{'descr': '<i8', 'fortran_order': False, 'shape': \(2,\), \} *\n$/,
    );
    assert.deepEqual(file.subarray(128), Buffer.from('0100000000000000ffffffffffffffff', 'hex'));
  });

  it('write npz members one after the other and a directory that finds them', () => {
    const file = npz([
      ['first', pair],
      ['second', pair],
    ]);
    const end = file.subarray(file.length - 22);
    assert.equal(end.toString('latin1', 0, 4), 'PK\x05\x06');
    assert.equal(end.readUInt16LE(10), 2);
    const directory = file.subarray(end.readUInt32LE(16));
    const second = directory.indexOf('PK\x01\x02', 1, 'latin1');
    const position = directory.readUInt32LE(second + 42);
    assert.equal(file.toString('latin1', position, position + 4), 'PK\x03\x04');
    assert.equal(file.toString('latin1', position + 30, position + 40), 'second.npy');
    assert.equal(file.readUInt32LE(position + 14), crc32(npy(pair)));
  });

  it('compute the checksum of zip files', () => {
    assert.equal(crc32(Buffer.from('123456789')), 0xcbf43926);
  });
});
