import { type Matrix, zeros } from './matrix';

/** Columns that are written to side by side. */
const across = 256;

/** The transpose, as a new matrix. `poll` is called every few milliseconds. */
export function transpose(m: Matrix, poll: () => void = () => undefined): Matrix {
  const { rows, cols, data } = m;
  const t = zeros(cols, rows);
  const whole = rows - (rows % 8);
  for (let from = 0; from < cols; from += across) {
    const to = Math.min(cols, from + across);
    poll();
    for (let i = 0; i < whole; i += 8) {
      if (i % 1024 === 1016) poll();
      turnEight(data, cols, i, from, to, t);
    }
    for (let i = whole; i < rows; i++) {
      for (let j = from; j < to; j++) t.data[j * rows + i] = data[i * cols + j] ?? 0;
    }
  }
  return t;
}

/** Eight entries in a row of the transpose, which is what memory is read and written by, are written at a time. */
function turnEight(data: Float64Array, cols: number, i: number, from: number, to: number, t: Matrix): void {
  const a = i * cols;
  const [b, c, d] = [a + cols, a + 2 * cols, a + 3 * cols];
  const [e, f, g, h] = [a + 4 * cols, a + 5 * cols, a + 6 * cols, a + 7 * cols];
  const turned = t.data;
  for (let j = from, at = from * t.cols + i; j < to; j++, at += t.cols) {
    turned[at] = data[a + j] ?? 0;
    turned[at + 1] = data[b + j] ?? 0;
    turned[at + 2] = data[c + j] ?? 0;
    turned[at + 3] = data[d + j] ?? 0;
    turned[at + 4] = data[e + j] ?? 0;
    turned[at + 5] = data[f + j] ?? 0;
    turned[at + 6] = data[g + j] ?? 0;
    turned[at + 7] = data[h + j] ?? 0;
  }
}
