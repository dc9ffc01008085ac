import { makeReflector } from './reflector';
import { addScaled, dot, gemv, gemvTransposed, laneSum, scale } from './vector';

/**
 * One column of the blocked reduction of a symmetric n x n matrix A (upper triangle) to tridiagonal form, after
 * Dongarra, Hammarling and Sorensen (1989). Column c is number i of its panel of `panel` columns. The rows of V are the
 * panel's reflectors, the rows of W its update vectors: the trailing matrix is A - V^T W - W^T V, to be brought up to
 * date by the caller at the end of the panel. Row c of A is overwritten with the reflector (first entry 1) from c + 1
 * on; diagonal[c], next[c] (right of the diagonal) and tau[c] are set. `products`: room for 2 * panel entries.
 */
export function tridiagonaliseColumn(
  n: i32,
  c: i32,
  i: i32,
  a: usize,
  diagonal: usize,
  next: usize,
  tau: usize,
  V: usize,
  W: usize,
  products: usize,
): void {
  const stride = (<usize>n) << 3;
  const at = (<usize>c) << 3;
  const row = a + <usize>c * stride;
  gemvTransposed(i, n - c, -1, W + at, n, V + at, stride, row + at);
  gemvTransposed(i, n - c, -1, V + at, n, W + at, stride, row + at);
  store<f64>(diagonal + at, load<f64>(row + at));
  const m = n - c - 1;
  if (m == 0) return;
  const x = row + at + 8;
  const t = makeReflector(m - 1, load<f64>(x), x + 8, next + at);
  store<f64>(x, 1.0);
  store<f64>(tau + at, t);
  const v = V + <usize>i * stride;
  const w = W + <usize>i * stride;
  memory.fill(v, 0, at + 8);
  memory.fill(w, 0, stride);
  memory.copy(v + at + 8, x, (<usize>m) << 3);
  const tail = w + at + 8;
  symmetricTimesVector(m, a + <usize>(c + 1) * stride + at + 8, n, x, tail);
  const second = products + ((<usize>i) << 3);
  gemv(i, m, W + at + 8, n, x, products);
  gemv(i, m, V + at + 8, n, x, second);
  gemvTransposed(i, m, -1, V + at + 8, n, products, 8, tail);
  gemvTransposed(i, m, -1, W + at + 8, n, second, 8, tail);
  scale(m, t, tail);
  addScaled(m, -0.5 * t * dot(m, tail, x), x, tail);
}

/** y += A x for a symmetric m x m matrix of which the upper triangle is read, each entry once. */
function symmetricTimesVector(m: i32, a: usize, ld: i32, x: usize, y: usize): void {
  const stride = (<usize>ld) << 3;
  let i: i32 = 0;
  for (; i + 4 <= m; i += 4) {
    diagonalBlock(4, a + <usize>i * (stride + 8), stride, x + ((<usize>i) << 3), y + ((<usize>i) << 3));
    const r0 = a + <usize>i * stride;
    const r1 = r0 + stride;
    const r2 = r1 + stride;
    const r3 = r2 + stride;
    const xi = x + ((<usize>i) << 3);
    const x0 = v128.load64_splat(xi);
    const x1 = v128.load64_splat(xi, 8);
    const x2 = v128.load64_splat(xi, 16);
    const x3 = v128.load64_splat(xi, 24);
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let s2 = f64x2.splat(0);
    let s3 = f64x2.splat(0);
    let j: i32 = i + 4;
    let o = (<usize>j) << 3;
    for (; j + 2 <= m; j += 2) {
      const xj = v128.load(x + o);
      const a0 = v128.load(r0 + o);
      const a1 = v128.load(r1 + o);
      const a2 = v128.load(r2 + o);
      const a3 = v128.load(r3 + o);
      s0 = f64x2.add(s0, f64x2.mul(a0, xj));
      s1 = f64x2.add(s1, f64x2.mul(a1, xj));
      s2 = f64x2.add(s2, f64x2.mul(a2, xj));
      s3 = f64x2.add(s3, f64x2.mul(a3, xj));
      const p = f64x2.add(f64x2.mul(a0, x0), f64x2.mul(a1, x1));
      const q = f64x2.add(f64x2.mul(a2, x2), f64x2.mul(a3, x3));
      v128.store(y + o, f64x2.add(v128.load(y + o), f64x2.add(p, q)));
      o += 16;
    }
    const yi = y + ((<usize>i) << 3);
    let t0 = laneSum(s0);
    let t1 = laneSum(s1);
    let t2 = laneSum(s2);
    let t3 = laneSum(s3);
    if (j < m) {
      const xj = load<f64>(x + o);
      const a0 = load<f64>(r0 + o);
      const a1 = load<f64>(r1 + o);
      const a2 = load<f64>(r2 + o);
      const a3 = load<f64>(r3 + o);
      t0 += a0 * xj;
      t1 += a1 * xj;
      t2 += a2 * xj;
      t3 += a3 * xj;
      const p = a0 * load<f64>(xi) + a1 * load<f64>(xi, 8);
      const q = a2 * load<f64>(xi, 16) + a3 * load<f64>(xi, 24);
      store<f64>(y + o, load<f64>(y + o) + (p + q));
    }
    store<f64>(yi, load<f64>(yi) + t0);
    store<f64>(yi, load<f64>(yi, 8) + t1, 8);
    store<f64>(yi, load<f64>(yi, 16) + t2, 16);
    store<f64>(yi, load<f64>(yi, 24) + t3, 24);
  }
  diagonalBlock(m - i, a + <usize>i * (stride + 8), stride, x + ((<usize>i) << 3), y + ((<usize>i) << 3));
}

/** The same for a few rows, entry by entry. */
function diagonalBlock(m: i32, a: usize, stride: usize, x: usize, y: usize): void {
  for (let p: i32 = 0; p < m; p++) {
    const row = a + <usize>p * stride;
    const op = (<usize>p) << 3;
    let sum = load<f64>(row + op) * load<f64>(x + op);
    for (let q: i32 = p + 1; q < m; q++) {
      const oq = (<usize>q) << 3;
      const value = load<f64>(row + oq);
      sum += value * load<f64>(x + oq);
      store<f64>(y + oq, load<f64>(y + oq) + value * load<f64>(x + op));
    }
    store<f64>(y + op, load<f64>(y + op) + sum);
  }
}
