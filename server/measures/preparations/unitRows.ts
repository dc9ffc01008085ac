import type { AnyMatrix } from '../../linalg/matrix';
import type { Preparation } from '../prepared';
import { dot } from '../../linalg/dot';
import { directionsOf, type RowDirections } from './rowDirections';

/** Rows of length 1, n x d, for sums of directions; rows of length 0 stay zero. For cosines see `rowDirections`. */
export const unitRows: Preparation<RowDirections> = {
  id: 'unitRows',
  cost: (n, d) => ({ operations: 200 * n * d, bytes: 8 * n * d }),
  make: (of) => unitRowsOf(of.representation.values, () => of.engine.poll()),
};

/** Each row divided by its length. */
export function unitRowsOf(x: AnyMatrix, poll: () => void): RowDirections {
  const directions = directionsOf(x, false, poll);
  const { rows, cols, data } = directions.matrix;
  for (let i = 0; i < rows; i++) {
    if (i % 32 === 0) poll();
    const row = data.subarray(i * cols, (i + 1) * cols);
    const length = Math.sqrt(dot(row, row));
    if (length > 0) for (let j = 0; j < cols; j++) row[j] = (row[j] ?? 0) / length;
  }
  return directions;
}
