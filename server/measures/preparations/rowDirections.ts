import { type AnyMatrix, type Matrix, zeros } from '../../linalg/matrix';
import type { Preparation } from '../prepared';
import { dot } from '../../linalg/dot';
import { squaredNorms } from './pairwise';
import { lowestTerms } from './lowestTerms';

export interface RowDirections {
  /** Multiples of the rows, n x d; rows without a direction are zero. */
  readonly matrix: Matrix;
  /** How many rows have none. */
  readonly zeroRows: number;
  /** The first of them; -1 when there is none. */
  readonly firstZeroRow: number;
}

/** With what turns products of the rows into cosines. */
export interface RowAngles extends RowDirections {
  /** The squared lengths of the rows of `matrix`; infinite for zero rows, whose cosines so are 0. */
  readonly squares: Float64Array;
}

/**
 * The rows up to their lengths, for cosines; `centre` subtracts each row's own mean first: correlations. They are not
 * divided by their lengths, which no number with a finite number of digits is as a rule: then equal cosines would differ
 * by rounding. Rows of few digits or a multiple of such (counts, classes, masks) are brought to whole numbers in lowest
 * terms, whose products and sums are exact, the others to a size of about 1 by powers of two.
 */
export function rowDirections(centre: boolean): Preparation<RowAngles> {
  return {
    id: `rowDirections ${centre ? 'centred' : 'raw'}`,
    cost: (n, d) => ({ operations: 200 * n * d, bytes: 8 * n * d + 8 * n }),
    make: (of) => {
      const directions = directionsOf(of.representation.values, centre, () => of.engine.poll());
      const squares = squaredNorms(of.engine, directions.matrix);
      squares.forEach((square, i) => {
        if (square === 0) squares[i] = Infinity;
      });
      return { ...directions, squares };
    },
  };
}

/**
 * The square of a cosine, with its sign, from the product of two rows and their squared lengths: a quotient of whole
 * numbers where the rows are such, so that equal cosines come out equal whatever they are made of.
 */
export function signedSquare(product: number, square: number, other: number): number {
  // Not branched on the sign, which a processor would guess wrong half of the time.
  return (product * Math.abs(product)) / (square * other);
}

/** See `rowDirections`. */
export function directionsOf(x: AnyMatrix, centre: boolean, poll: () => void): RowDirections {
  const { rows, cols, data } = x;
  const matrix = zeros(rows, cols);
  let zeroRows = 0;
  let firstZeroRow = -1;
  for (let i = 0; i < rows; i++) {
    if (i % 32 === 0) poll();
    const row = matrix.data.subarray(i * cols, (i + 1) * cols);
    row.set(data.subarray(i * cols, (i + 1) * cols));
    if (!direct(row, centre) && zeroRows++ === 0) firstZeroRow = i;
  }
  return { matrix, zeroRows, firstZeroRow };
}

/** Replaces a row by a multiple of it, or of what is left without its mean; false, and zeros, when that is nothing. */
function direct(row: Float64Array, centre: boolean): boolean {
  const [largest, smallest] = extent(row);
  if (largest === 0) return false;
  const scale = 2 ** Math.floor(Math.log2(largest));
  divide(row, scale);
  // Multiples of a number of many digits are rid of them by division, where that number is among them.
  const whole = lowestTerms(row, 1, centre) ?? lowestTerms(row, smallest / scale, centre);
  if (whole !== null) row.set(whole);
  else if (centre) {
    subtractMean(row);
    // The mean that rounding leaves the first time.
    subtractMean(row);
  }
  // A row whose entries differ by rounding alone has no direction once its mean is gone.
  const nothing = whole === null && centre ? (4 * Number.EPSILON) ** 2 * row.length : 0;
  if (dot(row, row) > nothing) return true;
  row.fill(0);
  return false;
}

/** The largest absolute value, and the smallest of those that are not 0. */
function extent(row: Float64Array): readonly [number, number] {
  let [largest, smallest] = [0, Infinity];
  // By index: an iterator takes several times as long.
  const { length } = row;
  for (let j = 0; j < length; j++) {
    const size = Math.abs(row[j] ?? 0);
    if (size > largest) largest = size;
    if (size < smallest && size > 0) smallest = size;
  }
  return [largest, smallest];
}

/** By a power of two. */
function divide(row: Float64Array, scale: number): void {
  const inverse = 1 / scale;
  if (scale === 1) return;
  // As exact as a division, and quicker; of the smallest numbers of all the inverse is none.
  if (inverse < Infinity) for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) * inverse;
  else for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) / scale;
}

function subtractMean(row: Float64Array): void {
  const whole = row.length - (row.length % 4);
  let [p, q, r, s] = [0, 0, 0, 0];
  for (let j = 0; j < whole; j += 4) {
    p += row[j] ?? 0;
    q += row[j + 1] ?? 0;
    r += row[j + 2] ?? 0;
    s += row[j + 3] ?? 0;
  }
  for (let j = whole; j < row.length; j++) p += row[j] ?? 0;
  const mean = (p + q + (r + s)) / row.length;
  for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) - mean;
}
