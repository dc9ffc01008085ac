import type { AnyMatrix } from '../../linalg/matrix';
import type { Preparation } from '../prepared';
import { centred } from './centred';
import { scaled } from './scaled';

/** The columns of one input, to be matched one by one with those of another. */
export interface Columns {
  /** n x d, in the unit `magnitude.scale`. */
  readonly matrix: AnyMatrix;
  /** The Frobenius norm in the same unit. */
  readonly norm: number;
}

/** The columns as they are, or centred. */
export function columns(centre: boolean): Preparation<Columns> {
  return {
    id: `columns ${centre ? 'centred' : 'raw'}`,
    cost: (n, d) => ({ operations: 20 * n * d, bytes: 0 }),
    make: (of) => {
      const matrix = of.get(centre ? centred : scaled);
      of.engine.poll();
      let squares = 0;
      for (const value of matrix.data) squares += value * value;
      return { matrix, norm: Math.sqrt(squares) };
    },
  };
}
