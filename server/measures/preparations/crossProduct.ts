import type { Matrix } from '../../linalg/matrix';
import type { PairPreparation } from '../prepared';
import { float64 } from './float64';
import { turned } from './turned';

/**
 * X^T Y [d x e], columns of both centred or as they are: the one product over all rows that linear CKA, Procrustes,
 * NBS, CCA and regression of a pair share.
 */
export function crossProduct(centre: boolean): PairPreparation<Matrix> {
  return {
    id: `crossProduct ${centre ? 'centred' : 'raw'}`,
    make: (x, y, spent) => {
      const [a, b] = [x.get(turned(centre)), y.get(turned(centre))];
      const options = { transposeA: a === null, transposeB: b !== null, into: spent?.data };
      return x.engine.multiply(a ?? x.get(float64(centre)), b ?? y.get(float64(centre)), options);
    },
  };
}
