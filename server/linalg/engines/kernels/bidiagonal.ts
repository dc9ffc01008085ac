import { makeReflector } from './reflector';
import { gemv, gemvTransposed, scale } from './vector';

/**
 * One row and column of the blocked reduction of a square n x n matrix A to upper bidiagonal form, after Dongarra,
 * Hammarling and Sorensen (1989). Column c is number i of its panel of `panel` columns. The area P, 4 * panel rows of n
 * entries, holds V (reflectors of the columns), X, Y and U (reflectors of the rows): the trailing matrix is
 * A - V^T Y - X^T U, to be brought up to date by the caller at the end of the panel. Sets diagonal[c], next[c] and the
 * factors tauColumn[c], tauRow[c]; a reflector's first entry is 1. P must be zero at the panel's start.
 * `work`: n + 2 * panel entries.
 */
export function reduceRowAndColumn(
  n: i32,
  c: i32,
  i: i32,
  panel: i32,
  a: usize,
  diagonal: usize,
  next: usize,
  tauColumn: usize,
  tauRow: usize,
  P: usize,
  work: usize,
): void {
  const stride = (<usize>n) << 3;
  const at = (<usize>c) << 3;
  const V = P;
  const X = V + <usize>panel * stride;
  const Y = X + <usize>panel * stride;
  const U = Y + <usize>panel * stride;
  const products = work;
  const m = n - c;

  const v = V + <usize>i * stride + at;
  for (let r: i32 = 0; r < m; r++) {
    store<f64>(v + ((<usize>r) << 3), load<f64>(a + <usize>(c + r) * stride + at));
  }
  gemvTransposed(i, m, -1, V + at, n, Y + at, stride, v);
  gemvTransposed(i, m, -1, X + at, n, U + at, stride, v);
  const t = makeReflector(m - 1, load<f64>(v), v + 8, diagonal + at);
  store<f64>(v, 1.0);
  store<f64>(tauColumn + at, t);
  const k = m - 1;
  if (k == 0) return;

  // y = t (A^T v - Y^T (V v) - U^T (X v))
  const right = at + 8;
  const y = Y + <usize>i * stride + right;
  gemvTransposed(m, k, 1, a + <usize>c * stride + right, n, v, 8, y);
  gemv(i, m, V + at, n, v, products);
  gemvTransposed(i, k, -1, Y + right, n, products, 8, y);
  gemv(i, m, X + at, n, v, products);
  gemvTransposed(i, k, -1, U + right, n, products, 8, y);
  scale(k, t, y);

  // Row c, up to date, and its reflector.
  const u = U + <usize>i * stride + right;
  memory.copy(u, a + <usize>c * stride + right, (<usize>k) << 3);
  gemvTransposed(i + 1, k, -1, Y + right, n, V + at, stride, u);
  gemvTransposed(i, k, -1, U + right, n, X + at, stride, u);
  const s = makeReflector(k - 1, load<f64>(u), u + 8, next + at);
  store<f64>(u, 1.0);
  store<f64>(tauRow + at, s);

  // x = s (A u - V^T (Y u) - X^T (U u))
  const x = X + <usize>i * stride + right;
  gemv(k, k, a + <usize>(c + 1) * stride + right, n, u, x);
  gemv(i + 1, k, Y + right, n, u, products);
  gemvTransposed(i + 1, k, -1, V + right, n, products, 8, x);
  gemv(i, k, U + right, n, u, products);
  gemvTransposed(i, k, -1, X + right, n, products, 8, x);
  scale(k, s, x);
}
