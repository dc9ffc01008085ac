import type { AnyMatrix, Matrix } from '../../../server/linalg/matrix';

/** Normally distributed entries, the same for the same seed (xorshift32, Box and Muller). */
export function gaussian(rows: number, cols: number, seed = 1): Matrix {
  let state = seed;
  const uniform = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 0.5) / 2 ** 32;
  };
  const next = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return { rows, cols, data: Float64Array.from({ length: rows * cols }, next) };
}

export function fromRows(rows: readonly (readonly number[])[]): Matrix {
  return { rows: rows.length, cols: rows[0]?.length ?? 0, data: Float64Array.from(rows.flat()) };
}

export function single({ rows, cols, data }: Matrix): Matrix<Float32Array> {
  return { rows, cols, data: Float32Array.from(data) };
}

export function filled(rows: number, cols: number, entry: (i: number, j: number) => number): Matrix {
  return {
    rows,
    cols,
    data: Float64Array.from({ length: rows * cols }, (_, at) => entry(Math.floor(at / cols), at % cols)),
  };
}

export function diagonal(values: readonly number[]): Matrix {
  return filled(values.length, values.length, (i, j) => (i === j ? (values[i] ?? 0) : 0));
}

export const at = (m: AnyMatrix, i: number, j: number): number => m.data[i * m.cols + j] ?? NaN;

/** op(A) op(B) entry by entry. */
export function naiveProduct(a: AnyMatrix, b: AnyMatrix, transposeA = false, transposeB = false): Matrix {
  const depth = transposeA ? a.rows : a.cols;
  return filled(transposeA ? a.cols : a.rows, transposeB ? b.rows : b.cols, (i, j) => {
    let sum = 0;
    for (let k = 0; k < depth; k++) {
      sum += (transposeA ? at(a, k, i) : at(a, i, k)) * (transposeB ? at(b, j, k) : at(b, k, j));
    }
    return sum;
  });
}

/** Largest difference of two matrices' entries; NaN where the shapes differ. */
export function distance(a: AnyMatrix, b: AnyMatrix): number {
  if (a.rows !== b.rows || a.cols !== b.cols) return NaN;
  let largest = 0;
  for (let i = 0; i < a.data.length; i++) {
    largest = Math.max(largest, Math.abs((a.data[i] ?? NaN) - (b.data[i] ?? NaN)));
  }
  return largest;
}

export function identity(n: number): Matrix {
  return filled(n, n, (i, j) => (i === j ? 1 : 0));
}

export function largest({ data }: AnyMatrix): number {
  let most = 0;
  for (const x of data) most = Math.max(most, Math.abs(x));
  return most;
}

export const isDescending = (values: Float64Array): boolean =>
  values.every((x, i) => i === 0 || x <= (values[i - 1] ?? 0));
