/** Writes TensorFlow's checkpoints: tables of sorted keys as LevelDB has them, good and bad. */
import { crc32c } from '../../server/formats/crc32';
import { field, varint } from './onnxWriter';

/** What may be wrong with a table. */
export interface TableLies {
  readonly compression?: number;
  readonly sum?: number;
  readonly magic?: string;
  /** In place of the entries of the one block. */
  readonly entries?: Buffer;
  readonly restarts?: number;
  /** Of the block with the entries. */
  readonly size?: number;
}

export function masked(bytes: Uint8Array): number {
  const sum = crc32c(bytes);
  return (((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0;
}

/** A key that shares bytes with the one before, and a value. */
export function tableEntry(shared: number, own: string, value: Uint8Array): Buffer {
  const key = Buffer.from(own, 'latin1');
  return Buffer.concat([varint(shared), varint(key.length), varint(value.length), key, value]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function block(entries: Buffer, { compression = 0, sum, restarts = 1 }: TableLies = {}): Buffer {
  const content = Buffer.concat([entries, u32(0), u32(restarts), Buffer.from([compression])]);
  return Buffer.concat([content, u32(sum ?? masked(content))]);
}

/** A table with one block of entries and a block that says where it is. */
export function tableFile(entries: readonly (readonly [string, Buffer])[], lies: TableLies = {}): Buffer {
  let before = '';
  const packed = entries.map(([key, value]) => {
    let shared = 0;
    while (shared < before.length && before[shared] === key[shared]) shared++;
    before = key;
    return tableEntry(shared, key.slice(shared), value);
  });
  const data = block(lies.entries ?? Buffer.concat(packed), lies);
  const meta = block(Buffer.alloc(0));
  const size = lies.size ?? data.length - 5;
  const index = block(tableEntry(0, 'z', Buffer.concat([varint(0), varint(size)])));
  const handles = Buffer.concat([
    varint(data.length),
    varint(meta.length - 5),
    varint(data.length + meta.length),
    varint(index.length - 5),
  ]);
  const footer = Buffer.concat([handles, Buffer.alloc(40 - handles.length)]);
  return Buffer.concat([data, meta, index, footer, Buffer.from(lies.magic ?? '57fb808b247547db', 'hex')]);
}

/** The entry without a key: so many files of data. */
export function bundleHeader(shards = 1, bigEndian = false): Buffer {
  const order = bigEndian ? field(2, 1) : Buffer.alloc(0);
  return Buffer.concat([field(1, shards), order, field(3, field(1, 1))]);
}

/** Start and length along an axis; null: all of it. */
export type SliceExtent = readonly [start: number, length: number] | null;

export interface Bundled {
  readonly type?: number;
  readonly shape: readonly number[];
  readonly shard?: number;
  readonly offset?: number;
  readonly size: number;
  readonly sum?: number;
  readonly slices?: readonly (readonly SliceExtent[])[];
}

export function bundleEntry({
  type = 1,
  shape,
  shard = 0,
  offset = 0,
  size,
  sum,
  slices = [],
}: Bundled): Buffer {
  const dimensions = shape.map((length) => field(2, field(1, length)));
  return Buffer.concat([
    field(1, type),
    field(2, Buffer.concat(dimensions)),
    ...(shard === 0 ? [] : [field(3, shard)]),
    ...(offset === 0 ? [] : [field(4, offset)]),
    field(5, size),
    ...(sum === undefined ? [] : [Buffer.from([6 * 8 + 5]), u32(sum)]),
    ...slices.map((slice) => field(7, Buffer.concat(slice.map(extentField)))),
  ]);
}

function extentField(extent: SliceExtent): Buffer {
  if (extent === null) return field(1, Buffer.alloc(0));
  const [start, length] = extent;
  return field(1, Buffer.concat([...(start === 0 ? [] : [field(1, start)]), field(2, length)]));
}

/** The key of a piece of a tensor whose name and numbers are plain: one to five axes, numbers below 64. */
export function pieceKey(name: string, slice: readonly SliceExtent[]): string {
  const code = (value: number): string => String.fromCharCode(0x80 ^ (value & 0xff));
  const extents = slice.map((extent) => code(extent?.[0] ?? 0) + code(extent?.[1] ?? -1));
  return `\0${name}\0\x01\x01${String.fromCharCode(slice.length)}${extents.join('')}`;
}
