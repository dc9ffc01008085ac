import { quoted } from '../../tensors/badInput';
import { inflateBlosc } from '../blosc';
import { crc32c } from '../crc32';
import { inflateLz4Block } from '../lz4';
import { unshuffled } from '../shuffle';
import { inflateGzip, inflateZlib } from '../zlib';
import { inflateZstd } from '../zstd';

/** One step from the bytes of a file to those of a chunk. */
export interface Codec {
  readonly name: string;
  /** How many bytes more there are before the step than after it; undefined: that varies. */
  readonly adds: number | undefined;
  /** Undoes it: `length` bytes, or undefined where they cannot be had of these. */
  readonly undo: (bytes: Uint8Array<ArrayBuffer>, length: number) => Uint8Array<ArrayBuffer> | undefined;
}

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
  if (name === 'crc32c') return { name, adds: 4, undo: checkedCrc32c };
  if (name !== 'shuffle' || elementBytes === undefined || elementBytes < 1) return undefined;
  return { name, adds: 0, undo: (bytes) => unshuffled(bytes, elementBytes) };
}

/** The steps, or why they cannot all be undone: how long what comes out of a compressor is must be known before. */
export function stepsOf(steps: readonly Codec[]): readonly Codec[] | string {
  const varying = steps.filter(({ adds }) => adds === undefined).map(({ name }) => name);
  return varying.length < 2
    ? steps
    : `Its chunks are compressed twice (${varying.map(quoted).join(', ')}), which is not read: write it anew.`;
}

/** What is wrong with the bytes of a chunk, as the end of a sentence. */
export class Damage extends Error {}

/**
 * The bytes of a chunk, `length` of them. Takes no more memory than that for each step, whatever the bytes are. Throws
 * Damage.
 */
export function undo(
  steps: readonly Codec[],
  stored: Uint8Array<ArrayBuffer>,
  length: number,
): Uint8Array<ArrayBuffer> {
  // How long the bytes are after each step.
  const lengths = [length];
  for (const { adds } of steps) lengths.push(adds === undefined ? Infinity : (lengths.at(-1) ?? 0) + adds);
  let bytes = stored;
  for (let i = steps.length - 1; i >= 0; i--) {
    const { name, adds, undo: one } = steps[i] ?? identity;
    const wanted = lengths[i] ?? 0;
    // After a compressor it is whatever is there.
    const content = Number.isFinite(wanted) ? wanted : bytes.length - (adds ?? 0);
    if (content < 0 || (adds !== undefined && bytes.length !== content + adds))
      throw new Damage(`has ${bytes.length} bytes where ${content + (adds ?? 0)} are needed`);
    const undone = one(bytes, content);
    if (undone === undefined) {
      throw new Damage(
        name === 'crc32c'
          ? 'does not match its check sum (CRC-32C)'
          : `cannot be unpacked by ${name} to the ${content} bytes it should hold`,
      );
    }
    bytes = undone;
  }
  if (bytes.length !== length) throw new Damage(`has ${bytes.length} bytes where ${length} are needed`);
  return bytes;
}

const identity: Codec = { name: '', adds: 0, undo: (bytes) => bytes };
