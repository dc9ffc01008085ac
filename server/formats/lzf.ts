/**
 * Decompresses a stream of LZF, as h5py has it; oldhome.schmorp.de/marc/liblzf.html. Returns how many bytes of `target`
 * were filled; -1 for a damaged stream or one that holds more.
 */
export function inflateLzf(stream: Uint8Array, target: Uint8Array): number {
  let out = 0;
  for (let at = 0; at < stream.length;) {
    const control = stream[at++] ?? 0;
    if (control < 32) {
      const count = control + 1;
      if (at + count > stream.length || out + count > target.length) return -1;
      target.set(stream.subarray(at, at + count), out);
      at += count;
      out += count;
      continue;
    }
    const isLong = control >> 5 === 7;
    const length = (control >> 5) + 2 + (isLong ? (stream[at++] ?? 0) : 0);
    const distance = ((control & 31) << 8) + 1 + (stream[at++] ?? 0);
    if (at > stream.length || distance > out || out + length > target.length) return -1;
    if (distance >= length) target.copyWithin(out, out - distance, out - distance + length);
    else for (let i = 0; i < length; i++) target[out + i] = target[out + i - distance] ?? 0;
    out += length;
  }
  return out;
}
