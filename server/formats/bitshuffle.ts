import type { Codec } from './codec';
import { inflateLz4Block } from './lz4';
import { bitUnshuffled } from './shuffle';
import { inflateZstd } from './zstd';

/** The bits of so many elements are shuffled together at least; what is left in the end is stored as it was. */
const group = 8;
/** Without a compressor a block is as large as this, where its writer did not say otherwise. */
const usualBlockBytes = 8192;
const fewestElements = 128;

/** Exactly `length` bytes, or undefined where they cannot be had of these. */
type Inflate = (stream: Uint8Array, length: number) => Uint8Array | undefined;

/** By the number its writer noted. */
const compressors: ReadonlyMap<number, Inflate> = new Map<number, Inflate>([
  [2, inflateLz4],
  [3, inflateZstd],
]);

/**
 * Bitshuffle, HDF5's filter 32008: in blocks, the bits of all elements by their places in an element, each block
 * compressed with LZ4 or Zstandard, or not at all. github.com/kiyo-masui/bitshuffle, src/bshuf_h5filter.c.
 * @param values what its writer noted: two versions, the bytes of an element, the elements of a block (0: as usual),
 *   the compressor
 * Undefined for another compressor.
 */
export function bitshuffle(values: readonly number[]): Codec | undefined {
  const [, , elementBytes = 0, blockElements = 0, compressor = 0] = values;
  if (elementBytes === 0) return undefined;
  const name = 'bitshuffle';
  if (compressor === 0) {
    const blockBytes = (blockElements === 0 ? usualBlock(elementBytes) : blockElements) * elementBytes;
    const undo: Codec['undo'] = (bytes, length) => unshuffleBlocks(bytes, length, elementBytes, blockBytes);
    return { name, adds: 0, undo };
  }
  const inflate = compressors.get(compressor);
  const undo: Codec['undo'] = (bytes, length) =>
    inflate && inflateBlocks(bytes, length, elementBytes, inflate);
  return inflate && { name, adds: undefined, undo };
}

function usualBlock(elementBytes: number): number {
  const elements = Math.floor(usualBlockBytes / elementBytes);
  return Math.max(elements - (elements % group), fewestElements);
}

/** How many bytes are in blocks: the last of them may be shorter. */
function bytesInBlocks(length: number, elementBytes: number): number {
  return length - (length % (group * elementBytes));
}

function unshuffleBlocks(
  bytes: Uint8Array,
  length: number,
  elementBytes: number,
  blockBytes: number,
): Uint8Array<ArrayBuffer> | undefined {
  if (blockBytes % (group * elementBytes) !== 0) return undefined;
  const target = Uint8Array.from(bytes);
  const end = bytesInBlocks(length, elementBytes);
  for (let at = 0; at < end; at += blockBytes) {
    const block = target.subarray(at, Math.min(at + blockBytes, end));
    block.set(bitUnshuffled(block, elementBytes));
  }
  return target;
}

/** The length and the length of a block, then blocks with their lengths, all with the highest byte first. */
function inflateBlocks(
  bytes: Uint8Array,
  length: number,
  elementBytes: number,
  inflate: Inflate,
): Uint8Array<ArrayBuffer> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 12 || view.getBigUint64(0) !== BigInt(length)) return undefined;
  const blockBytes = view.getUint32(8);
  if (blockBytes === 0 || blockBytes % (group * elementBytes) !== 0) return undefined;
  const target = new Uint8Array(length);
  const end = bytesInBlocks(length, elementBytes);
  let at = 12;
  for (let done = 0; done < end; done += blockBytes) {
    if (at + 4 > bytes.length) return undefined;
    const size = view.getUint32(at);
    at += 4;
    if (at + size > bytes.length) return undefined;
    const block = target.subarray(done, Math.min(done + blockBytes, end));
    const shuffled = inflate(bytes.subarray(at, at + size), block.length);
    if (shuffled === undefined) return undefined;
    block.set(bitUnshuffled(shuffled, elementBytes));
    at += size;
  }
  const rest = bytes.subarray(at, at + length - end);
  target.set(rest, end);
  return rest.length === length - end ? target : undefined;
}

function inflateLz4(stream: Uint8Array, length: number): Uint8Array | undefined {
  const block = new Uint8Array(length);
  return inflateLz4Block(stream, block, 0) === length ? block : undefined;
}
