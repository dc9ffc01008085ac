import { Decompress } from 'fzstd';
import { hasEndlessWeights } from './zstdTables';

const largestWindow = 2 ** 27;

/**
 * Decompresses a Zstandard frame that is said to hold `length` bytes, without taking more memory than that and the
 * frame's window; undefined when the frame is damaged or holds another number of bytes.
 */
export function inflateZstd(frame: Uint8Array, length: number): Uint8Array<ArrayBuffer> | undefined {
  if (windowSize(frame) > Math.max(length, largestWindow)) return undefined;
  if (hasEndlessWeights(frame)) return undefined;
  const target = new Uint8Array(length);
  let written = 0;
  try {
    const stream = new Decompress((piece) => {
      target.set(piece, written);
      written += piece.length;
    });
    stream.push(frame, true);
  } catch {
    // The library throws errors of many kinds at damaged input, and ours is a piece that does not fit.
    return undefined;
  }
  return written === length ? target : undefined;
}

/** How much of its output a frame refers to, by its header: RFC 8878, 3.1.1.1. */
function windowSize(frame: Uint8Array): number {
  const [a, b, c, d, descriptor = 0, window = 0] = frame;
  if (a !== 0x28 || b !== 0xb5 || c !== 0x2f || d !== 0xfd) return Infinity;
  if ((descriptor & 0x20) === 0) return 2 ** (10 + (window >> 3)) * (1 + (window & 7) / 8);
  // One segment: the window is the content, whose size follows the number of the dictionary.
  const at = 5 + ([0, 1, 2, 4][descriptor & 3] ?? 0);
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  if (at + 8 > frame.length) return 0;
  const sizes = [view.getUint8(at), view.getUint16(at, true) + 256, view.getUint32(at, true)];
  return sizes[descriptor >> 6] ?? Number(view.getBigUint64(at, true));
}
