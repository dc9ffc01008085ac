/** A seeded source of random numbers: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1), 32 random bits. */
  next(): number;
}

const golden = 0x9e3779b9;

/** Spreads a seed over 32 bits, so that neighbouring seeds start far apart (the finaliser of MurmurHash3). */
function mixed(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Xoshiro128++ (Blackman and Vigna 2019) with its state filled from a 32-bit seed. */
export function randomFrom(seed: number): Random {
  let a = mixed(seed + golden);
  let b = mixed(seed + 2 * golden);
  let c = mixed(seed + 3 * golden);
  let d = mixed(seed + 4 * golden) | 1;
  return {
    next() {
      const sum = (a + d) | 0;
      const result = (((sum << 7) | (sum >>> 25)) + a) >>> 0;
      const t = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= t;
      d = (d << 11) | (d >>> 21);
      return result / 2 ** 32;
    },
  };
}

/** Puts the items in random order, in place (Fisher and Yates). */
export function shuffle(items: { [index: number]: number; readonly length: number }, random: Random): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random.next() * (i + 1));
    const kept = items[i] ?? 0;
    items[i] = items[j] ?? 0;
    items[j] = kept;
  }
}
