import { centre } from '../../linalg/centre';
import type { Matrix } from '../../linalg/matrix';
import type { Preparation } from '../prepared';
import { scaled } from './scaled';

/** The scaled matrix with every column's mean subtracted, n x d in float64. Its unit is `magnitude.scale`. */
export const centred: Preparation<Matrix> = {
  id: 'centred',
  cost: (n, d) => ({ operations: 120 * n * d, bytes: 8 * n * d }),
  make: (of) => centre(of.get(scaled), () => of.engine.poll()),
};
