import assert from 'node:assert/strict';
import { openModel } from '../../../server/formats/catalogue';
import { safetensors } from '../../../server/formats/safetensors';
import { Folder } from '../../corpus/folder';
import { safetensorsFile, u64 } from '../../corpus/writers';

/** The format's word, ours, the bytes of the value 1 (2 for E8M0's sake: 0x80 is 2^1). */
const ones: readonly (readonly [string, string, number[]])[] = [
  ['F64', 'float64', [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]],
  ['F32', 'float32', [0, 0, 0x80, 0x3f]],
  ['F16', 'float16', [0, 0x3c]],
  ['BF16', 'bfloat16', [0x80, 0x3f]],
  ['F8_E4M3', 'float8_e4m3fn', [0x38]],
  ['F8_E4M3FNUZ', 'float8_e4m3fnuz', [0x40]],
  ['F8_E5M2', 'float8_e5m2', [0x3c]],
  ['F8_E5M2FNUZ', 'float8_e5m2fnuz', [0x40]],
  ['F8_E8M0', 'float8_e8m0fnu', [0x7f]],
  ['I64', 'int64', [1, 0, 0, 0, 0, 0, 0, 0]],
  ['I32', 'int32', [1, 0, 0, 0]],
  ['I16', 'int16', [1, 0]],
  ['I8', 'int8', [1]],
  ['U64', 'uint64', [1, 0, 0, 0, 0, 0, 0, 0]],
  ['U32', 'uint32', [1, 0, 0, 0]],
  ['U16', 'uint16', [1, 0]],
  ['U8', 'uint8', [1]],
  ['BOOL', 'bool', [1]],
];

describe('safetensors', () => {
  const folder = new Folder();

  it('reads every element type, at any alignment', async () => {
    let at = 1;
    const header: [string, unknown][] = [['odd', { dtype: 'U8', shape: [1], data_offsets: [0, 1] }]];
    for (const [word, , bytes] of ones) {
      header.push([word, { dtype: word, shape: [], data_offsets: [at, (at += bytes.length)] }]);
    }
    const data = Buffer.from([0, ...ones.flatMap(([, , bytes]) => bytes)]);
    const file = await folder.openBytes(
      'ones.safetensors',
      safetensorsFile(Object.fromEntries(header), data),
    );
    for (const [i, [word, dtype, bytes]] of ones.entries()) {
      const tensor = file.tensors[i + 1];
      assert.ok(tensor);
      assert.deepEqual([tensor.name, tensor.dtype, tensor.bytes], [word, dtype, bytes.length]);
      assert.deepEqual([...(await file.read(tensor, 0, 1))], [1], word);
    }
  });

  it('lists types below a byte and complex numbers with the reason', async () => {
    const header = {
      a: { dtype: 'F4', shape: [4], data_offsets: [0, 2] },
      b: { dtype: 'F6_E2M3', shape: [4], data_offsets: [2, 5] },
      c: { dtype: 'C64', shape: [1], data_offsets: [5, 13] },
    };
    const file = await folder.openBytes('small.safetensors', safetensorsFile(header, Buffer.alloc(13)));
    assert.deepEqual(
      file.tensors.map((tensor) => tensor.unreadable),
      [
        '4-bit floats are not read yet.',
        '6-bit floats are not read yet.',
        'Complex numbers are not compared: save the real and the imaginary parts as tensors of their own.',
      ],
    );
  });

  it('keeps the order of the header, whatever the order of the data', async () => {
    const at = (begin: number): unknown => ({ dtype: 'U8', shape: [1], data_offsets: [begin, begin + 1] });
    const header = { z: at(1), a: at(0), m: at(2) };
    const file = await folder.openBytes(
      'order.safetensors',
      safetensorsFile(header, Buffer.from([10, 20, 30])),
    );
    const values = await Promise.all(file.tensors.map(async (t) => [t.name, ...(await file.read(t, 0, 1))]));
    assert.deepEqual(values, [
      ['z', 20],
      ['a', 10],
      ['m', 30],
    ]);
  });

  it('hands out metadata in its order', async () => {
    const file = await folder.openBytes(
      'meta.safetensors',
      safetensorsFile('{"__metadata__":{"format":"pt","2":"b","1":"a"}}'),
    );
    assert.deepEqual(file.metadata, [
      ['format', 'pt'],
      ['2', 'b'],
      ['1', 'a'],
    ]);
  });

  it('is not taken for a pickle, which the length of a header may begin like', async () => {
    for (const length of [640, 896, 1152, 1408]) {
      const header = JSON.stringify({ w: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }).padEnd(length);
      const path = folder.write(
        `${length}.safetensors`,
        Buffer.concat([u64(length), Buffer.from(header), Buffer.alloc(4)]),
      );
      const file = await openModel(path);
      assert.deepEqual([file.format, file.tensors.map(({ name }) => name)], ['safetensors', ['w']]);
      await file.close();
    }
  });

  it('recognises its files by a plausible length and a brace', () => {
    assert.ok(safetensors.sniff(safetensorsFile({}), 'model.bin'));
    assert.ok(safetensors.sniff(safetensorsFile('\n {}'), 'model.bin'));
    for (const other of ['', '{}', 'PK\x03\x04 {}{}{}', '\x80\x02{}{}{}{}']) {
      assert.equal(safetensors.sniff(Buffer.from(other, 'latin1'), 'model.safetensors'), false, other);
    }
    assert.equal(safetensors.sniff(Buffer.concat([u64(2), Buffer.from('[]')]), 'x'), false);
  });
});
