import assert from 'node:assert/strict';
import { quantisations } from '../../../../server/tensors/quantised/types';
import { Folder } from '../../../corpus/folder';
import { GgufWriter } from '../../../corpus/ggufWriter';
import { float32s } from '../../../corpus/writers';

/** The type's number, our name, the little-endian bytes of the value 1. */
const ones: readonly (readonly [number, string, number[]])[] = [
  [0, 'float32', [0, 0, 0x80, 0x3f]],
  [1, 'float16', [0, 0x3c]],
  [24, 'int8', [1]],
  [25, 'int16', [1, 0]],
  [26, 'int32', [1, 0, 0, 0]],
  [27, 'int64', [1, 0, 0, 0, 0, 0, 0, 0]],
  [28, 'float64', [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]],
  [30, 'bfloat16', [0x80, 0x3f]],
];

describe('GGUF', () => {
  const folder = new Folder();

  for (const [type, dtype, little] of ones) {
    it(`reads ${dtype} in both byte orders and versions`, async () => {
      for (const big of [false, true]) {
        for (const version of [2, 3]) {
          const w = new GgufWriter(big);
          const data = Buffer.from(big ? little.toReversed() : little);
          const content = { version, tensors: [w.tensor('a', [1], type, 0)], data };
          const file = await folder.openBytes('m.gguf', w.file(content));
          const [tensor] = file.tensors;
          assert.ok(tensor);
          assert.deepEqual([tensor.dtype, tensor.shape, tensor.bytes], [dtype, [1], little.length]);
          assert.deepEqual([...(await file.read(tensor, 0, 1))], [1]);
          const order = big ? 'big-endian' : 'little-endian';
          assert.deepEqual(file.metadata, [['GGUF', `version ${version}, ${order}`]]);
        }
      }
    });
  }

  it('turns the dimensions round: the outermost axis first', async () => {
    const w = new GgufWriter();
    const data = float32s(1, 2, 3, 4, 5, 6);
    const file = await folder.openBytes(
      'shape.gguf',
      w.file({ tensors: [w.tensor('a', [3, 2], 0, 0), w.tensor('scalar', [], 0, 32)], data: pad(data, 36) }),
    );
    const [matrix, scalar] = file.tensors;
    assert.ok(matrix && scalar);
    assert.deepEqual([matrix.shape, matrix.order, scalar.shape], [[2, 3], 'C', []]);
    assert.deepEqual([...(await file.read(matrix, 3, 3))], [4, 5, 6]);
  });

  it('begins the data at the alignment the file asks for', async () => {
    const w = new GgufWriter();
    const content = {
      keys: [w.key('general.alignment', 4, w.u32(512))],
      tensors: [w.tensor('a', [1], 0, 0), w.tensor('b', [1], 0, 512)],
      data: Buffer.concat([pad(float32s(1), 512), float32s(2)]),
      alignment: 512,
    };
    const file = await folder.openBytes('aligned.gguf', w.file(content));
    const values = await Promise.all(
      file.tensors.map(async (tensor) => [...(await file.read(tensor, 0, 1))]),
    );
    assert.deepEqual(values, [[1], [2]]);
  });

  it('shows every kind of value', async () => {
    const w = new GgufWriter();
    const i64 = (value: bigint): Buffer => w.u64(BigInt.asUintN(64, value));
    const values: readonly (readonly [string, number, Buffer, string])[] = [
      ['u8', 0, Buffer.from([255]), '255'],
      ['i8', 1, Buffer.from([255]), '-1'],
      ['u16', 2, w.u16(65_535), '65535'],
      ['i16', 3, w.u16(65_535), '-1'],
      ['u32', 4, w.u32(2 ** 32 - 1), '4294967295'],
      ['i32', 5, w.u32(2 ** 32 - 1), '-1'],
      ['f32', 6, w.f32(0.1), '0.1'],
      ['f32-full', 6, w.f32(16_777_217), '16777216'],
      ['bool', 7, Buffer.from([0]), 'false'],
      ['text', 8, w.text('a\nb'), 'a\nb'],
      ['u64', 10, w.u64(2n ** 64n - 1n), '18446744073709551615'],
      ['i64', 11, i64(-5n), '-5'],
      ['list', 9, w.list(0, 3, Buffer.from([1, 2, 3])), '[1, 2, 3]'],
      ['long list', 9, w.list(0, 9, Buffer.alloc(9)), '[0, 0, 0, 0, 0, 0, … 9 in all]'],
      ['texts', 9, w.list(8, 2, w.text('a'), w.text('"')), '["a", "\\""]'],
      ['lists', 9, w.list(9, 2, w.list(0, 0), w.list(0, 1, Buffer.from([1]))), '[[], [1]]'],
    ];
    const keys = values.map(([name, type, value]) => w.key(name, type, value));
    const { metadata } = await folder.openBytes('values.gguf', w.file({ keys }));
    assert.deepEqual(
      metadata.slice(1),
      values.map(([name, , , shown]) => [name, shown]),
    );
  });

  it('reads ranges that begin and end inside a block', async () => {
    const w = new GgufWriter();
    for (const [type, word] of [
      [8, 'Q8_0'],
      [14, 'Q6_K'],
    ] as const) {
      const { elements, bytes } = quantisations[word];
      const data = Buffer.from(Array.from({ length: 4 * bytes }, (_, i) => (i * 7) % 60));
      const tensors = [w.tensor('a', [2 * elements, 2], type, 0)];
      const file = await folder.openBytes('q.gguf', w.file({ tensors, data }));
      const [tensor] = file.tensors;
      assert.ok(tensor);
      assert.deepEqual([tensor.dtype, tensor.bytes], [word, 4 * bytes]);
      const all = await file.read(tensor, 0, 4 * elements);
      for (const [first, count] of [
        [0, 0],
        [1, 1],
        [elements - 1, 2],
        [elements, elements],
        [elements + 5, 2 * elements],
        [4 * elements - 1, 1],
        [4 * elements, 0],
      ] as const) {
        assert.deepEqual(await file.read(tensor, first, count), all.slice(first, first + count));
      }
    }
  });

  it('lists what is not decoded, with its size and why', async () => {
    const w = new GgufWriter();
    const tensors = [w.tensor('a', [256, 2], 23, 0), w.tensor('b', [4], 0, 288)];
    const file = await folder.openBytes('iq.gguf', w.file({ tensors, data: Buffer.alloc(304) }));
    const [a, b] = file.tensors;
    assert.ok(a && b);
    assert.deepEqual([a.dtype, a.shape, a.bytes], ['IQ4_XS', [2, 256], 272]);
    const why = 'Type IQ4_XS is not decoded: take the model in Q8_0 or a type like Q4_K.';
    assert.equal(a.unreadable, why);
    await assert.rejects(file.read(a, 0, 1), {
      name: 'BadInput',
      message: `Tensor "a" of ${file.path} cannot be read. ${why}`,
    });
    assert.deepEqual([...(await file.read(b, 0, 4))], [0, 0, 0, 0]);
  });
});

function pad(bytes: Buffer, length: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(length - bytes.length)]);
}
