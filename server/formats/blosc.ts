import { inflateBloscLz } from './blosclz';
import { inflateLz4Block } from './lz4';
import { bitUnshuffled, unshuffled } from './shuffle';
import { inflateZlib } from './zlib';
import { inflateZstd } from './zstd';

const headerBytes = 16;
/** Blocks of elements with more bytes, or of fewer elements than this, are compressed in one piece. */
const widestSplit = 16;
const fewestSplit = 128;

/** Decompresses a stream into all of `target`; whether that was possible. */
type Inflate = (stream: Uint8Array, target: Uint8Array) => boolean;

/** By the number in the header. Number 2 is Snappy, with which no writer of arrays compresses by default. */
const compressors: ReadonlyMap<number, Inflate> = new Map<number, Inflate>([
  [0, (stream, target) => inflateBloscLz(stream, target) === target.length],
  [1, (stream, target) => inflateLz4Block(stream, target, 0) === target.length],
  [3, (stream, target) => copied(inflateZlib(stream, target.length), target)],
  [4, (stream, target) => copied(inflateZstd(stream, target.length), target)],
]);

function copied(bytes: Uint8Array | undefined, target: Uint8Array): boolean {
  if (bytes !== undefined) target.set(bytes);
  return bytes !== undefined;
}

/**
 * Decompresses a frame of Blosc that is said to hold `length` bytes; undefined when it is damaged, holds another number
 * of bytes or is compressed with Snappy. github.com/Blosc/c-blosc, README_CHUNK_FORMAT.rst.
 */
export function inflateBlosc(frame: Uint8Array, length: number): Uint8Array<ArrayBuffer> | undefined {
  if (frame.length < headerBytes) return undefined;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const [version = 0, , flags = 0, elementBytes = 0] = frame;
  const blockBytes = view.getUint32(8, true);
  const holds = view.getUint32(4, true) === length && view.getUint32(12, true) <= frame.length;
  // Version 3 and later are of Blosc2.
  if (!holds || version < 1 || version > 2 || elementBytes === 0) return undefined;
  const end = headerBytes + length;
  if ((flags & 2) !== 0)
    return frame.length < end ? undefined : Uint8Array.from(frame.subarray(headerBytes, end));
  const inflate = compressors.get(flags >> 5);
  if (length === 0) return new Uint8Array(0);
  const blocks = Math.ceil(length / blockBytes);
  // Every block has an address and is at least a number long.
  if (inflate === undefined || !(headerBytes + 8 * blocks <= frame.length)) return undefined;
  const target = new Uint8Array(length);
  for (let i = 0; i < blocks; i++) {
    const block = target.subarray(i * blockBytes, (i + 1) * blockBytes);
    const isSplit =
      (flags & 16) === 0 &&
      elementBytes <= widestSplit &&
      blockBytes / elementBytes >= fewestSplit &&
      block.length === blockBytes;
    const start = view.getUint32(headerBytes + 4 * i, true);
    if (!inflateBlock(view, start, block, isSplit ? elementBytes : 1, inflate)) return undefined;
    if ((flags & 1) !== 0 && elementBytes > 1) block.set(unshuffled(block, elementBytes));
    else if ((flags & 4) !== 0) unshuffleBits(block, elementBytes);
  }
  return target;
}

/** Streams one after the other, each with its length before it. */
function inflateBlock(
  view: DataView,
  start: number,
  block: Uint8Array,
  streams: number,
  inflate: Inflate,
): boolean {
  const each = block.length / streams;
  if (!Number.isInteger(each)) return false;
  for (let i = 0, at = start; i < streams; i++) {
    if (at + 4 > view.byteLength) return false;
    const compressed = view.getInt32(at, true);
    at += 4;
    if (compressed < 0 || at + compressed > view.byteLength) return false;
    const stream = new Uint8Array(view.buffer, view.byteOffset + at, compressed);
    const target = block.subarray(i * each, (i + 1) * each);
    // What did not get smaller is stored as it was.
    if (compressed === each) target.set(stream);
    else if (!inflate(stream, target)) return false;
    at += compressed;
  }
  return true;
}

/** Only blocks of whole groups of 8 elements are shuffled by bits. */
function unshuffleBits(block: Uint8Array, elementBytes: number): void {
  if (Math.floor(block.length / elementBytes) % 8 === 0) block.set(bitUnshuffled(block, elementBytes));
}
