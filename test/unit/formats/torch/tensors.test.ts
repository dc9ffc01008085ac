import assert from 'node:assert/strict';
import { Folder } from '../../../corpus/folder';
import {
  call,
  dict,
  integer,
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
} from '../../../corpus/pickles';
import { float32s } from '../../../corpus/writers';

const float = (value: number): Buffer => {
  const bytes = Buffer.alloc(9, 'G');
  bytes.writeDoubleBE(value, 1);
  return bytes;
};

/** A 2 x 3 quantised tensor over storage "q". */
function quantised(scheme: Buffer, strides = [3, 1]): Buffer {
  const of = storage('q', 6, 'QUInt8Storage');
  const shape = [tuple(integer(2), integer(3)), tuple(...strides.map(integer))];
  return call(named('torch._utils', '_rebuild_qtensor'), of, integer(0), ...shape, scheme, no, none);
}

/** Scales 0.5, 2 and 0.25 and zero points 1, 0 and 3 along an axis. */
function channels(count: number, axis: number): Buffer {
  const doubles = storage('s', 3, 'DoubleStorage');
  const longs = storage('z', 3, 'LongStorage');
  const [scales, zeros] = [doubles, longs].map((of) => tensor({ of, size: [count] }));
  return tuple(named('torch', 'per_channel_affine'), scales ?? none, zeros ?? none, integer(axis));
}

const storages = {
  q: Buffer.from([10, 20, 30, 40, 50, 60]),
  s: Buffer.from(new Float64Array([0.5, 2, 0.25]).buffer),
  z: Buffer.from(new BigInt64Array([1n, 0n, 3n]).buffer),
};

describe('tensors of PyTorch', () => {
  const folder = new Folder();

  const valuesOf = async (value: Buffer, first = 0, count = 6): Promise<unknown> => {
    const file = await folder.openBytes('m.pt', torchZip(pickleOf(value), storages));
    const [only] = file.tensors;
    assert.ok(only);
    return [only.dtype, only.order, ...(await file.read(only, first, count))];
  };

  it('dequantise with one scale', async () => {
    const scheme = tuple(named('torch', 'per_tensor_affine'), float(0.5), integer(10));
    assert.deepEqual(await valuesOf(quantised(scheme)), ['quint8', 'C', 0, 5, 10, 15, 20, 25]);
  });

  it('dequantise with a scale for each row or column, stored row by row or column by column, from anywhere', async () => {
    assert.deepEqual(await valuesOf(quantised(channels(2, 0))), [
      'quint8',
      'C',
      4.5,
      9.5,
      14.5,
      80,
      100,
      120,
    ]);
    assert.deepEqual(await valuesOf(quantised(channels(3, 1))), [
      'quint8',
      'C',
      4.5,
      40,
      6.75,
      19.5,
      100,
      14.25,
    ]);
    assert.deepEqual(await valuesOf(quantised(channels(3, 1)), 4, 2), ['quint8', 'C', 100, 14.25]);
    assert.deepEqual(await valuesOf(quantised(channels(3, 1), [1, 2])), [
      'quint8',
      'F',
      4.5,
      9.5,
      60,
      80,
      11.75,
      14.25,
    ]);
  });

  it('are refused when there is not a scale for each channel', async () => {
    for (const scheme of [channels(3, 0), channels(2, 2), channels(2, -1)]) {
      await folder.refuses(
        'm.pt',
        torchZip(pickleOf(dict(['w', quantised(scheme)])), storages),
        '@: tensor "w" has not one scale and zero point for each channel.',
      );
    }
    await folder.refuses(
      'm.pt',
      torchZip(pickleOf(dict(['w', quantised(tuple(named('torch', 'new_scheme')))])), storages),
      '@: tensor "w" is quantised in a way that is not known.',
    );
  });

  it('are found in parts of storages, as the oldest files have them', async () => {
    const part = storage('7', 6, 'FloatStorage', [tuple(text('8'), integer(2), integer(3))]);
    const bytes = torchLegacy(pickleOf(tensor({ of: part, size: [3] })), [
      ['7', 6, float32s(1, 2, 3, 4, 5, 6)],
    ]);
    const file = await folder.openBytes('old.pt', bytes);
    assert.ok(file.tensors[0]);
    assert.deepEqual([...(await file.read(file.tensors[0], 0, 3))], [3, 4, 5]);
    const outside = storage('7', 6, 'FloatStorage', [tuple(text('8'), integer(4), integer(3))]);
    await folder.refuses(
      'outside.pt',
      torchLegacy(pickleOf(tensor({ of: outside, size: [3] })), [['7', 6, float32s(1, 2, 3, 4, 5, 6)]]),
      '@: a storage has a part outside of itself: the file is damaged or no PyTorch file.',
    );
  });

  it('are found in whole networks of the oldest files, whose classes stand beside their source', async () => {
    const source = tuple(
      text('module'),
      named('nets', 'Net'),
      text('nets.py'),
      text('class Net(Module): ...'),
    );
    const network = Buffer.concat([
      source,
      Buffer.from('Q)\x81', 'latin1'),
      dict(['w', tensor()]),
      Buffer.from('b'),
    ]);
    const bytes = torchLegacy(pickleOf(network), [['0', 4, float32s(1, 2, 3, 4)]]);
    const file = await folder.openBytes('net.pt', bytes);
    assert.deepEqual(
      [file.tensors.map(({ name }) => name), file.warnings],
      [['w'], ['This file would call nets.Net if it were loaded in Python; nnsim executes nothing.']],
    );
    assert.ok(file.tensors[0]);
    assert.deepEqual([...(await file.read(file.tensors[0], 0, 4))], [1, 2, 3, 4]);
  });

  it('are read from pickles that hold their storages', async () => {
    const inner = torchLegacy(pickleOf(storage('7', 4, 'FloatStorage', [none])), [
      ['7', 4, float32s(1, 2, 3, 4)],
    ]);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(inner.length);
    const held = call(
      named('torch.storage', '_load_from_bytes'),
      Buffer.concat([Buffer.from('B'), length, inner]),
    );
    const file = await folder.openBytes(
      't.pkl',
      pickleOf(dict(['w', tensor({ of: held, size: [2, 2], stride: [1, 2] })])),
    );
    const [w] = file.tensors;
    assert.ok(w);
    assert.deepEqual([file.format, w.name, w.order, ...file.warnings], ['pickle', 'w', 'F']);
    assert.deepEqual([...(await file.read(w, 0, 4))], [1, 2, 3, 4]);
  });
});
