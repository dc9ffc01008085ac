import { betweenDiagonals } from '../../linalg/diagonal';
import type { Matrix } from '../../linalg/matrix';
import { thinSvd } from '../../linalg/thinSvd';
import type { Preparation, Prepared } from '../prepared';
import { float64 } from './float64';
import { scatter } from './scatter';

/** An orthonormal basis Q [n x r] of the column space of X, and how Q follows from X. */
export interface Basis {
  /** r, by NumPy's rule: the number of singular values above the tolerance times the largest. 0 for zeros. */
  readonly rank: number;
  /** max(n, d) * 2^-52. */
  readonly tolerance: number;
  /** W [r x d] with Q = X W^T, where products with X are accurate enough; null where Q was computed itself. */
  readonly whitening: Matrix | null;
  /** Q, formed at the first call. */
  vectors(): Matrix;
  /** Q^T X [r x d]. */
  coordinates(): Matrix;
}

/** The thin SVD X = U diag(s) V^T cut at the numerical rank r; its U is the basis. */
export interface Spectrum extends Basis {
  /** The r singular values above the tolerance, descending, in the unit of `magnitude.scale`. */
  readonly s: Float64Array;
  /** r x d, rows orthonormal: the right singular vectors. */
  readonly v: Matrix;
}

/**
 * Eigenvalues of X^T X have errors of eps times the largest: with a condition number of X up to this, the smallest
 * singular value and the orthogonality of U keep about ten digits. Beyond it the SVD of X itself is made.
 */
export const mostCondition = 1e3;

/** The singular values and vectors of the matrix, its columns centred or as they are. */
export function spectrumOf(centre: boolean): Preparation<Spectrum> {
  return {
    id: `spectrum ${centre ? 'centred' : 'raw'}`,
    cost: (n, d) => {
      const side = Math.min(n, d);
      // What an ill-conditioned matrix takes: a triangular factor, its singular vectors, one product and two
      // orthogonalisations, by time taken.
      return {
        operations: 8 * n * d * side + 10 * side ** 3,
        bytes: 8 * (n * side + 2 * side * d + 2 * side * side),
      };
    },
    make: (of) => (of.n - Number(centre) < of.d ? null : byScatter(of, centre)) ?? bySvd(of, centre),
  };
}

/** The spectrum of the centred matrix. */
export const spectrum: Preparation<Spectrum> = spectrumOf(true);

function byScatter(of: Prepared, centre: boolean): Spectrum | null {
  const { values, vectors: v } = of.engine.eigenSymmetric(of.get(scatter(centre)));
  if (!((values.at(-1) ?? 0) * mostCondition ** 2 >= (values[0] ?? 0)) || values[0] === 0) return null;
  const s = values.map(Math.sqrt);
  const whitening = betweenDiagonals(
    s.map((value) => 1 / value),
    v,
    null,
  );
  let u: Matrix | undefined;
  return {
    s,
    v,
    rank: of.d,
    tolerance: Math.max(of.n, of.d) * Number.EPSILON,
    whitening,
    vectors: () => (u ??= of.engine.multiply(of.get(float64(centre)), whitening, { transposeB: true })),
    coordinates: () => betweenDiagonals(s, v, null),
  };
}

function bySvd(of: Prepared, centre: boolean): Spectrum {
  const { u, s, v, rank, tolerance } = thinSvd(of.engine, of.get(float64(centre)), of.n);
  return {
    ...{ s, v, rank, tolerance, whitening: null },
    vectors: () => u,
    coordinates: () => betweenDiagonals(s, v, null),
  };
}
