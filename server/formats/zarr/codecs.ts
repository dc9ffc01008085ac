import { inflateBlosc } from '../blosc';
import type { Codec } from '../codec';
import { crc32c } from '../crc32';
import { inflateLz4Block } from '../lz4';
import { unshuffled } from '../shuffle';
import { inflateGzip, inflateZlib } from '../zlib';
import { inflateZstd } from '../zstd';

/** How a chunk became the bytes of a file. */
export interface Codecs {
  /** The axis of the array that each axis of a chunk is, as it is stored; from slow to fast. */
  readonly axes: readonly number[];
  /** In the order in which they were applied. */
  readonly steps: readonly Codec[];
  /** Chunks within the chunks, each by itself as bytes. */
  readonly shards?: Sharding;
}

/** A shard: chunks one after the other in one file, and a list of where they are. */
export interface Sharding {
  readonly chunk: readonly number[];
  readonly inner: Codecs;
  readonly index: {
    readonly atEnd: boolean;
    readonly littleEndian: boolean;
    /** None of them compresses. */
    readonly steps: readonly Codec[];
  };
}

/** LZ4 as the library numcodecs has it: the length before it. */
function inflateLz4(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> | undefined {
  if (bytes.length < 4 || Buffer.from(bytes.subarray(0, 4)).readUInt32LE() !== length) return undefined;
  const target = new Uint8Array(length);
  return inflateLz4Block(bytes.subarray(4), target, 0) === length ? target : undefined;
}

/** Bytes, and their check sum after them. */
function checkedCrc32c(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> | undefined {
  const content = bytes.subarray(0, length);
  return crc32c(content) === Buffer.from(bytes.subarray(length)).readUInt32LE() ? content : undefined;
}

const compressors: ReadonlyMap<string, Codec['undo']> = new Map<string, Codec['undo']>([
  ['zlib', inflateZlib],
  ['gzip', inflateGzip],
  ['zstd', inflateZstd],
  ['lz4', inflateLz4],
  ['blosc', inflateBlosc],
]);

/** The codec of this name; undefined when it is not known. */
export function codecOf(name: string, elementBytes: number | undefined): Codec | undefined {
  const undo = compressors.get(name);
  if (undo !== undefined) return { name, adds: undefined, undo };
  if (name === 'crc32c') return { name, adds: 4, undo: checkedCrc32c, checkSum: 'CRC-32C' };
  if (name !== 'shuffle' || elementBytes === undefined || elementBytes < 1) return undefined;
  return { name, adds: 0, undo: (bytes) => unshuffled(bytes, elementBytes) };
}
