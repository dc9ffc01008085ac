import { betweenDiagonals } from '../../linalg/diagonal';
import { inverseCholesky } from '../../linalg/inverseCholesky';
import type { Matrix } from '../../linalg/matrix';
import type { Preparation, Prepared } from '../prepared';
import { float64 } from './float64';
import { dot } from '../../linalg/dot';
import { scatter } from './scatter';
import { type Basis, spectrumOf } from './spectrum';

/**
 * Products of columns lose as many digits as the columns are dependent. With columns of length 1 an error of eps in
 * X^T X moves Q^T Q' by eps times the sum of the variance inflation factors, 1 / (1 - R^2) of each column on all
 * others: up to this sum, a mean over canonical correlations keeps ten digits and more.
 */
export const mostInflation = 1e6;
/** Columns shorter than this share of the longest may count as zero by the rank rule, which the SVD decides. */
const shortest = 1e-4;

/** An orthonormal basis of the columns, centred or as they are; which one of many is left open. */
export function basisOf(centre: boolean): Preparation<Basis> {
  const ofSpectrum = spectrumOf(centre);
  return {
    id: `basis ${centre ? 'centred' : 'raw'}`,
    // Dependent columns need the singular vectors: what that takes is what is promised.
    cost: (n, d) => ofSpectrum.cost(n, d),
    make: (of) => {
      const whitening = of.n - Number(centre) < of.d ? null : whiten(of, centre);
      return whitening === null ? of.get(ofSpectrum) : whitened(of, whitening, centre);
    },
  };
}

function whitened(of: Prepared, whitening: Matrix, centre: boolean): Basis {
  let vectors: Matrix | undefined;
  return {
    rank: of.d,
    tolerance: Math.max(of.n, of.d) * Number.EPSILON,
    whitening,
    vectors: () => (vectors ??= of.engine.multiply(of.get(float64(centre)), whitening, { transposeB: true })),
    coordinates: () => of.engine.multiply(whitening, of.get(scatter(centre))),
  };
}

/** L^-1 D^-1 for X^T X = D L L^T D with unit diagonal of L L^T; null where the columns are too dependent for it. */
function whiten(of: Prepared, centre: boolean): Matrix | null {
  const { rows: d, data } = of.get(scatter(centre));
  const lengths = Float64Array.from({ length: d }, (_, j) => Math.sqrt(data[j * d + j] ?? 0));
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  if (!lengths.every((length) => length > shortest * longest)) return null;
  const inverses = lengths.map((length) => 1 / length);
  const cosines = betweenDiagonals(inverses, { rows: d, cols: d, data }, inverses);
  const inverse = inverseCholesky(of.engine, cosines, 1 / mostInflation);
  if (inverse === null || !(dot(inverse.data, inverse.data) <= mostInflation)) return null;
  return betweenDiagonals(null, inverse, inverses);
}
