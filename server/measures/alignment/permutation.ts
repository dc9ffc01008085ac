import type { Columns } from '../preparations/columns';

/**
 * ||a X P - b Y||_F^2 for the permutation P that a matching stands for, the narrower input padded with zero columns:
 * `matching[i]` is the column of y for column i of x, or -1. A sum of squares, so accurate down to 0.
 */
export function matchedDistanceSquared(
  { matrix: x }: Columns,
  { matrix: y }: Columns,
  matching: Int32Array,
  a: number,
  b: number,
  poll: () => void,
): number {
  const free = freeColumns(matching, y.cols);
  let sum = 0;
  for (let row = 0; row < x.rows; row++) {
    if (row % 64 === 0) poll();
    const [left, right] = [row * x.cols, row * y.cols];
    for (let i = 0; i < x.cols; i++) {
      const j = matching[i] ?? -1;
      const partner = j < 0 ? 0 : b * (y.data[right + j] ?? 0);
      sum += (a * (x.data[left + i] ?? 0) - partner) ** 2;
    }
    for (const j of free) sum += (b * (y.data[right + j] ?? 0)) ** 2;
  }
  return sum;
}

/** The columns of the second input that no column of the first has. */
function freeColumns(matching: Int32Array, cols: number): readonly number[] {
  const taken = new Uint8Array(cols);
  for (const j of matching) if (j >= 0) taken[j] = 1;
  return Array.from({ length: cols }, (_, j) => j).filter((j) => taken[j] === 0);
}
