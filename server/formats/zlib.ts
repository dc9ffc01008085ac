import { gunzipSync, inflateSync } from 'node:zlib';

/** Memory is taken in pieces: in one where that has room for all, and one byte more, as the library wants to see the end. */
const [leastPiece, mostPiece] = [64, 2 ** 20];

/** Decompresses a zlib stream that is said to hold `length` bytes; undefined when it is damaged or holds others. */
export function inflateZlib(stream: Uint8Array, length: number): Uint8Array<ArrayBuffer> | undefined {
  return inflated(inflateSync, stream, length);
}

/** The same for gzip. */
export function inflateGzip(stream: Uint8Array, length: number): Uint8Array<ArrayBuffer> | undefined {
  return inflated(gunzipSync, stream, length);
}

function inflated(
  inflate: typeof inflateSync,
  stream: Uint8Array,
  length: number,
): Uint8Array<ArrayBuffer> | undefined {
  try {
    const chunkSize = Math.min(Math.max(leastPiece, length + 1), mostPiece);
    const bytes = inflate(stream, { maxOutputLength: Math.max(1, length), chunkSize });
    if (bytes.length !== length) return undefined;
    const { buffer, byteOffset } = bytes;
    // What is short is in memory that it shares with others.
    return buffer instanceof ArrayBuffer && buffer.byteLength <= length + 1
      ? new Uint8Array(buffer, byteOffset, length)
      : Uint8Array.from(bytes);
  } catch (error) {
    // Damaged, or longer than allowed.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
