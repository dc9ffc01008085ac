/** A seeded source of random numbers: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1) with 53 random bits. */
  uniform(): number;
  /** A whole number from 0 to below `limit`, every one as likely. */
  below(limit: number): number;
  /** Standard normal. */
  gaussian(): number;
}

const golden = 0x9e3779b9;

/** Spreads a seed over 32 bits, so that neighbouring seeds start far apart (the finaliser of MurmurHash3). */
function mixed(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The largest seed there may be, everywhere: up to it every whole number is told from its neighbours. */
export const largestSeed = Number.MAX_SAFE_INTEGER;

/** Xoshiro128++ (Blackman and Vigna 2019), its state filled from a seed: a whole number from 0 to `largestSeed`. */
export function randomFrom(seed: number): Random {
  const high = Math.floor(seed / 2 ** 32);
  const word = (k: number): number => mixed(mixed(seed + k * golden) ^ Math.imul(high + k, golden));
  let [a, b, c, d] = [word(1), word(2), word(3), word(4) | 1];
  const next = (): number => {
    const sum = (a + d) | 0;
    const result = (((sum << 7) | (sum >>> 25)) + a) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const uniform = (): number => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
  let spare: number | undefined;
  return {
    uniform,
    below: (limit) => Math.floor(uniform() * limit),
    gaussian() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      // Box and Muller; 1 - u is never 0.
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
  };
}

/** Puts the items in random order, in place (Fisher and Yates). */
export function shuffle(items: Uint32Array | number[], random: Random): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const kept = items[i] ?? 0;
    items[i] = items[j] ?? 0;
    items[j] = kept;
  }
}

/** `count` different numbers below `limit`, in random order. */
export function sample(count: number, limit: number, random: Random): Uint32Array {
  const all = new Uint32Array(limit);
  for (let i = 0; i < limit; i++) all[i] = i;
  for (let i = 0; i < count; i++) {
    const j = i + random.below(limit - i);
    const kept = all[i] ?? 0;
    all[i] = all[j] ?? 0;
    all[j] = kept;
  }
  return all.slice(0, count);
}
