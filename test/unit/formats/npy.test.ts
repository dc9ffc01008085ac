import assert from 'node:assert/strict';
import { parseNpyHeader } from '../../../server/formats/npyHeader';
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

  it('means the same however the header is written', () => {
    const written = [
      [
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }  \n",
        "{'shape':[2,3],'fortran_order':False,'descr':\"<f4\"}",
      ],
      [
        "{'descr': '>i8', 'fortran_order': True, 'shape': (9007199254740991,), }\n",
        "{'descr': '>i8', 'fortran_order': True, 'shape': (9007199254740991L,)}",
      ],
      [
        "{'descr': '|b1', 'fortran_order': False, 'shape': (), }\n",
        "{'descr': '|b1', 'fortran_order': False, 'shape': ()}",
      ],
      [
        "{'descr': '<c8', 'fortran_order': False, 'shape': (0, 4), }\n",
        "{'descr': '<c8', 'fortran_order': False, 'shape': (0, 4,)}",
      ],
    ] as const;
    for (const [usual, other] of written)
      assert.deepEqual(parseNpyHeader('a.npy', usual, 10), parseNpyHeader('a.npy', other, 10));
    assert.throws(
      () => parseNpyHeader('a.npy', "{'descr': '<f4', 'fortran_order': False, 'shape': (4), }\n", 10),
      { name: 'BadInput', message: 'a.npy: the shape is no tuple.' },
    );
  });
});
