/** Writes Zarr stores: what is under each key, from the root on. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { crc32c } from '../../server/formats/crc32';
import type { Folder } from './folder';
import { float32s } from './writers';

export type StoreFiles = ReadonlyMap<string, Uint8Array | string>;

/** How chunks become bytes; values of float32 come in row-major order of the chunk. */
export type Encode = (values: readonly number[], shape: readonly number[]) => Uint8Array;

export interface ArrayOptions {
  readonly shape: readonly number[];
  readonly chunk: readonly number[];
  /** Of the array, row by row. */
  readonly values: readonly number[];
  readonly encode?: Encode;
  readonly key?: (place: readonly number[]) => string;
  /** In the place of what the description usually says. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Places of chunks that are not written. */
  readonly without?: readonly string[];
}

/** An array of version 2, in its own folder where it has a name. */
export function version2(options: ArrayOptions, name = ''): StoreFiles {
  const { shape, chunk, metadata } = options;
  const description = {
    ...{ zarr_format: 2, shape, chunks: chunk, dtype: '<f4', compressor: null, filters: null },
    ...{ fill_value: 0, order: 'C', ...metadata },
  };
  return under(name, [
    ['.zarray', JSON.stringify(description)],
    ...chunks(options, (at) => at.join('.') || '0'),
  ]);
}

/** An array of version 3. */
export function version3(options: ArrayOptions, name = ''): StoreFiles {
  const { shape, chunk, metadata } = options;
  const description = {
    ...{ zarr_format: 3, node_type: 'array', shape, data_type: 'float32' },
    chunk_grid: { name: 'regular', configuration: { chunk_shape: chunk } },
    chunk_key_encoding: { name: 'default', configuration: { separator: '/' } },
    codecs: [{ name: 'bytes', configuration: { endian: 'little' } }],
    ...{ fill_value: 0, ...metadata },
  };
  return under(name, [
    ['zarr.json', JSON.stringify(description)],
    ...chunks(options, (at) => ['c', ...at].join('/')),
  ]);
}

export const group2: StoreFiles = new Map([['.zgroup', '{"zarr_format": 2}']]);
export const group3: StoreFiles = new Map([['zarr.json', '{"zarr_format": 3, "node_type": "group"}']]);

function under(name: string, entries: readonly (readonly [string, Uint8Array | string])[]): StoreFiles {
  return new Map(entries.map(([key, bytes]) => [name === '' ? key : `${name}/${key}`, bytes]));
}

function chunks(
  options: ArrayOptions,
  usualKey: (place: readonly number[]) => string,
): [string, Uint8Array][] {
  const { shape, chunk, values, encode = plain, key = usualKey, without = [] } = options;
  const grid = shape.map((length, axis) => Math.ceil(length / (chunk[axis] ?? 1)));
  return everywhere(grid)
    .filter((place) => !without.includes(place.join('.')))
    .map((place) => [key(place), encode(pick(values, shape, chunk, place), chunk)]);
}

/** The values of one chunk; 0 beyond the array. */
function pick(
  values: readonly number[],
  shape: readonly number[],
  chunk: readonly number[],
  place: readonly number[],
): number[] {
  return everywhere(chunk).map((within) => {
    const at = within.map((i, axis) => i + (place[axis] ?? 0) * (chunk[axis] ?? 1));
    if (at.some((i, axis) => i >= (shape[axis] ?? 0))) return 0;
    return values[at.reduce((sum, i, axis) => sum * (shape[axis] ?? 1) + i, 0)] ?? NaN;
  });
}

/** All places in a box, row by row. */
function everywhere(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (list, length) => list.flatMap((at) => Array.from({ length }, (_, i) => [...at, i])),
    [[]],
  );
}

export const plain: Encode = (values) => float32s(...values);
export const gzipped: Encode = (values) => gzipSync(float32s(...values));
export const checked: Encode = (values) => withSum(float32s(...values));

/** The highest byte of each element first. */
export const bigEndian: Encode = (values) => float32s(...values).swap32();

/** Axes in another order: the first one of a chunk, as it is stored, is axis order[0] of the array. */
export function transposed(order: readonly number[]): Encode {
  return (values, shape) => {
    const stored = order.map((axis) => shape[axis] ?? 1);
    const picked = everywhere(stored).map((at) => {
      const index = shape.map((_, axis) => at[order.indexOf(axis)] ?? 0);
      return values[index.reduce((sum, i, axis) => sum * (shape[axis] ?? 1) + i, 0)] ?? NaN;
    });
    return float32s(...picked);
  };
}

/** Chunks within a chunk and the list of where they are; those of zeros only are left out. */
export function sharded(inner: readonly number[], encode: Encode, atEnd = true): Encode {
  return (values, shape) => {
    const grid = shape.map((length, axis) => length / (inner[axis] ?? 1));
    const places = everywhere(grid);
    const listBytes = 16 * places.length + 4;
    const list = Buffer.alloc(16 * places.length, 0xff);
    const parts: Uint8Array[] = [];
    let at = atEnd ? 0 : listBytes;
    for (const [i, place] of places.entries()) {
      const its = pick(values, shape, inner, place);
      if (its.every((value) => value === 0)) continue;
      const bytes = encode(its, inner);
      list.writeBigUInt64LE(BigInt(at), 16 * i);
      list.writeBigUInt64LE(BigInt(bytes.length), 16 * i + 8);
      parts.push(bytes);
      at += bytes.length;
    }
    const index = withSum(list);
    return Buffer.concat(atEnd ? [...parts, index] : [index, ...parts]);
  };
}

function withSum(bytes: Uint8Array): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32c(bytes));
  return Buffer.concat([bytes, sum]);
}

/** Writes stores into a folder of tests, each under a name of its own: store1, store2 ...; gives their paths. */
export function storeWriter(folder: Folder): (files: StoreFiles) => string {
  let stores = 0;
  return (files) => {
    const name = `store${++stores}`;
    for (const [key, content] of files) folder.write(`${name}/${key}`, content);
    return join(folder.path, name);
  };
}
