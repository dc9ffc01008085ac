import type { AnyMatrix, Matrix } from '../../linalg/matrix';
import type { Preparation } from '../prepared';
import { scaled } from './scaled';

export interface UnitRows {
  /** Each row divided by its length, n x d; rows of length 0 stay zero. */
  readonly matrix: Matrix;
  /** How many rows have length 0. */
  readonly zeroRows: number;
  /** The first of them; -1 when there is none. */
  readonly firstZeroRow: number;
}

/** Rows of length 1, so that their products are cosines; `centre` subtracts each row's own mean first: correlations. */
export function unitRows(centre: boolean): Preparation<UnitRows> {
  return {
    id: `unitRows ${centre ? 'centred' : 'raw'}`,
    cost: (n, d) => ({ operations: 120 * n * d, bytes: 8 * n * d }),
    make: (of) => unitRowsOf(of.get(scaled), centre),
  };
}

export function unitRowsOf({ rows, cols, data }: AnyMatrix, centre: boolean): UnitRows {
  const unit = Float64Array.from(data);
  let zeroRows = 0;
  let firstZeroRow = -1;
  for (let i = 0; i < rows; i++) {
    const row = unit.subarray(i * cols, (i + 1) * cols);
    // Divided by the largest entry first: rows of very different size must not vanish when squared.
    let largest = 0;
    let sum = 0;
    for (let j = 0; j < cols; j++) {
      const value = row[j] ?? 0;
      const size = Math.abs(value);
      if (size > largest) largest = size;
      sum += value;
    }
    const scale = largest > 0 ? 1 / largest : 0;
    const mean = centre ? (sum / cols) * scale : 0;
    let squares = 0;
    for (let j = 0; j < cols; j++) {
      const value = (row[j] ?? 0) * scale - mean;
      row[j] = value;
      squares += value * value;
    }
    const length = Math.sqrt(squares);
    // A row whose entries differ by rounding alone has no direction once its mean is gone.
    const zero = length <= 4 * Number.EPSILON * Math.sqrt(cols);
    if (zero && zeroRows++ === 0) firstZeroRow = i;
    for (let j = 0; j < cols; j++) row[j] = zero ? 0 : (row[j] ?? 0) / length;
  }
  return { matrix: { rows, cols, data: unit }, zeroRows, firstZeroRow };
}
