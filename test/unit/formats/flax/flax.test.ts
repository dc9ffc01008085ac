import assert from 'node:assert/strict';
import { Folder } from '../../../corpus/folder';
import { bin, extension, flaxArray, pack } from '../../../corpus/msgpackWriter';
import { float32s } from '../../../corpus/writers';

describe('Flax MessagePack', () => {
  const folder = new Folder();

  it('names arrays by their path in the tree and leaves the rest to metadata', async () => {
    const file = await folder.openBytes(
      'tree.msgpack',
      pack({
        params: { Dense_0: { kernel: flaxArray('float32', [2, 2], float32s(1, 2, 3, 4)) } },
        opt_state: [{ count: flaxArray('int32', [], Buffer.from([5, 0, 0, 0]), 3) }],
        step: 70_000,
        rate: 0.5,
        name: 'tests',
        z: extension(2, pack([1, 2])),
        raw: bin(Buffer.alloc(3)),
      }),
    );
    assert.deepEqual(
      file.tensors.map(({ name, dtype, shape, bytes }) => [name, dtype, shape, bytes]),
      [
        ['params.Dense_0.kernel', 'float32', [2, 2], 16],
        ['opt_state.0.count', 'int32', [], 4],
      ],
    );
    assert.deepEqual(file.metadata, [
      ['step', '70000'],
      ['rate', '0.5'],
      ['name', 'tests'],
      ['z', '(a complex number)'],
      ['raw', '(3 bytes)'],
    ]);
    const [kernel, count] = file.tensors;
    assert.ok(kernel && count);
    assert.deepEqual([...(await file.read(kernel, 1, 2))], [2, 3]);
    assert.deepEqual([...(await file.read(count, 0, 1))], [5]);
  });

  it('joins the chunks of a large array, also where a reading goes over several of them', async () => {
    const chunk = (...values: number[]): Buffer => flaxArray('float32', [values.length], float32s(...values));
    const file = await folder.openBytes(
      'chunks.msgpack',
      pack({
        a: {
          __msgpack_chunked_array__: true,
          shape: { 0: 2, 1: 4 },
          chunks: { 0: chunk(0, 1, 2), 1: chunk(3, 4, 5), 2: chunk(6, 7) },
        },
        b: chunk(9),
      }),
    );
    assert.deepEqual(
      file.tensors.map(({ name, shape, bytes }) => [name, shape, bytes]),
      [
        ['a', [2, 4], 32],
        ['b', [1], 4],
      ],
    );
    const [a] = file.tensors;
    assert.ok(a);
    for (const [first, count] of [
      [0, 8],
      [2, 5],
      [3, 3],
      [7, 1],
      [8, 0],
    ] as const) {
      const expected = Array.from({ length: count }, (_, i) => first + i);
      assert.deepEqual([...(await file.read(a, first, count))], expected);
    }
  });

  it('reads bfloat16, and lists what it does not decode with the reason', async () => {
    const file = await folder.openBytes(
      'types.msgpack',
      pack({
        half: flaxArray('bfloat16', [2], Buffer.from([0x80, 0x3f, 0x00, 0xc0])),
        z: flaxArray('complex64', [1], Buffer.alloc(8)),
      }),
    );
    const [half, z] = file.tensors;
    assert.ok(half && z);
    assert.deepEqual([...(await file.read(half, 0, 2))], [1, -2]);
    assert.equal(z.unreadable, 'Elements of type complex64 are not read.');
  });

  it('calls an array by itself an array, and warns of equal names', async () => {
    const one = flaxArray('float32', [1], float32s(1));
    const single = await folder.openBytes('one.msgpack', one);
    assert.deepEqual(
      single.tensors.map(({ name }) => name),
      ['array'],
    );
    const twice = await folder.openBytes(
      'twice.msgpack',
      Buffer.concat([Buffer.from([0x82]), pack('a'), one, pack('a'), one]),
    );
    assert.deepEqual(twice.warnings, ['There is more than one tensor of the name "a".']);
  });
});
