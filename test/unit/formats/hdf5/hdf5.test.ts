import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { Folder } from '../../../corpus/folder';
import {
  type DatasetEntry,
  type Entry,
  filterMessage,
  hdf5File,
  textAttribute,
  types,
  u,
} from '../../../corpus/hdf5Writer';
import { float32s } from '../../../corpus/writers';
import { named } from './named';

const one: DatasetEntry = { type: types.float32, shape: [1], data: float32s(1) };

/** One chunk with the filter scale-offset, which only the library has; it was not applied to it. */
function packedByLibrary(
  shape: readonly number[],
  offset: readonly number[],
  bytes: Buffer,
): Pick<DatasetEntry, 'chunks' | 'messages'> {
  const values = new Array<number>(20).fill(0);
  return { chunks: { shape, stored: [[offset, bytes, 1]] }, messages: [filterMessage(6, ...values)] };
}

describe('HDF5', function () {
  this.timeout(20_000);
  const folder = new Folder();

  it('reads every element type, in both byte orders', async () => {
    const f64 = Buffer.from(new Float64Array([1.5, -2]).buffer);
    const entries: readonly (readonly [string, Buffer, Buffer, readonly number[]])[] = [
      ['int8', types.integer(1, true), u(1, 1, 255), [1, -1]],
      ['uint8', types.integer(1, false), u(1, 1, 255), [1, 255]],
      ['int16', types.integer(2, true), u(2, 1, 0xfffe), [1, -2]],
      ['uint16', types.integer(2, false, true), u(2, 0x0100), [1]],
      ['int32', types.integer(4, true, true), Buffer.from([0xff, 0xff, 0xff, 0xfe]), [-2]],
      ['uint32', types.integer(4, false), u(4, 0xffffffff), [0xffffffff]],
      ['int64', types.integer(8, true), u(8, 0xffffffffffffffffn), [-1]],
      ['uint64', types.integer(8, false), u(8, 7), [7]],
      ['float16', types.float16, u(2, 0x3c00, 0xc100, 0x0001), [1, -2.5, 2 ** -24]],
      ['bfloat16', types.bfloat16, u(2, 0x3f80, 0xc020), [1, -2.5]],
      ['float32', types.float(4, 8, 23, 127, 1), float32s(1, 2).swap32(), [1, 2]],
      ['float64', types.float64, f64, [1.5, -2]],
      ['float8_e5m2', types.float(1, 5, 2, 15), u(1, 0x3c, 0xc0), [1, -2]],
      ['float8_e4m3fn', types.float(1, 4, 3, 7), u(1, 0x38, 0x7e), [1, 448]],
      ['bool', types.truth(), u(1, 0, 1), [0, 1]],
    ];
    const all = entries.map(([name, type, data, values]): [string, Entry] => [
      name,
      { type, shape: [values.length], data },
    ]);
    const file = await folder.openBytes('types.h5', hdf5File(Object.fromEntries(all)));
    for (const [name, , data, values] of entries) {
      const tensor = named(file, name);
      assert.deepEqual([tensor.dtype, tensor.bytes, tensor.order], [name, data.length, 'C']);
      assert.deepEqual([...(await file.read(tensor, 0, values.length))], values, name);
    }
  });

  it('never reads as numbers what it does not know the form of', async () => {
    const entries: Record<string, readonly [Buffer, string, string]> = {
      bias: [
        types.float(4, 8, 23, 129),
        'float32',
        'Floating-point numbers of 32 bits with 8 bits of exponent, biased by 129, and 23 of mantissa are not read.',
      ],
      complex: [
        types.complex(),
        'complex',
        'Complex numbers are not compared: save the real and the imaginary parts as tensors of their own.',
      ],
      narrow: [
        Buffer.concat([u(1, 0x10, 0, 0, 0), u(4, 4), u(2, 0, 12)]),
        'uint12',
        'Integers of 12 bits are not read.',
      ],
      opaque: [types.opaque(2), 'opaque', 'The file does not say what its elements of 2 bytes are.'],
      reference: [types.reference, 'reference', 'Its elements are references to other objects of the file.'],
      vax: [
        types.float(4, 8, 23, 127, 0x41),
        'float32',
        'Floating-point numbers of 32 bits in the byte order of a VAX are not read.',
      ],
    };
    const root = Object.entries(entries).map(([name, [type]]): [string, Entry] => [
      name,
      { type, shape: [1], data: Buffer.alloc(8, 1) },
    ]);
    const file = await folder.openBytes('odd.h5', hdf5File(Object.fromEntries(root)));
    assert.deepEqual(
      file.tensors.map(({ name, dtype, unreadable }) => [name, dtype, unreadable]),
      Object.entries(entries).map(([name, [, dtype, why]]) => [name, dtype, why]),
    );
  });

  it('reads bfloat16 as Keras stores it: bytes of no type, and beside them what they are', async () => {
    const entry = { type: types.opaque(2), shape: [2], data: u(2, 0x3f80, 0xc020) };
    const attributes = [textAttribute('dtype', 'bfloat16')];
    const file = await folder.openBytes('bf16.h5', hdf5File({ a: { ...entry, attributes }, b: entry }));
    assert.deepEqual([...(await file.read(named(file, 'a'), 0, 2))], [1, -2.5]);
    assert.notEqual(named(file, 'b').unreadable, undefined);
  });

  it('reads any range of a dataset in compressed chunks, with what was never written as zeros', async () => {
    // 5 x 7 in chunks of 2 x 3; the chunk at (2, 3) is missing.
    const chunks = [0, 2, 4]
      .flatMap((row) => [0, 3, 6].map((column) => [row, column] as const))
      .filter(([row, column]) => row !== 2 || column !== 3);
    const stored = chunks.map(([row, column]) => {
      const values = Array.from({ length: 6 }, (_, i) => 10 * (row + Math.floor(i / 3)) + column + (i % 3));
      return [[row, column], deflateSync(float32s(...values))] as const;
    });
    const entry = {
      ...{ type: types.float32, shape: [5, 7], chunks: { shape: [2, 3], stored } },
      messages: [filterMessage(1, 6)],
    };
    const file = await folder.openBytes('chunks.h5', hdf5File({ x: entry }));
    const isMissing = (row: number, column: number): boolean =>
      row >= 2 && row < 4 && column >= 3 && column < 6;
    const wanted = Array.from({ length: 35 }, (_, i) => {
      const [row, column] = [Math.floor(i / 7), i % 7];
      return isMissing(row, column) ? 0 : 10 * row + column;
    });
    for (let first = 0; first < 35; first += 4) {
      for (let count = 0; first + count <= 35; count += 3) {
        const values = [...(await file.read(named(file, 'x'), first, count))];
        assert.deepEqual(values, wanted.slice(first, first + count), `${first} + ${count}`);
      }
    }
  });

  it('gathers ranges box by box where chunks are high, with the library or without', async () => {
    const values = float32s(...Array.from({ length: 24 }, (_, i) => i));
    // Declared wide enough that all rows of a chunk do not fit; only the first chunk is written.
    const wide = { type: types.float32, shape: [2, 3, 5_000_000] };
    const own = { ...wide, chunks: { shape: [2, 3, 4], stored: [[[0, 0, 0], values] as const] } };
    const byLibrary = { ...wide, ...packedByLibrary([2, 3, 4], [0, 0, 0], values) };
    for (const [name, entry] of Object.entries({ own, byLibrary })) {
      const file = await folder.openBytes(`${name}.h5`, hdf5File({ x: entry }));
      const tensor = named(file, 'x');
      assert.deepEqual([...(await file.read(tensor, 1, 5))], [1, 2, 3, 0, 0]);
      assert.deepEqual([...(await file.read(tensor, 5_000_000 - 1, 4))], [0, 4, 5, 6]);
      assert.deepEqual([...(await file.read(tensor, 15_000_000, 3))], [12, 13, 14]);
      const long = await file.read(tensor, 4_900_000, 200_000);
      assert.deepEqual([long.length, ...long.subarray(99_999, 100_005)], [200_000, 0, 4, 5, 6, 7, 0]);
    }
  });

  it('shows attributes of the root and of groups, and text, as metadata', async () => {
    const number = { name: 'steps', type: types.integer(4, true), data: u(4, 7) };
    const list = {
      name: 'rates',
      type: types.float64,
      shape: [2],
      data: Buffer.from(new Float64Array([0.5, 2]).buffer),
    };
    const file = await folder.openBytes(
      'metadata.h5',
      hdf5File(
        {
          g: { group: { a: one }, attributes: [textAttribute('names', 'x', 'yy')] },
          note: { type: types.text(5), shape: [], data: Buffer.from('hello') },
        },
        [number, list],
      ),
    );
    assert.deepEqual(file.metadata, [
      ['rates', '[0.5, 2]'],
      ['steps', '7'],
      ['g: names', '[x, yy]'],
      ['note', 'hello'],
    ]);
    assert.deepEqual(
      file.tensors.map(({ name }) => name),
      ['g/a'],
    );
  });

  it('tells texts apart that are no UTF-8', async () => {
    const data = Buffer.from('\xe4\xf6', 'latin1');
    const note = { type: types.text(1), shape: [2], data };
    const names = { name: 'names', type: types.text(1), shape: [2], data };
    const file = await folder.openBytes('latin1.h5', hdf5File({ note, a: one }, [names]));
    assert.deepEqual(file.metadata[0], ['names', '[\\xe4, \\xf6]']);
    const [texts] = file.texts?.values() ?? [];
    assert.deepEqual(await texts?.(0, 2), ['\\xe4', '\\xf6']);
  });

  it('opens behind a block of the user, and reads what was stored there', async () => {
    const block = Buffer.alloc(512, 'x');
    const file = await folder.openBytes('block.h5', Buffer.concat([block, hdf5File({ a: one })]));
    assert.deepEqual([...(await file.read(named(file, 'a'), 0, 1))], [1]);
  });

  it('keeps more files open than instances of the library', async () => {
    const files = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((value) => {
        const entry = { type: types.float32, shape: [1], ...packedByLibrary([1], [0], float32s(value)) };
        return folder.openBytes(`many${value}.h5`, hdf5File({ a: entry }));
      }),
    );
    const values = await Promise.all(files.map((file) => file.read(named(file, 'a'), 0, 1)));
    assert.deepEqual(
      values.map(([value]) => value),
      [1, 2, 3, 4, 5, 6],
    );
  });
});
