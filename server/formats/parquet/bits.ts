/** The lowest `width` bits, at most 32, from bit `shift` (0 to 7) of byte `at` on; bytes that are not there are 0. */
export function bitsAt(bytes: Uint8Array, at: number, shift: number, width: number): number {
  const low =
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24);
  let value = low >>> shift;
  if (shift + width > 32) value |= (bytes[at + 4] ?? 0) << (32 - shift);
  return width === 0 ? 0 : (value & (-1 >>> (32 - width))) >>> 0;
}

/** A number of at most 32 bits in groups of seven, the lowest first, and the byte after it; undefined when it is damaged. */
export function varintAt(bytes: Uint8Array, at: number): { value: number; next: number } | undefined {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return value < 2 ** 32 ? { value, next: at + i + 1 } : undefined;
  }
  return undefined;
}

/**
 * Fills `target` with numbers of `width` bits, 32 at most, that are stored in runs: either one number several times, or
 * numbers side by side. False when the bytes end before, or are no such runs.
 */
export function readRuns(bytes: Uint8Array, width: number, target: Uint8Array | Uint32Array): boolean {
  if (width === 0) target.fill(0);
  if (width === 0) return true;
  for (let at = 0, done = 0; done < target.length;) {
    const head = varintAt(bytes, at);
    if (head === undefined) return false;
    at = head.next;
    const left = target.length - done;
    if (head.value % 2 === 0) {
      const count = Math.min(head.value / 2, left);
      if (at + Math.ceil(width / 8) > bytes.length) return false;
      target.fill(bitsAt(bytes, at, 0, width), done, done + count);
      at += Math.ceil(width / 8);
      done += count;
    } else {
      const groups = (head.value - 1) / 2;
      const count = Math.min(8 * groups, left);
      // The last group is filled up, but not by all writers.
      if (at + Math.ceil((count * width) / 8) > bytes.length) return false;
      unpack(bytes, at, width, target.subarray(done, done + count));
      at += groups * width;
      done += count;
    }
  }
  return true;
}

function unpack(bytes: Uint8Array, at: number, width: number, target: Uint8Array | Uint32Array): void {
  let shift = 0;
  for (let i = 0; i < target.length; i++) {
    target[i] = bitsAt(bytes, at, shift, width);
    shift += width;
    at += shift >> 3;
    shift &= 7;
  }
}
