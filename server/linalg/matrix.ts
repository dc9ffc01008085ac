/** A dense matrix, row-major: entry (i, j) is `data[i * cols + j]`. */
export interface Matrix<T extends Float32Array | Float64Array = Float64Array> {
  readonly rows: number;
  readonly cols: number;
  readonly data: T;
}

/** A matrix as it comes from a file: single or double precision. */
export type AnyMatrix = Matrix<Float32Array> | Matrix;

/** A matrix of zeros, rows x cols, in float64. */
export function zeros(rows: number, cols: number): Matrix {
  return { rows, cols, data: new Float64Array(rows * cols) };
}

/** A matrix to be written to, in the beginning of the memory given if that is enough; what is there stays there. */
export function matrixIn(into: Float64Array | undefined, rows: number, cols: number): Matrix {
  if (into === undefined || into.length < rows * cols) return zeros(rows, cols);
  return { rows, cols, data: into.subarray(0, rows * cols) };
}
