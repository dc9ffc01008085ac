import type { Engine } from './engine';
import { type Matrix, zeros } from './matrix';
import { orthonormalise } from './orthonormalise';
import { transpose } from './transpose';

export interface ThinSvd {
  /** n x r, columns orthonormal: the left singular vectors. */
  readonly u: Matrix;
  /** The r singular values above the tolerance, descending. */
  readonly s: Float64Array;
  /** r x d, rows orthonormal: the right singular vectors. */
  readonly v: Matrix;
  /** r, by NumPy's rule: the number of singular values above max(n, d) * 2^-52 times the largest. 0 for zeros. */
  readonly rank: number;
  /** Relative to the largest singular value: max(n, d) * 2^-52 unless another was asked for. */
  readonly tolerance: number;
}

/**
 * X = U diag(s) V^T for an n x d matrix with finite entries, cut at its numerical rank. Backward stable: it is the
 * exact decomposition of a matrix that differs from X by rounding errors of |X|, for any condition number.
 * @param tolerance relative to the largest singular value; by default NumPy's, max(n, d) * 2^-52
 * @param instances n, where X stands for a matrix of more rows than it has
 * @throws RangeError when an entry is not finite
 */
export function thinSvd(engine: Engine, x: Matrix, instances = x.rows): ThinSvd {
  const tolerance = Math.max(instances, x.cols) * Number.EPSILON;
  if (x.rows >= x.cols) return tall(engine, x, tolerance);
  const { u, v, ...rest } = tall(engine, transpose(x), tolerance);
  return { u: transpose(v), v: transpose(u), ...rest };
}

/** The smaller side's vectors come from the triangular factor R of X = Q R, the larger side's from X V = U diag(s). */
function tall(engine: Engine, x: Matrix, tolerance: number): ThinSvd {
  const right = engine.rightSingularVectors(x, tolerance);
  const rank = right.vectors.rows;
  const s = right.values.slice(0, rank);
  if (rank === 0) return { u: zeros(x.rows, 0), s, v: zeros(0, x.cols), rank, tolerance };
  const v = orthonormalise(engine, right.vectors, 'rows');
  const scaled = engine.multiply(x, v, { transposeB: true });
  for (let i = 0, at = 0; i < x.rows; i++) {
    for (let j = 0; j < rank; j++, at++) scaled.data[at] = (scaled.data[at] ?? 0) / (s[j] ?? 1);
  }
  // X v_j has errors of eps |X|, which the division blows up for small s_j. Orthogonalised in descending order, only
  // those vectors change, each by eps |X| / s_j: U diag(s) V^T stays as close to X as it was.
  return { u: orthonormalise(engine, scaled, 'columns'), s, v, rank, tolerance };
}
