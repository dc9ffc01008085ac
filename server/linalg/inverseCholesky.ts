import type { Engine } from './engine';
import { type Matrix, zeros } from './matrix';

/** Blocks up to this size are factored entry by entry. */
const smallest = 48;

/**
 * L^-1 for the Cholesky factorisation G = L L^T of a symmetric matrix with a diagonal of about 1 (full n x n read),
 * lower triangular with zeros above. Null when no more than `leastPivot` remains of a diagonal entry, so that its
 * vector does not count as independent of those before it. Halves recursively, so that nearly all of the work is
 * products.
 */
export function inverseCholesky(engine: Engine, g: Matrix, leastPivot: number): Matrix | null {
  const n = g.rows;
  if (n <= smallest) return inverseCholeskySmall(g, leastPivot);
  const h = n >> 1;
  const first = inverseCholesky(engine, part(g, 0, h, 0, h), leastPivot);
  if (first === null) return null;
  // L21 = G21 L11^-T; G22 - L21 L21^T = L22 L22^T.
  const l21 = engine.multiply(part(g, h, n, 0, h), first, { transposeB: true });
  const rest = part(g, h, n, h, n);
  const update = engine.gram(l21, 'rows').data;
  for (let i = 0; i < update.length; i++) rest.data[i] = (rest.data[i] ?? 0) - (update[i] ?? 0);
  const second = inverseCholesky(engine, rest, leastPivot);
  if (second === null) return null;
  const corner = engine.multiply(engine.multiply(second, l21), first);
  const inverse = zeros(n, n);
  for (let i = 0; i < n; i++) {
    const row = inverse.data.subarray(i * n, (i + 1) * n);
    if (i < h) row.set(first.data.subarray(i * h, (i + 1) * h));
    else {
      const r = i - h;
      row.set(corner.data.subarray(r * h, (r + 1) * h).map((x) => -x));
      row.set(second.data.subarray(r * (n - h), (r + 1) * (n - h)), h);
    }
  }
  return inverse;
}

/** Rows from .. to and columns left .. right, copied. */
function part(m: Matrix, from: number, to: number, left: number, right: number): Matrix {
  const copy = zeros(to - from, right - left);
  for (let i = from; i < to; i++) {
    copy.data.set(m.data.subarray(i * m.cols + left, i * m.cols + right), (i - from) * copy.cols);
  }
  return copy;
}

function inverseCholeskySmall({ rows: n, data: g }: Matrix, leastPivot: number): Matrix | null {
  const l = new Float64Array(n * n);
  const inverse = zeros(n, n);
  const x = inverse.data;
  const get = (from: Float64Array, i: number, j: number): number => from[i * n + j] ?? 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = get(g, i, j);
      for (let k = 0; k < j; k++) sum -= get(l, i, k) * get(l, j, k);
      if (i > j) l[i * n + j] = sum / get(l, j, j);
      else if (sum > leastPivot) l[i * n + i] = Math.sqrt(sum);
      else return null;
    }
  }
  for (let i = 0; i < n; i++) {
    x[i * n + i] = 1 / get(l, i, i);
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum += get(l, i, k) * get(x, k, j);
      x[i * n + j] = -sum / get(l, i, i);
    }
  }
  return inverse;
}
