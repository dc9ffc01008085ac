/**
 * Compares names by their bytes in UTF-8, as the HDF5 library does: by code points. Texts are compared by units of 16
 * bits otherwise, of which those of code points beyond 16 bits are not the last.
 */
export function byBytes(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const [one, other] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (one !== other) return rank(one) - rank(other);
  }
  return a.length - b.length;
}

/** Puts surrogates, 0xd800 to 0xdfff, behind all others. */
function rank(unit: number): number {
  return unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
