import {
  call,
  dict,
  integer,
  list,
  named,
  no,
  none,
  pickleOf,
  storage,
  tensor,
  text,
  torchLegacy,
  torchZip,
  tuple,
} from '../pickles';
import { float32s } from '../writers';

const numbers = float32s(1, 2, 3, 4, 5, 6);
const six = storage('0', 6);

/** Plain, transposed and nested tensors, a parameter and a quantised one, an object that is not made. */
const model = pickleOf(
  dict(
    ['w', tensor({ of: six, size: [2, 3], stride: [3, 1] })],
    ['t', tensor({ of: six, size: [3, 2], stride: [1, 3] })],
    ['parts', list(tensor({ of: six, offset: 2, size: [2], stride: [2] }), integer(7), text('seven'))],
    ['p', call(named('torch._utils', '_rebuild_parameter'), tensor({ of: six, size: [6] }), no, none)],
    [
      'q',
      call(
        named('torch._utils', '_rebuild_qtensor'),
        storage('1', 4, 'QUInt8Storage'),
        integer(0),
        tuple(integer(4)),
        tuple(integer(1)),
        tuple(named('torch', 'per_tensor_affine'), Buffer.from('G?\xe0\0\0\0\0\0\0', 'latin1'), integer(1)),
        no,
        none,
      ),
    ],
    [
      'object',
      Buffer.concat([
        named('my.code', 'Net'),
        tuple(),
        Buffer.from([0x81]),
        dict(['x', tensor({ of: six })]),
        Buffer.from('b'),
      ]),
    ],
  ),
);

const old = pickleOf(
  dict(['w', tensor({ of: storage('7', 6, 'FloatStorage', [none]), size: [2, 3], stride: [3, 1] })]),
);

export const torchOriginals = new Map<string, Buffer>([
  ['zip.pt', torchZip(model, { 0: numbers, 1: Buffer.from([1, 2, 3, 4]) })],
  ['legacy.pt', torchLegacy(old, [['7', 6, numbers]])],
]);
