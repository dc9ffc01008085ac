import { gunzipSync, inflateSync } from 'node:zlib';

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
    const bytes = inflate(stream, { maxOutputLength: Math.max(1, length) });
    if (bytes.length !== length) return undefined;
    const { buffer, byteOffset } = bytes;
    return buffer instanceof ArrayBuffer
      ? new Uint8Array(buffer, byteOffset, length)
      : Uint8Array.from(bytes);
  } catch (error) {
    // Damaged, or longer than allowed.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
