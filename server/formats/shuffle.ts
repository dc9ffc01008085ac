/**
 * Undoes the shuffle of bytes before a compression: first the first bytes of all elements, then the second ones, and so
 * on. Bytes after the last whole element are left where they are.
 */
export function unshuffled(bytes: Uint8Array, elementBytes: number): Uint8Array<ArrayBuffer> {
  const target = new Uint8Array(bytes.length);
  const count = Math.floor(bytes.length / elementBytes);
  // Without a whole element there is nothing to do, however many bytes a file says that it has.
  for (let byte = 0; count > 0 && byte < elementBytes; byte++) {
    const start = byte * count;
    for (let i = 0, to = byte; i < count; i++, to += elementBytes) target[to] = bytes[start + i] ?? 0;
  }
  target.set(bytes.subarray(count * elementBytes), count * elementBytes);
  return target;
}

/** The same for a shuffle of bits: first the lowest bits of the first bytes of all elements. In groups of 8 elements. */
export function bitUnshuffled(bytes: Uint8Array, elementBytes: number): Uint8Array<ArrayBuffer> {
  const target = new Uint8Array(bytes.length);
  const groups = Math.floor(bytes.length / elementBytes / 8);
  for (let byte = 0; groups > 0 && byte < elementBytes; byte++) {
    const planes = byte * 8 * groups;
    for (let group = 0; group < groups; group++) {
      // A matrix of 8 x 8 bits, in two words of four rows each, is transposed: Warren, Hacker's Delight, 7-3.
      let [low, high] = [0, 0];
      for (let bit = 3, at = planes + group + 3 * groups; bit >= 0; bit--, at -= groups) {
        low = (low << 8) | (bytes[at] ?? 0);
        high = (high << 8) | (bytes[at + 4 * groups] ?? 0);
      }
      let swapped = (low ^ (low >>> 7)) & 0x00aa_00aa;
      low ^= swapped ^ (swapped << 7);
      swapped = (high ^ (high >>> 7)) & 0x00aa_00aa;
      high ^= swapped ^ (swapped << 7);
      swapped = (low ^ (low >>> 14)) & 0x0000_cccc;
      low ^= swapped ^ (swapped << 14);
      swapped = (high ^ (high >>> 14)) & 0x0000_cccc;
      high ^= swapped ^ (swapped << 14);
      swapped = (low ^ (high << 4)) & 0xf0f0_f0f0;
      low ^= swapped;
      high ^= swapped >>> 4;
      let to = group * 8 * elementBytes + byte;
      for (let i = 0; i < 4; i++, to += elementBytes) {
        target[to] = low >>> (8 * i);
        target[to + 4 * elementBytes] = high >>> (8 * i);
      }
    }
  }
  const done = groups * 8 * elementBytes;
  target.set(bytes.subarray(done), done);
  return target;
}
