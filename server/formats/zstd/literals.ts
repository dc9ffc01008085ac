import { damaged } from './bits';
import { decodeStream, readHuffman, type HuffmanTable } from './huffman';

/** Of a block's output, and so of its literals, there is no more. */
export const mostOfBlock = 2 ** 17;

/** What is copied from as it is, and where it ends in the block. */
export interface Literals {
  readonly bytes: Uint8Array;
  readonly end: number;
  /** For a later block that has none of its own. */
  readonly table: HuffmanTable | undefined;
}

/**
 * The literals of a compressed block: RFC 8878, 3.1.1.3.1.
 * @param table the one used before in this frame
 * @param room memory for them; more are damage
 */
export function readLiterals(block: Uint8Array, table: HuffmanTable | undefined, room: Uint8Array): Literals {
  const head = block[0] ?? damaged();
  const [kind, format] = [head & 3, (head >> 2) & 3];
  if (kind >= 2) return readCompressed(block, kind === 2, format, table, room);
  const bytes = format === 1 ? 2 : format === 3 ? 3 : 1;
  const word = head | ((block[1] ?? 0) << 8) | ((block[2] ?? 0) << 16);
  const size = bytes === 1 ? head >> 3 : (word & (2 ** (8 * bytes) - 1)) >> 4;
  const end = bytes + (kind === 0 ? size : 1);
  if (size > room.length || end > block.length) damaged();
  return {
    bytes: kind === 0 ? block.subarray(bytes, end) : room.fill(block[bytes] ?? 0, 0, size).subarray(0, size),
    end,
    table,
  };
}

function readCompressed(
  block: Uint8Array,
  hasTable: boolean,
  format: number,
  earlier: HuffmanTable | undefined,
  room: Uint8Array,
): Literals {
  const [head, bits] = format < 2 ? [3, 10] : format === 2 ? [4, 14] : [5, 18];
  const sizes = block.subarray(0, head).reduceRight((value, byte) => value * 256 + byte, 0);
  const size = Math.floor(sizes / 16) % 2 ** bits;
  const end = head + Math.floor(sizes / 2 ** (4 + bits));
  if (size > room.length || end > block.length) damaged();
  const whole = block.subarray(0, end);
  const { table, end: start } = hasTable
    ? readHuffman(whole, head)
    : { table: earlier ?? damaged(), end: head };
  const target = room.subarray(0, size);
  if (format === 0) decodeStream(whole.subarray(start), table, target);
  else decodeFour(whole.subarray(start), table, target);
  return { bytes: target, end, table };
}

/** Four streams, each but the last of as many symbols; the lengths of three stand in front. */
function decodeFour(bytes: Uint8Array, table: HuffmanTable, target: Uint8Array): void {
  const each = (target.length + 3) >> 2;
  if (3 * each > target.length) damaged();
  let at = 6;
  for (let stream = 0; stream < 4; stream++) {
    const length = (bytes[2 * stream] ?? 0) | ((bytes[2 * stream + 1] ?? 0) << 8);
    const end = stream < 3 ? at + length : bytes.length;
    if (end > bytes.length || at > end) damaged();
    const part = target.subarray(stream * each, stream < 3 ? (stream + 1) * each : target.length);
    decodeStream(bytes.subarray(at, end), table, part);
    at = end;
  }
}
