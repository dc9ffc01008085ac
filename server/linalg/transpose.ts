import { type Matrix, zeros } from './matrix';

/** The transpose, as a new matrix. */
export function transpose(m: Matrix): Matrix {
  const t = zeros(m.cols, m.rows);
  const tile = 32;
  for (let i = 0; i < m.rows; i += tile) {
    for (let j = 0; j < m.cols; j += tile) {
      for (let r = i; r < Math.min(i + tile, m.rows); r++) {
        for (let c = j; c < Math.min(j + tile, m.cols); c++) {
          t.data[c * m.rows + r] = m.data[r * m.cols + c] ?? 0;
        }
      }
    }
  }
  return t;
}
