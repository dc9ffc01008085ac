/**
 * Decompresses a Snappy block that is said to hold as many bytes as `target` has; false when it is damaged or holds
 * another number of bytes. Format: github.com/google/snappy/blob/main/format_description.txt
 */
export function inflateSnappy(block: Uint8Array, target: Uint8Array): boolean {
  let at = 0;
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = block[at++];
    if (byte === undefined || shift > 28) return false;
    length += (byte & 127) * 2 ** shift;
    if (byte < 128) break;
  }
  if (length !== target.length) return false;
  let out = 0;
  while (at < block.length) {
    const tag = block[at++] ?? 0;
    if ((tag & 3) === 0) {
      let count = tag >> 2;
      const wide = Math.max(0, count - 59);
      if (wide > 0) count = littleEndian(block, at, wide);
      at += wide;
      count++;
      if (at + count > block.length || out + count > length) return false;
      target.set(block.subarray(at, at + count), out);
      at += count;
      out += count;
      continue;
    }
    const isShort = (tag & 3) === 1;
    const count = isShort ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const wide = isShort ? 1 : (tag & 3) === 2 ? 2 : 4;
    const distance = littleEndian(block, at, wide) + (isShort ? (tag >> 5) << 8 : 0);
    at += wide;
    if (at > block.length || distance === 0 || distance > out || out + count > length) return false;
    if (distance >= count) target.copyWithin(out, out - distance, out - distance + count);
    else for (let i = 0; i < count; i++) target[out + i] = target[out + i - distance] ?? 0;
    out += count;
  }
  return out === length;
}

function littleEndian(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = 0; i < count; i++) value += (bytes[at + i] ?? 0) * 2 ** (8 * i);
  return value;
}
