import type { Matrix } from '../../linalg/matrix';
import { randomFrom, sample } from '../../linalg/random';
import type { Preparation } from '../prepared';
import { shifted } from './shifted';
import { distancesFrom } from './pairwise';

/** Rows that angles are taken at, and how far all rows are from them, in the unit of the centred matrix. */
export interface Anchors {
  readonly rows: Uint32Array;
  /** [rows x n] squared distances. */
  readonly squared: Matrix;
  /** [rows x n] 1 / distance; 0 for a row equal to the anchor, which has no direction from it. */
  readonly inverse: Matrix;
}

/** At most `most` anchors, drawn by a seed; all rows where there are no more. The same for all inputs of n rows. */
export function anchors(most: number, seed: number): Preparation<Anchors> {
  return {
    id: `anchors ${most} ${seed}`,
    cost: (n, d) => {
      const count = Math.min(n, most);
      return { operations: 2 * n * count * d + 100 * n * count, bytes: 16 * n * count + 8 * count * d };
    },
    make: (of) => {
      const { n } = of;
      const rows =
        n <= most ? Uint32Array.from({ length: n }, (_, i) => i) : sample(most, n, randomFrom(seed));
      const squared = distancesFrom(of.engine, of.get(shifted), rows);
      const inverse = squared.data.map((value) => (value > 0 ? 1 / Math.sqrt(value) : 0));
      return { rows, squared, inverse: { ...squared, data: inverse } };
    },
  };
}
