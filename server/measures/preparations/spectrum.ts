import { thinSvd, type ThinSvd } from '../../linalg/thinSvd';
import type { Preparation } from '../prepared';
import { centred } from './centred';

/** The thin SVD of the centred matrix, cut at its numerical rank: what the CCA family is made of. */
export const spectrum: Preparation<ThinSvd> = {
  id: 'spectrum',
  cost: (n, d) => {
    const side = Math.min(n, d);
    // A triangular factor, its singular vectors, one product and two orthogonalisations, by time taken.
    return {
      operations: 8 * n * d * side + 10 * side ** 3,
      bytes: 8 * (n * side + side * d + 2 * side * side),
    };
  },
  make: (of) => thinSvd(of.engine, of.get(centred)),
};
