import type { AnyMatrix } from '../../linalg/matrix';
import type { Preparation } from '../prepared';

export interface Magnitude {
  /** Largest absolute value; 0 for a zero matrix. */
  readonly largest: number;
  /** Position of the first NaN or infinity in the row-major data; null when there is none. */
  readonly firstBad: number | null;
  /**
   * A power of two to divide by before squares and products are taken, so that none of them overflows or vanishes;
   * 1 for numbers of ordinary size. Dividing by it is exact, except for numbers too small to matter.
   */
  readonly scale: number;
}

/** Products of four factors between these bounds, summed over any matrix that fits in memory, stay normal numbers. */
const smallest = 2 ** -200;
const greatest = 2 ** 200;

/** How large the numbers of a representation are, and whether they are numbers. */
export const magnitude: Preparation<Magnitude> = {
  id: 'magnitude',
  cost: (n, d) => ({ operations: 40 * n * d, bytes: 0 }),
  make: (of) => magnitudeOf(of.representation.values),
};

function magnitudeOf({ data }: AnyMatrix): Magnitude {
  let largest = 0;
  let firstBad: number | null = null;
  for (let i = 0; i < data.length; i++) {
    const size = Math.abs(data[i] ?? 0);
    if (size <= largest) continue;
    if (!(size < Infinity)) firstBad ??= i;
    if (size > largest) largest = size;
  }
  const ordinary = largest === 0 || (largest >= smallest && largest <= greatest);
  return { largest, firstBad, scale: ordinary || firstBad !== null ? 1 : powerBelow(largest) };
}

/** A power of two within a factor of four of x, a normal number itself. */
function powerBelow(x: number): number {
  return 2 ** Math.max(-1021, Math.min(1023, Math.floor(Math.log2(x))));
}
