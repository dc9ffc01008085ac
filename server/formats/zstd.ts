import { damaged, DamagedZstd } from './zstd/bits';
import type { HuffmanTable } from './zstd/huffman';
import { mostOfBlock, readLiterals } from './zstd/literals';
import { runSequences, type Output, type Tables } from './zstd/sequences';

/**
 * Decompresses Zstandard frames that are said to hold `length` bytes together (RFC 8878), in no more time and memory
 * than that and the input take; undefined when they are damaged, hold another number of bytes or need a dictionary.
 * Checksums are passed over.
 */
export function inflateZstd(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> | undefined {
  const target = new Uint8Array(length);
  try {
    // There are no more literals than bytes: a file of many small frames must not take the time for large ones.
    const room = new Uint8Array(Math.min(mostOfBlock, length));
    let written = 0;
    for (let at = 0; at < bytes.length;) {
      const skipped = skippable(bytes, at);
      if (skipped !== undefined) {
        at = skipped;
        continue;
      }
      const output: Output = { bytes: target, start: written, at: written, distances: [1, 4, 8] };
      at = inflateFrame(bytes, at, output, room);
      written = output.at;
    }
    return written === length ? target : undefined;
  } catch (error) {
    if (error instanceof DamagedZstd) return undefined;
    throw error;
  }
}

/** Where a frame of something else ends. */
function skippable(bytes: Uint8Array, at: number): number | undefined {
  if (at + 8 > bytes.length) damaged();
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 8);
  if (view.getUint32(0, true) >>> 4 !== 0x184d2a5) return undefined;
  const end = at + 8 + view.getUint32(4, true);
  return end > bytes.length ? damaged() : end;
}

/** Bytes of the number of the dictionary, and of the content's size: RFC 8878, 3.1.1.1. */
const dictionaryBytes = [0, 1, 2, 4];
const contentBytes = [0, 2, 4, 8];

/** Returns where the frame ends. */
function inflateFrame(bytes: Uint8Array, start: number, output: Output, room: Uint8Array): number {
  const [a, b, c, d, descriptor = 0] = bytes.subarray(start, start + 5);
  if (a !== 0x28 || b !== 0xb5 || c !== 0x2f || d !== 0xfd || (descriptor & 8) !== 0) damaged();
  const isOne = (descriptor >> 5) & 1;
  const dictionary = start + 6 - isOne;
  const size = dictionary + (dictionaryBytes[descriptor & 3] ?? 0);
  if (bytes.subarray(dictionary, size).some((byte) => byte !== 0)) damaged();
  let at = size + (descriptor >> 6 === 0 ? isOne : (contentBytes[descriptor >> 6] ?? 0));
  let huffman: HuffmanTable | undefined;
  let tables: Tables | undefined;
  for (let isLast = false; !isLast;) {
    const head = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
    isLast = (head & 1) === 1;
    const [kind, length] = [(head >> 1) & 3, head >> 3];
    at += 3;
    const end = at + (kind === 1 ? 1 : length);
    if (end > bytes.length) damaged();
    const block = bytes.subarray(at, end);
    if (kind === 2) {
      const literals = readLiterals(block, huffman, room);
      huffman = literals.table;
      tables = runSequences(block.subarray(literals.end), literals.bytes, output, tables);
    } else if (kind < 2) {
      if (output.at + length > output.bytes.length) damaged();
      if (kind === 0) output.bytes.set(block, output.at);
      else output.bytes.fill(block[0] ?? 0, output.at, output.at + length);
      output.at += length;
    } else damaged();
    at = end;
  }
  at += descriptor & 4;
  return at > bytes.length ? damaged() : at;
}
