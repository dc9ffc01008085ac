import type { Engine } from '../../linalg/engine';
import { type Matrix, zeros } from '../../linalg/matrix';

/** The n x n matrix exp(logarithm) (U diag(s^2) U^T + shrinkage I), U with orthonormal columns. */
export interface Definite {
  readonly u: Matrix;
  /** Descending; of full length where the shrinkage is 0. */
  readonly s: Float64Array;
  readonly shrinkage: number;
  readonly logarithm: number;
}

/**
 * The logarithms of the eigenvalues of S^-1 S', largest first, for positive definite matrices; those that are 0 because
 * neither input has that direction are left out.
 *
 * The eigenvalues are the squared singular values of M = S^(-1/2) S'^(1/2). Eigenvalues above 1 are taken from M, those
 * below 1 from its inverse, each where it is accurate; so swapping the inputs changes nothing but signs.
 */
export function generalisedLogarithms(engine: Engine, x: Definite, y: Definite): Float64Array {
  const [a, b] = x.shrinkage > 0 || y.shrinkage > 0 ? inCommonSpace(engine, x.u, y.u) : [x.u, y.u];
  const values = (first: Matrix, second: Matrix): Float64Array =>
    engine.singularValues(engine.multiply(first, second));
  const forth = values(powerOf(engine, a, x, -0.5), powerOf(engine, b, y, 0.5));
  const back = values(powerOf(engine, b, y, -0.5), powerOf(engine, a, x, 0.5));
  const shift = y.logarithm - x.logarithm;
  const last = forth.length - 1;
  return forth.map(
    (value, i) => shift + (value >= 1 ? 2 * Math.log(value) : -2 * Math.log(back[last - i] ?? 1)),
  );
}

/**
 * The coordinates of two sets of orthonormal columns [n x r] and [n x q] in one orthonormal basis of as few directions
 * as possible: outside their span both matrices are the same multiple of the identity.
 */
function inCommonSpace(engine: Engine, u: Matrix, v: Matrix): readonly [Matrix, Matrix] {
  const together = u.cols + v.cols;
  if (together >= u.rows) return [u, v];
  const joined = zeros(u.rows, together);
  for (let i = 0; i < u.rows; i++) {
    joined.data.set(u.data.subarray(i * u.cols, (i + 1) * u.cols), i * together);
    joined.data.set(v.data.subarray(i * v.cols, (i + 1) * v.cols), i * together + u.cols);
  }
  const triangle = engine.triangularFactor(joined);
  return [columns(triangle, 0, u.cols), columns(triangle, u.cols, together)];
}

function columns({ rows, cols, data }: Matrix, from: number, to: number): Matrix {
  const part = zeros(rows, to - from);
  for (let i = 0; i < rows; i++) part.data.set(data.subarray(i * cols + from, i * cols + to), i * part.cols);
  return part;
}

/** (U diag(s^2) U^T + shrinkage I)^exponent with these columns U. */
function powerOf(engine: Engine, u: Matrix, { s, shrinkage }: Definite, exponent: -0.5 | 0.5): Matrix {
  // With full rank the identity is U U^T.
  const outside = u.cols < u.rows ? shrinkage ** exponent : 0;
  const weighted = zeros(u.rows, u.cols);
  for (let i = 0, at = 0; i < u.rows; i++) {
    for (let j = 0; j < u.cols; j++, at++) {
      const inside = Math.hypot(s[j] ?? 0, Math.sqrt(shrinkage)) ** (2 * exponent);
      weighted.data[at] = (u.data[at] ?? 0) * (inside - outside);
    }
  }
  const power = engine.multiply(weighted, u, { transposeB: true });
  for (let i = 0; i < power.rows; i++) {
    const at = i * (power.cols + 1);
    power.data[at] = (power.data[at] ?? 0) + outside;
  }
  return power;
}
