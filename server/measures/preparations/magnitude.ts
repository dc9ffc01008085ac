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

/** Numbers looked at together. */
const blockLength = 4096;

function magnitudeOf({ data }: AnyMatrix): Magnitude {
  const spare = new Float64Array(blockLength);
  let largest = 0;
  for (let from = 0; from < data.length; from += blockLength) {
    const part = data.subarray(from, from + blockLength);
    // A loop that sees arrays of one type only, and near by, is faster by more than the copy takes.
    const block = spare.subarray(0, part.length);
    block.set(part);
    largest = largestOf(block, largest);
    if (!(largest < Infinity)) {
      const bad = block.findIndex((value) => !(Math.abs(value) < Infinity));
      return { largest: Infinity, firstBad: from + bad, scale: 1 };
    }
  }
  const ordinary = largest === 0 || (largest >= smallest && largest <= greatest);
  return { largest, firstBad: null, scale: ordinary ? 1 : powerBelow(largest) };
}

/** The largest absolute value of some numbers and the one known so far; infinite where one of them is not finite. */
function largestOf(values: Float64Array, known: number): number {
  let largest = known;
  // By index: an iterator takes several times as long.
  const { length } = values;
  for (let i = 0; i < length; i++) {
    const size = Math.abs(values[i] ?? 0);
    if (size <= largest) continue;
    largest = size < Infinity ? size : Infinity;
  }
  return largest;
}

/** A power of two within a factor of four of x, a normal number itself. */
function powerBelow(x: number): number {
  return 2 ** Math.max(-1021, Math.min(1023, Math.floor(Math.log2(x))));
}
