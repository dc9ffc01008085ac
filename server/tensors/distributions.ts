import type { AnyMatrix } from '../linalg/matrix';

/** What the rows of a matrix sum to, and the rest that tells class scores apart. */
export interface RowSums {
  /** By row; NaN where an entry is negative or NaN. */
  readonly sums: Float64Array;
  /** Entries of each row that are above 0. */
  readonly filled: Uint32Array;
  readonly least: number;
  readonly most: number;
}

/** Looks at each entry once. */
export function rowSums({ rows, cols, data }: AnyMatrix): RowSums {
  const sums = new Float64Array(rows);
  const filled = new Uint32Array(rows);
  let [least, most] = [Infinity, -Infinity];
  // A loop that sees arrays of one type only is faster by more than the copy takes.
  const row = new Float64Array(cols);
  for (let i = 0; i < rows; i++) {
    row.set(data.subarray(i * cols, (i + 1) * cols));
    let [sum, above] = [0, 0];
    for (let c = 0; c < cols; c++) {
      const value = row[c] ?? 0;
      if (value < least) least = value;
      if (value > most) most = value;
      if (value > 0) above++;
      sum += value >= 0 ? value : NaN;
    }
    sums[i] = sum;
    filled[i] = above;
  }
  return { sums, filled, least, most };
}

/** Decimals that class scores of such a sum are rounded to; more are not told from numbers that were not rounded. */
const decimalsTried: Readonly<Record<1 | 100, readonly number[]>> = { 1: [2, 3, 4], 100: [0, 1, 2] };

/** float32 keeps seven digits of the number, of which the decimals take their share. */
function isRounded(value: number, decimals: number): boolean {
  const scaled = value * 10 ** decimals;
  return Math.abs(scaled - Math.round(scaled)) <= 1e-3;
}

/** Whether the entries of a row of such a sum were 1 together, times `whole`, before they were rounded. */
function isWhole(
  sum: number,
  whole: number,
  rounding: { readonly decimals: number; readonly cols: number; readonly filled: number },
): boolean {
  const { decimals, cols, filled } = rounding;
  const half = 10 ** -decimals / 2;
  // Nothing that is 0 was rounded up; no row has lost most of itself.
  const below = Math.min(half * cols, whole / 4);
  const above = Math.min(half * filled, whole / 4);
  const slack = 1e-6 * whole;
  return sum >= whole - below - slack && sum <= whole + above + slack;
}

/** Whether all rows are distributions, times `whole`, but for the rounding of all their entries; how it was done. */
export function roundedDistributions(
  matrix: AnyMatrix,
  { sums, filled }: RowSums,
  whole: 1 | 100,
): { readonly decimals: number } | undefined {
  // The look at every entry is taken only where the sums are near enough.
  if (!sums.every((sum) => sum >= 0.75 * whole && sum <= 1.25 * whole)) return undefined;
  const decimals = decimalsTried[whole].find((tried) =>
    matrix.data.every((value) => isRounded(value, tried)),
  );
  if (decimals === undefined) return undefined;
  const { cols } = matrix;
  const fits = sums.every((sum, i) => isWhole(sum, whole, { decimals, cols, filled: filled[i] ?? 0 }));
  return fits ? { decimals } : undefined;
}
