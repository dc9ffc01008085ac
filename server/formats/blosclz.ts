const farthest = 8191;

/**
 * Decompresses a stream of BloscLZ, the compressor that c-blosc brings along; github.com/Blosc/c-blosc, blosc/blosclz.c.
 * Returns how many bytes of `target` were filled; -1 for a damaged stream or one that holds more.
 */
export function inflateBloscLz(stream: Uint8Array, target: Uint8Array): number {
  const end = stream.length;
  if (end === 0) return 0;
  let at = 0;
  let out = 0;
  let control = (stream[at++] ?? 0) & 31;
  for (;;) {
    if (control < 32) {
      const count = control + 1;
      if (at + count > end || out + count > target.length) return -1;
      target.set(stream.subarray(at, at + count), out);
      at += count;
      out += count;
    } else {
      let length = (control >> 5) + 2;
      let distance = ((control & 31) << 8) + 1;
      if (control >> 5 === 7) {
        for (let more = 255; more === 255 && at < end; length += more) more = stream[at++] ?? 0;
      }
      if (at >= end) return -1;
      const low = stream[at++] ?? 0;
      if (low === 255 && control % 32 === 31) {
        if (at + 2 > end) return -1;
        distance = ((stream[at] ?? 0) << 8) + (stream[at + 1] ?? 0) + farthest + 1;
        at += 2;
      } else distance += low;
      if (distance > out || out + length > target.length) return -1;
      if (distance >= length) target.copyWithin(out, out - distance, out - distance + length);
      else for (let i = 0; i < length; i++) target[out + i] = target[out + i - distance] ?? 0;
      out += length;
    }
    if (at >= end) return out;
    control = stream[at++] ?? 0;
  }
}
