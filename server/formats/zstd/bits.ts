/** What is thrown inside the reader of Zstandard where bytes are no such data; nobody outside sees it. */
export class DamagedZstd extends Error {}

export function damaged(): never {
  throw new DamagedZstd();
}

/** The place of the highest bit that is set. */
export const highBit = (value: number): number => 31 - Math.clz32(value);

/**
 * Numbers of so many bits from the end of a piece of bytes to its beginning: RFC 8878, 4.1. Before the beginning there
 * are zeros: who reads looks at the end whether `left` is 0. A piece is so short that its bits can be counted in 32.
 */
export class BackwardBits {
  /** Bits not read yet; negative after more were read than there are. */
  left: number;

  constructor(readonly bytes: Uint8Array) {
    const last = bytes.at(-1) ?? 0;
    // The highest bit that is set only says where the numbers end.
    if (last === 0) damaged();
    this.left = 8 * (bytes.length - 1) + highBit(last);
  }

  /** A number of 0 to 31 bits. */
  take(count: number): number {
    this.left -= count;
    const { bytes, left } = this;
    const byte = left >> 3;
    const shift = left & 7;
    const low =
      ((bytes[byte] ?? 0) |
        ((bytes[byte + 1] ?? 0) << 8) |
        ((bytes[byte + 2] ?? 0) << 16) |
        ((bytes[byte + 3] ?? 0) << 24)) >>>
      shift;
    const all = count + shift <= 32 ? low : low | ((bytes[byte + 4] ?? 0) << (32 - shift));
    // In whole numbers of 32 bits, which are quicker than powers.
    return all & ((1 << count) - 1);
  }
}
