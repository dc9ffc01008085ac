import { type Matrix, zeros } from '../../matrix';
import { triangularFactor as compactFactor } from './backTransformation';
import { type Work, multiplyInPlace } from './product';

const panelColumns = 32;
/** Rows folded into R at a time: enough for the products to be worth it, few enough to stay in the cache. */
const blockRows = 1024;

/**
 * The triangular factor R (d x d, upper) of a QR factorisation of an n x d matrix with n >= d by Householder
 * reflections; Q is not kept. Blocks of rows are folded into R one after the other: [R; block] = Q R'.
 */
export function triangularFactor(work: Work, x: Matrix): Matrix {
  const d = x.cols;
  const { heap } = work;
  const height = Math.min(blockRows, Math.max(1, x.rows));
  const panel = panelColumns;
  const at = heap.layout({
    r: d * d,
    block: d * height,
    tau: panel,
    overlaps: panel * panel,
    triangle: panel * panel,
    heads: panel * d,
    changes: panel * d,
  });
  heap.doubles(at.r, d * d).fill(0);
  const tau = heap.doubles(at.tau, panel);
  const r = heap.doubles(at.r, d * d);
  for (let from = 0; from < x.rows; from += height) {
    const rows = Math.min(height, x.rows - from);
    transposeRows(x, from, rows, heap.doubles(at.block, d * rows));
    for (let first = 0; first < d; first += panel) {
      work.poll();
      const count = Math.min(panel, d - first);
      const v = at.block + 8 * first * rows;
      const corner = at.r + 8 * first * (d + 1);
      heap.kernels.factorPanel(count, rows, v, rows, corner, d, at.tau, at.overlaps);
      const rest = d - first - count;
      if (rest === 0) continue;

      const V = { at: v, stride: rows };
      const overlaps = heap.doubles(at.overlaps, count * count).fill(0);
      multiplyInPlace(
        work,
        [count, count, rows],
        1,
        V,
        { ...V, transposed: true },
        { at: at.overlaps, stride: count },
      );
      compactFactor(overlaps, tau.subarray(0, count), heap.doubles(at.triangle, count * count));

      // [R; B] -= [I; V^T] T^T (R + V B) for the columns right of the panel.
      const heads = heap.doubles(at.heads, count * rest);
      const changes = heap.doubles(at.changes, count * rest).fill(0);
      const row = (i: number): number => (first + i) * d + first + count;
      for (let i = 0; i < count; i++) heads.set(r.subarray(row(i), row(i) + rest), i * rest);
      const right = { at: v + 8 * count * rows, stride: rows };
      multiplyInPlace(
        work,
        [count, rest, rows],
        1,
        V,
        { ...right, transposed: true },
        { at: at.heads, stride: rest },
      );
      const triangle = { at: at.triangle, stride: count, transposed: true };
      const change = { at: at.changes, stride: rest };
      multiplyInPlace(work, [count, rest, count], 1, triangle, { at: at.heads, stride: rest }, change);
      for (let i = 0; i < count; i++) {
        for (let j = 0, to = row(i); j < rest; j++, to++) r[to] = (r[to] ?? 0) - (changes[i * rest + j] ?? 0);
      }
      multiplyInPlace(work, [rest, rows, count], -1, { ...change, transposed: true }, V, right);
    }
  }
  const result = zeros(d, d);
  result.data.set(r);
  return result;
}

/** Writes rows from .. from + count of x as the columns of a row-major matrix. */
function transposeRows(x: Matrix, from: number, count: number, to: Float64Array): void {
  const { cols, data } = x;
  for (let tile = 0; tile < count; tile += 16) {
    const end = Math.min(tile + 16, count);
    for (let j = 0; j < cols; j++) {
      for (let i = tile; i < end; i++) to[j * count + i] = data[(from + i) * cols + j] ?? 0;
    }
  }
}
