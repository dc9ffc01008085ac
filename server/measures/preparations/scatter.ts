import type { Matrix } from '../../linalg/matrix';
import type { Preparation } from '../prepared';
import { float64 } from './float64';
import { turned } from './turned';

/**
 * X^T X [d x d], columns centred or as they are, in the unit of `magnitude.scale` squared: n - 1 times the covariance.
 * Linear CKA, the orthonormal bases of CCA and the spectrum are all made from it.
 */
export function scatter(centre: boolean): Preparation<Matrix> {
  return {
    id: `scatter ${centre ? 'centred' : 'raw'}`,
    cost: (n, d) => ({ operations: 1.1 * n * d * d, bytes: 8 * d * d }),
    make: (of) => {
      const rows = of.get(turned(centre));
      return rows !== null
        ? of.engine.gram(rows, 'rows')
        : of.engine.gram(of.get(float64(centre)), 'columns');
    },
  };
}
