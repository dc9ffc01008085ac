/**
 * Decompresses an LZ4 frame into `target`; format: github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md. Returns how many
 * bytes there were; -1 for a damaged frame or one that holds more than fits. Check sums are not compared.
 */
export function inflateLz4Frame(frame: Uint8Array, target: Uint8Array): number {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  if (frame.length < 7 || view.getUint32(0, true) !== 0x184d2204) return -1;
  const flags = frame[4] ?? 0;
  // Version 1, no dictionary.
  if (flags >> 6 !== 1 || (flags & 1) !== 0) return -1;
  const blockSum = (flags & 0x10) === 0 ? 0 : 4;
  let at = 7 + ((flags & 8) === 0 ? 0 : 8);
  let written = 0;
  while (at + 4 <= frame.length) {
    const word = view.getUint32(at, true);
    at += 4;
    if (word === 0) return written;
    const length = word & 0x7fff_ffff;
    if (at + length > frame.length) return -1;
    const block = frame.subarray(at, at + length);
    if (word === length) written = inflateLz4Block(block, target, written);
    else if (written + length > target.length) return -1;
    else {
      target.set(block, written);
      written += length;
    }
    if (written < 0) return -1;
    at += length + blockSum;
  }
  return -1;
}

/** Decompresses one block after the `written` bytes before it, to which it may refer; -1 when it is damaged. */
export function inflateLz4Block(block: Uint8Array, target: Uint8Array, written: number): number {
  let out = written;
  for (let at = 0; at < block.length;) {
    const token = block[at++] ?? 0;
    let literals = token >> 4;
    if (literals === 15) {
      for (let more = 255; more === 255 && at < block.length; literals += more) more = block[at++] ?? 0;
    }
    if (at + literals > block.length || out + literals > target.length) return -1;
    target.set(block.subarray(at, at + literals), out);
    at += literals;
    out += literals;
    if (at === block.length) return out;
    const distance = (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8);
    at += 2;
    let length = token & 15;
    if (length === 15) {
      for (let more = 255; more === 255 && at < block.length; length += more) more = block[at++] ?? 0;
    }
    length += 4;
    if (at > block.length || distance === 0 || distance > out || out + length > target.length) return -1;
    if (distance >= length) target.copyWithin(out, out - distance, out - distance + length);
    else for (let i = 0; i < length; i++) target[out + i] = target[out + i - distance] ?? 0;
    out += length;
  }
  return -1;
}
