import { bitshuffle } from '../bitshuffle';
import { inflateBlosc } from '../blosc';
import type { Codec } from '../codec';
import { fletcher32 } from '../fletcher32';
import { inflateLz4Block } from '../lz4';
import { inflateLzf } from '../lzf';
import { unshuffled } from '../shuffle';
import { inflateZlib } from '../zlib';
import { inflateZstd } from '../zstd';
import type { Cursor } from './cursor';

/** One filter of a pipeline, with what its writer noted for its reader. */
export interface Filter {
  readonly id: number;
  readonly values: readonly number[];
}

/** Filters the HDF5 library has built in: deflate, shuffle, fletcher32, szip, nbit, scaleoffset. */
const builtIn = new Set([1, 2, 3, 4, 5, 6]);

/** Registered filters people meet; the name in a file is what its writer pleased. */
const names = new Map([
  [4, 'szip'],
  [5, 'nbit'],
  [6, 'scaleoffset'],
  [305, 'lzo'],
  [307, 'bzip2'],
  [32_000, 'lzf'],
  [32_001, 'blosc'],
  [32_004, 'lz4'],
  [32_008, 'bitshuffle'],
  [32_013, 'zfp'],
  [32_015, 'zstd'],
  [32_026, 'blosc2'],
]);
const mostFilters = 32;

/** Reads the pipeline of a dataset, in the order in which the filters were applied. */
export function readFilters(cursor: Cursor): Filter[] {
  const [version, count] = [cursor.u8(), cursor.u8()];
  if (version !== 1 && version !== 2) cursor.fail('has filters of a kind that is not known');
  if (count > mostFilters) cursor.fail(`has ${count} filters`);
  if (version === 1) cursor.passOver(6);
  return Array.from({ length: count }, () => {
    const id = cursor.u16();
    const nameBytes = version === 1 || id >= 256 ? cursor.u16() : 0;
    cursor.passOver(2);
    const length = cursor.u16();
    cursor.passOver(version === 1 ? Math.ceil(nameBytes / 8) * 8 : nameBytes);
    const values = Array.from({ length }, () => cursor.u32());
    if (version === 1 && length % 2 === 1) cursor.passOver(4);
    return { id, values };
  });
}

/** Whether the library itself can undo all of these. */
export function areBuiltIn(filters: readonly Filter[]): boolean {
  return filters.every(({ id }) => builtIn.has(id));
}

/** What a filter is called. */
export function nameOf({ id }: Filter): string {
  return names.get(id) ?? `number ${id}`;
}

/** How to undo a filter; undefined: that is not known. */
export function codecOf({ id, values }: Filter): Codec | undefined {
  const elementBytes = values[0] ?? 1;
  switch (id) {
    case 1:
      return { name: 'gzip', adds: undefined, undo: inflateZlib };
    case 2:
      return { name: 'shuffle', adds: 0, undo: (bytes) => unshuffled(bytes, Math.max(1, elementBytes)) };
    case 3:
      return { name: 'fletcher32', adds: 4, undo: checked, checkSum: 'Fletcher-32' };
    case 32_000:
      return { name: 'lzf', adds: undefined, undo: (bytes, length) => whole(inflateLzf, bytes, length) };
    case 32_001:
      return { name: 'blosc', adds: undefined, undo: inflateBlosc };
    case 32_004:
      return { name: 'lz4', adds: undefined, undo: inflateLz4 };
    case 32_008:
      return bitshuffle(values);
    case 32_015:
      return { name: 'zstd', adds: undefined, undo: inflateZstd };
    default:
      return undefined;
  }
}

function whole(
  inflate: (stream: Uint8Array, target: Uint8Array) => number,
  bytes: Uint8Array,
  length: number,
): Uint8Array<ArrayBuffer> | undefined {
  const target = new Uint8Array(length);
  return inflate(bytes, target) === length ? target : undefined;
}

/** The check sum comes after the bytes; HDF5 before 1.6.3 wrote both halves of it with their bytes swapped. */
function checked(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> | undefined {
  const content = bytes.subarray(0, length);
  const sum = fletcher32(content);
  const swapped = (((sum & 0x00ff_00ff) << 8) | ((sum >>> 8) & 0x00ff_00ff)) >>> 0;
  const stored = Buffer.from(bytes.subarray(length)).readUInt32LE();
  return stored === sum || stored === swapped ? content : undefined;
}

/** The length, the length of a block, then blocks of LZ4 with their lengths, all with the highest byte first. */
function inflateLz4(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 12 || view.getBigUint64(0) !== BigInt(length)) return undefined;
  const blockBytes = view.getUint32(8);
  const target = new Uint8Array(length);
  for (let done = 0, at = 12; done < length; done += blockBytes) {
    if (blockBytes === 0 || at + 4 > bytes.length) return undefined;
    const size = view.getUint32(at);
    at += 4;
    if (at + size > bytes.length) return undefined;
    const stream = bytes.subarray(at, at + size);
    const block = target.subarray(done, done + blockBytes);
    // What did not get smaller is stored as it was.
    if (size === block.length) block.set(stream);
    else if (inflateLz4Block(stream, block, 0) !== block.length) return undefined;
    at += size;
  }
  return target;
}
