import type { Engine } from '../../linalg/engine';
import { type Matrix, zeros } from '../../linalg/matrix';

/**
 * F [n x r] and G [n x q] in coordinates of the space that their columns span together, where that has fewer dimensions
 * than there are rows: [F G] = Q [A B], so that F F^T - G G^T = Q (A A^T - B B^T) Q^T.
 */
export function inCommonSpace(engine: Engine, f: Matrix, g: Matrix): readonly [Matrix, Matrix] {
  const width = f.cols + g.cols;
  if (f.rows <= width) return [f, g];
  const joined = zeros(f.rows, width);
  for (let i = 0; i < f.rows; i++) {
    joined.data.set(f.data.subarray(i * f.cols, (i + 1) * f.cols), i * width);
    joined.data.set(g.data.subarray(i * g.cols, (i + 1) * g.cols), i * width + f.cols);
  }
  const factor = engine.triangularFactor(joined);
  return [columns(factor, 0, f.cols), columns(factor, f.cols, width)];
}

/** What that takes: operations, and bytes held with the difference. */
export function commonSpaceCost(n: number, r: number, q: number) {
  const side = Math.min(n, r + q);
  return { operations: 4 * n * (r + q) * side, bytes: 8 * (n * (r + q) + 4 * side * side) };
}

/** A A^T - B B^T, symmetric: its errors are those of A A^T, however close the two are. */
export function gramDifference(engine: Engine, a: Matrix, b: Matrix): Matrix {
  const difference = engine.gram(a, 'rows');
  const other = engine.gram(b, 'rows').data;
  for (let at = 0; at < other.length; at++) {
    difference.data[at] = (difference.data[at] ?? 0) - (other[at] ?? 0);
  }
  return difference;
}

function columns({ rows, cols, data }: Matrix, from: number, to: number): Matrix {
  const part = zeros(rows, to - from);
  for (let i = 0; i < rows; i++) {
    part.data.set(data.subarray(i * cols + from, i * cols + to), i * part.cols);
  }
  return part;
}
