import type { AnyMatrix, Matrix } from './matrix';

/** What can multiply: our own kernels, or a library that may be installed. Everything else is always our own. */
export type EngineId = 'wasm' | 'onnxruntime' | 'tfjs' | 'blas';

/** `auto`: the fastest of those that are tried unasked and pass their self-test, for each type of number. */
export type EngineChoice = 'auto' | EngineId;

/** Multiplications and additions from which a product is large: our own kernels take 25 ms for as many. */
export const largeProduct = 5e8;

/** Which precision a product multiplies and accumulates in. `mixed` reads float32 and accumulates in float64. */
export type Precision = 'float32' | 'float64' | 'mixed';

export interface MultiplyOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Default: float64, or mixed where both operands are float32. */
  readonly precision?: Precision;
  /**
   * An entry then depends on its row of op(A) and its column of op(B) alone, not on where they are: equal rows give
   * bitwise equal products. To be asked for wherever products are compared for ties. Our own kernels promise it; an
   * accelerator takes part only where it was seen to do so.
   */
  readonly exactRows?: boolean;
  /**
   * With `exactRows`: the multiplications and additions of the whole that this product is a part of. All parts of a whole
   * are multiplied by the same kernels, so that their entries can be compared. Absent: by our own.
   */
  readonly partOf?: number;
  /**
   * Memory, of no operand, that the result may take the beginning of: a fresh piece for each of many products costs
   * more than reading it. It is overwritten.
   */
  readonly into?: Float64Array | undefined;
}

export interface Eigen {
  /** Eigenvalues, largest first. */
  readonly values: Float64Array;
  /** Row i is the unit eigenvector of `values[i]`. */
  readonly vectors: Matrix;
}

/**
 * The dense kernels everything else is written on. One engine per thread; not re-entrant.
 * Every method throws `RangeError` when the shapes do not fit and calls `poll` between blocks of work, so that a
 * cancelled job stops within 50 ms wherever a block allows it.
 */
export interface Engine {
  /** What it was made as. */
  readonly id: EngineChoice;
  /**
   * Multiplications and additions from which X Y^T is multiplied so much faster than X^T Y that what is multiplied more
   * than once is worth turning; infinite where there is no such difference.
   */
  readonly rowsFasterFrom: number;
  /** Throws when the job this engine works for has been cancelled. Long loops outside the engine call it too. */
  poll(): void;
  /** op(A) op(B), accumulated as `precision` says and returned in float64. */
  multiply(a: AnyMatrix, b: AnyMatrix, options?: MultiplyOptions): Matrix;
  /** X^T X (`columns`, cols x cols) or X X^T (`rows`, rows x rows), both triangles filled and equal. Half the work of multiply. */
  gram(x: AnyMatrix, of: 'columns' | 'rows', precision?: Precision): Matrix;
  /** All eigenvalues and eigenvectors of a symmetric matrix (upper triangle read). */
  eigenSymmetric(s: Matrix): Eigen;
  /** The eigenvalues alone, largest first. */
  eigenvaluesSymmetric(s: Matrix): Float64Array;
  /** The min(rows, cols) singular values, largest first. */
  singularValues(m: Matrix): Float64Array;
  /** The triangular factor R (cols x cols) of the QR factorisation of a matrix with rows >= cols; signs of rows free. */
  triangularFactor(x: Matrix): Matrix;
  /**
   * For rows >= cols: all singular values, largest first, and as rows of `vectors` the right singular vectors of those
   * above tolerance * the largest. Backward stable; use `thinSvd`, which also makes vectors of close-to-zero values
   * orthogonal to working precision.
   */
  rightSingularVectors(
    m: Matrix,
    tolerance: number,
  ): { readonly values: Float64Array; readonly vectors: Matrix };
}

/** The precision of a product for which none is asked. */
export function usualPrecision(a: AnyMatrix, b: AnyMatrix): Precision {
  return a.data instanceof Float32Array && b.data instanceof Float32Array ? 'mixed' : 'float64';
}
