/**
 * Undoes the shuffle of bytes before a compression: first the first bytes of all elements, then the second ones, and so
 * on. Bytes after the last whole element are left where they are.
 */
export function unshuffled(bytes: Uint8Array, elementBytes: number): Uint8Array<ArrayBuffer> {
  const target = new Uint8Array(bytes.length);
  const count = Math.floor(bytes.length / elementBytes);
  if (
    count > 0 &&
    count % 4 === 0 &&
    elementBytes % 4 === 0 &&
    bytes.byteOffset % 4 === 0 &&
    hostIsLittleEndian
  )
    unshuffleWords(bytes, target, count, elementBytes / 4);
  else unshuffleBytes(bytes, target, count, elementBytes);
  target.set(bytes.subarray(count * elementBytes), count * elementBytes);
  return target;
}

const hostIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Four elements at a time, of so many words of four bytes each. */
function unshuffleWords(bytes: Uint8Array, target: Uint8Array, count: number, words: number): void {
  const source = new Uint32Array(bytes.buffer, bytes.byteOffset, words * count);
  const to = new Uint32Array(target.buffer, target.byteOffset, words * count);
  const quarter = count / 4;
  for (let word = 0; word < words; word++) {
    const start = word * count;
    for (let i = 0, at = word; i < quarter; i++, at += 4 * words) {
      // Four bytes of four elements each: a matrix of 4 x 4 bytes is transposed.
      const first = source[start + i] ?? 0;
      const second = source[start + quarter + i] ?? 0;
      const third = source[start + 2 * quarter + i] ?? 0;
      const fourth = source[start + 3 * quarter + i] ?? 0;
      const evenLow = (first & 0x00ff_00ff) | ((second & 0x00ff_00ff) << 8);
      const oddLow = ((first >>> 8) & 0x00ff_00ff) | (second & 0xff00_ff00);
      const evenHigh = (third & 0x00ff_00ff) | ((fourth & 0x00ff_00ff) << 8);
      const oddHigh = ((third >>> 8) & 0x00ff_00ff) | (fourth & 0xff00_ff00);
      to[at] = (evenLow & 0xffff) | (evenHigh << 16);
      to[at + words] = (oddLow & 0xffff) | (oddHigh << 16);
      to[at + 2 * words] = (evenLow >>> 16) | (evenHigh & 0xffff_0000);
      to[at + 3 * words] = (oddLow >>> 16) | (oddHigh & 0xffff_0000);
    }
  }
}

function unshuffleBytes(bytes: Uint8Array, target: Uint8Array, count: number, elementBytes: number): void {
  // Without a whole element there is nothing to do, however many bytes a file says that it has.
  for (let byte = 0; count > 0 && byte < elementBytes; byte++) {
    const start = byte * count;
    for (let i = 0, to = byte; i < count; i++, to += elementBytes) target[to] = bytes[start + i] ?? 0;
  }
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
