import type { Matrix } from '../../linalg/matrix';
import type { PairPreparation } from '../prepared';
import { float64 } from './float64';

/**
 * X^T Y [d x e], columns of both centred or as they are: the one product over all rows that linear CKA, Procrustes,
 * NBS, CCA and regression of a pair share.
 */
export function crossProduct(centre: boolean): PairPreparation<Matrix> {
  return {
    id: `crossProduct ${centre ? 'centred' : 'raw'}`,
    make: (x, y) => x.engine.multiply(x.get(float64(centre)), y.get(float64(centre)), { transposeA: true }),
  };
}
