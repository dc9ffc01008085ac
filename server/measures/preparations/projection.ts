import type { Matrix } from '../../linalg/matrix';
import type { PairPreparation, Preparation } from '../prepared';
import { basisOf } from './basis';
import { centred } from './centred';
import { crossProduct } from './crossProduct';
import { type Basis, spectrum } from './spectrum';

/** Which input of a pair. */
export type Side = 'first' | 'second';

/**
 * Q^T T [r x columns of T]: the centred columns of the other input in the orthonormal basis of the predictor, which is
 * that of its singular vectors where `principal`.
 */
export function projection(predictor: Side, principal: boolean): PairPreparation<Matrix> {
  const preparation: Preparation<Basis> = principal ? spectrum : basisOf(true);
  return {
    id: `projection on the ${predictor}${principal ? ', principal' : ''}`,
    make: (x, y) => {
      const [from, to] = predictor === 'first' ? [x, y] : [y, x];
      const basis = from.get(preparation);
      if (basis.whitening === null) {
        return x.engine.multiply(basis.vectors(), to.get(centred), { transposeA: true });
      }
      const cross = x.with(y, crossProduct(true));
      return x.engine.multiply(basis.whitening, cross, { transposeB: predictor === 'second' });
    },
  };
}
