/** Words that can be added before a sum of sums overflows 32 bits. */
const fewWords = 360;

/** The check sum of Fletcher with 32 bits as HDF5 has it: of words of 16 bits, the higher byte first. Unsigned. */
export function fletcher32(bytes: Uint8Array): number {
  let [a, b] = [0, 0];
  const fold = (sum: number): number => (sum & 0xffff) + (sum >>> 16);
  for (let at = 0; at < bytes.length;) {
    for (const end = at + 2 * fewWords; at < end && at < bytes.length; at += 2) {
      a += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
      b += a;
    }
    a = fold(a);
    b = fold(b);
  }
  return ((fold(b) << 16) | fold(a)) >>> 0;
}
