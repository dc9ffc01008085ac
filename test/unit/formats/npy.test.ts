import assert from 'node:assert/strict';
import { Folder } from '../../corpus/folder';
import { npyOf } from '../../corpus/writers';

/** NumPy's type without its byte order, ours, the little-endian bytes of the value 1. */
const ones: readonly (readonly [string, string, number[]])[] = [
  ['f8', 'float64', [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]],
  ['f4', 'float32', [0, 0, 0x80, 0x3f]],
  ['f2', 'float16', [0, 0x3c]],
  ['i8', 'int64', [1, 0, 0, 0, 0, 0, 0, 0]],
  ['i4', 'int32', [1, 0, 0, 0]],
  ['i2', 'int16', [1, 0]],
  ['i1', 'int8', [1]],
  ['u8', 'uint64', [1, 0, 0, 0, 0, 0, 0, 0]],
  ['u4', 'uint32', [1, 0, 0, 0]],
  ['u2', 'uint16', [1, 0]],
  ['u1', 'uint8', [1]],
  ['b1', 'bool', [1]],
];

describe('npy', () => {
  const folder = new Folder();

  for (const [type, dtype, little] of ones) {
    it(`reads ${dtype} in both byte orders`, async () => {
      for (const [order, bytes] of [
        ['<', little],
        ['>', little.toReversed()],
        ['|', little],
      ] as const) {
        const file = await folder.openBytes(`${type}.npy`, npyOf(order + type, [1], Buffer.from(bytes)));
        const [tensor] = file.tensors;
        assert.ok(tensor);
        assert.deepEqual([tensor.dtype, tensor.bytes], [dtype, little.length]);
        assert.deepEqual([...(await file.read(tensor, 0, 1))], [1]);
      }
    });
  }

  it('says in which order the elements are stored', async () => {
    for (const [fortran, order] of [
      [true, 'F'],
      [false, 'C'],
    ] as const) {
      const file = await folder.openBytes(
        'order.npy',
        npyOf('|u1', [2, 2], Buffer.from([1, 2, 3, 4]), fortran),
      );
      assert.ok(file.tensors[0]);
      assert.deepEqual([file.tensors[0].order, ...(await file.read(file.tensors[0], 1, 2))], [order, 2, 3]);
    }
  });
});
