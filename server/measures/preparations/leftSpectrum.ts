import type { Matrix } from '../../linalg/matrix';
import { thinSvd } from '../../linalg/thinSvd';
import type { Preparation } from '../prepared';
import { centred } from './centred';
import { scaled } from './scaled';

/** The spectrum of X X^T: the left half of the thin SVD of X [n x d], cut at its numerical rank r. */
export interface LeftSpectrum {
  /** n x r, columns orthonormal. */
  readonly u: Matrix;
  /** The r singular values, descending, in the unit of `magnitude.scale`. */
  readonly s: Float64Array;
}

/** Of the matrix as it is, or with its columns centred. */
export function leftSpectrum(centre: boolean): Preparation<LeftSpectrum> {
  return {
    id: `leftSpectrum ${centre ? 'centred' : 'raw'}`,
    cost: (n, d) => {
      const side = Math.min(n, d);
      return {
        operations: 8 * n * d * side + 10 * side ** 3,
        bytes: 8 * (2 * n * side + n * d + 2 * side * side),
      };
    },
    make: (of) => {
      const x = of.get(centre ? centred : scaled);
      const { u, s } = thinSvd(of.engine, { ...x, data: Float64Array.from(x.data) });
      return { u, s };
    },
  };
}
