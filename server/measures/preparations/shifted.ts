import { type AnyMatrix, type Matrix, zeros } from '../../linalg/matrix';
import type { Preparation } from '../prepared';
import { scaled } from './scaled';

/**
 * The scaled matrix, from every column one of its own values subtracted: the one nearest to the column's mean. Distances
 * between rows are those of the centred matrix, with two advantages: differences of numbers with few digits (whole
 * numbers, float32) are exact, so that equal distances come out equal; and one row far from the others does not move
 * their origin away from them.
 */
export const shifted: Preparation<Matrix> = {
  id: 'shifted',
  cost: (n, d) => ({ operations: 120 * n * d, bytes: 8 * n * d }),
  make: (of) => shift(of.get(scaled), () => of.engine.poll()),
};

function shift(x: AnyMatrix, poll: () => void): Matrix {
  const { rows, cols, data } = x;
  const means = new Float64Array(cols);
  for (let i = 0, at = 0; i < rows; i++) {
    if (i % 256 === 0) poll();
    for (let j = 0; j < cols; j++, at++) means[j] = (means[j] ?? 0) + (data[at] ?? 0) / rows;
  }
  const origin = Float64Array.from(data.subarray(0, cols));
  for (let i = 1, at = cols; i < rows; i++) {
    if (i % 256 === 0) poll();
    for (let j = 0; j < cols; j++, at++) {
      const value = data[at] ?? 0;
      const [mean, nearest] = [means[j] ?? 0, origin[j] ?? 0];
      const closer = Math.abs(value - mean) - Math.abs(nearest - mean);
      // Of two as near the smaller: which one stands first must not matter.
      if (closer < 0 || (closer === 0 && value < nearest)) origin[j] = value;
    }
  }
  const result = zeros(rows, cols);
  for (let i = 0, at = 0; i < rows; i++) {
    if (i % 256 === 0) poll();
    for (let j = 0; j < cols; j++, at++) result.data[at] = (data[at] ?? 0) - (origin[j] ?? 0);
  }
  return result;
}
