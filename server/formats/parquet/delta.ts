import { bitsAt, varintAt } from './bits';

const largestBlock = 2 ** 20;

/** Numbers as two words of 32 bits each, the low one first, and the byte after them. */
export interface Deltas {
  readonly words: Uint32Array<ArrayBuffer>;
  readonly next: number;
}

/**
 * Whole numbers of 64 bits that are stored as differences, `count` of them; undefined when there is another number of
 * them, or they are damaged. Sums wrap around, as the format wants it. Encoding DELTA_BINARY_PACKED of
 * github.com/apache/parquet-format/blob/master/Encodings.md.
 */
export function readDeltas(bytes: Uint8Array, count: number): Deltas | undefined {
  const size = varintAt(bytes, 0);
  const parts = size && varintAt(bytes, size.next);
  const total = parts && varintAt(bytes, parts.next);
  if (total?.value !== count || parts === undefined || size === undefined) return undefined;
  const perPart = size.value / parts.value;
  if (size.value > largestBlock || !Number.isInteger(perPart / 8) || perPart === 0) return undefined;
  const first = zigzagAt(bytes, total.next);
  if (first === undefined) return undefined;
  const words = new Uint32Array(2 * count);
  let [low, high] = [first.low, first.high];
  if (count > 0) words.set([low, high]);
  let at = first.next;
  for (let done = 1; done < count;) {
    const least = zigzagAt(bytes, at);
    if (least === undefined) return undefined;
    const widths = least.next;
    at = widths + parts.value;
    if (at > bytes.length) return undefined;
    for (let part = 0; part < parts.value && done < count; part++) {
      const width = bytes[widths + part] ?? 0;
      const some = Math.min(perPart, count - done);
      if (width > 64 || at + Math.ceil((some * width) / 8) > bytes.length) return undefined;
      for (let i = 0, from = at, shift = 0; i < some; i++, done++) {
        const sum = low + least.low + bitsAt(bytes, from, shift, Math.min(width, 32));
        low = sum >>> 0;
        high += least.high + Math.floor(sum / 2 ** 32);
        if (width > 32) high += bitsAt(bytes, from + 4, shift, width - 32);
        high >>>= 0;
        words[2 * done] = low;
        words[2 * done + 1] = high;
        shift += width;
        from += shift >> 3;
        shift &= 7;
      }
      at += (perPart * width) / 8;
    }
  }
  return { words, next: at };
}

/** A signed number of 64 bits in groups of seven, its sign in the lowest bit: as two words without signs. */
function zigzagAt(bytes: Uint8Array, at: number): { low: number; high: number; next: number } | undefined {
  let value = 0n;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    value |= BigInt(byte & 127) << BigInt(7 * i);
    if (byte >= 128) continue;
    const signed = BigInt.asUintN(64, (value >> 1n) ^ -(value & 1n));
    return { low: Number(signed & 0xffff_ffffn), high: Number(signed >> 32n), next: at + i + 1 };
  }
  return undefined;
}
