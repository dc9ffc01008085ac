import type { Matrix } from '../../../../server/linalg/matrix';
import { entryOf } from '../../measures/inputs';

/**
 * The map of least squares with a constant, by the normal equations of all columns and the constant, solved by elimination; its last
 * row is the constant. The penalty is on all else.
 */
export function plainly(x: Matrix, y: Matrix, penalty: number): number[][] {
  const width = x.cols + 1;
  const rowOf = (i: number): number[] => [...Array.from({ length: x.cols }, (_, j) => entryOf(x, i, j)), 1];
  const table = Array.from({ length: width }, (_, p) =>
    Array.from({ length: width + y.cols }, (__, q) => {
      let sum = p === q && p < x.cols ? penalty : 0;
      for (let i = 0; i < x.rows; i++) {
        const row = rowOf(i);
        sum += (row[p] ?? NaN) * (q < width ? (row[q] ?? NaN) : entryOf(y, i, q - width));
      }
      return sum;
    }),
  );
  for (let p = 0; p < width; p++) {
    const pivot = table[p] ?? [];
    for (const [q, row] of table.entries()) {
      const factor = q === p ? 0 : (row[p] ?? NaN) / (pivot[p] ?? NaN);
      if (q !== p) for (let c = 0; c < row.length; c++) row[c] = (row[c] ?? NaN) - factor * (pivot[c] ?? NaN);
    }
  }
  return table.map((row, p) => row.slice(width).map((value) => value / (row[p] ?? NaN)));
}
