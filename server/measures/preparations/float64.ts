import type { Matrix } from '../../linalg/matrix';
import type { Preparation } from '../prepared';
import { centred } from './centred';
import { scaled } from './scaled';

/** The scaled values in float64, the columns as they are. Its unit is `magnitude.scale`. */
const raw: Preparation<Matrix> = {
  id: 'raw',
  cost: (n, d) => ({ operations: 30 * n * d, bytes: 8 * n * d }),
  make: (of) => {
    const { rows, cols, data } = of.get(scaled);
    return { rows, cols, data: data instanceof Float64Array ? data : Float64Array.from(data) };
  },
};

/** The scaled matrix in float64 with its columns centred or as they are, n x d. */
export function float64(centre: boolean): Preparation<Matrix> {
  return centre ? centred : raw;
}
