// Vectors and matrix-vector products in float64, two entries a step.

/** sum(x_i y_i) */
export function dot(n: i32, x: usize, y: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  let i: i32 = 0;
  for (; i + 8 <= n; i += 8) {
    s0 = f64x2.add(s0, f64x2.mul(v128.load(x), v128.load(y)));
    s1 = f64x2.add(s1, f64x2.mul(v128.load(x, 16), v128.load(y, 16)));
    s2 = f64x2.add(s2, f64x2.mul(v128.load(x, 32), v128.load(y, 32)));
    s3 = f64x2.add(s3, f64x2.mul(v128.load(x, 48), v128.load(y, 48)));
    x += 64;
    y += 64;
  }
  let s = laneSum(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)));
  for (; i < n; i++) {
    s += load<f64>(x) * load<f64>(y);
    x += 8;
    y += 8;
  }
  return s;
}

@inline
export function laneSum(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** y += a x */
export function addScaled(n: i32, a: f64, x: usize, y: usize): void {
  const as = f64x2.splat(a);
  let i: i32 = 0;
  for (; i + 4 <= n; i += 4) {
    v128.store(y, f64x2.add(v128.load(y), f64x2.mul(as, v128.load(x))));
    v128.store(y, f64x2.add(v128.load(y, 16), f64x2.mul(as, v128.load(x, 16))), 16);
    x += 32;
    y += 32;
  }
  for (; i < n; i++) {
    store<f64>(y, load<f64>(y) + a * load<f64>(x));
    x += 8;
    y += 8;
  }
}

/** x *= a */
export function scale(n: i32, a: f64, x: usize): void {
  const as = f64x2.splat(a);
  let i: i32 = 0;
  for (; i + 2 <= n; i += 2) {
    v128.store(x, f64x2.mul(as, v128.load(x)));
    x += 16;
  }
  if (i < n) store<f64>(x, a * load<f64>(x));
}

/** (x, y) <- (c x + s y, c y - s x) */
export function rotateRows(n: i32, x: usize, y: usize, c: f64, s: f64): void {
  const cs = f64x2.splat(c);
  const ss = f64x2.splat(s);
  let i: i32 = 0;
  for (; i + 2 <= n; i += 2) {
    const a = v128.load(x);
    const b = v128.load(y);
    v128.store(x, f64x2.add(f64x2.mul(cs, a), f64x2.mul(ss, b)));
    v128.store(y, f64x2.sub(f64x2.mul(cs, b), f64x2.mul(ss, a)));
    x += 16;
    y += 16;
  }
  if (i < n) {
    const a = load<f64>(x);
    const b = load<f64>(y);
    store<f64>(x, c * a + s * b);
    store<f64>(y, c * b - s * a);
  }
}

/** y = A x, A m x n. Four rows at a time, so that x is read a quarter as often. */
export function gemv(m: i32, n: i32, a: usize, ld: i32, x: usize, y: usize): void {
  const stride = (<usize>ld) << 3;
  let i: i32 = 0;
  for (; i + 4 <= m; i += 4) {
    const r0 = a + <usize>i * stride;
    const r1 = r0 + stride;
    const r2 = r1 + stride;
    const r3 = r2 + stride;
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let s2 = f64x2.splat(0);
    let s3 = f64x2.splat(0);
    let j: i32 = 0;
    let o: usize = 0;
    for (; j + 2 <= n; j += 2) {
      const v = v128.load(x + o);
      s0 = f64x2.add(s0, f64x2.mul(v128.load(r0 + o), v));
      s1 = f64x2.add(s1, f64x2.mul(v128.load(r1 + o), v));
      s2 = f64x2.add(s2, f64x2.mul(v128.load(r2 + o), v));
      s3 = f64x2.add(s3, f64x2.mul(v128.load(r3 + o), v));
      o += 16;
    }
    let t0 = laneSum(s0);
    let t1 = laneSum(s1);
    let t2 = laneSum(s2);
    let t3 = laneSum(s3);
    if (j < n) {
      const v = load<f64>(x + o);
      t0 += load<f64>(r0 + o) * v;
      t1 += load<f64>(r1 + o) * v;
      t2 += load<f64>(r2 + o) * v;
      t3 += load<f64>(r3 + o) * v;
    }
    const to = y + ((<usize>i) << 3);
    store<f64>(to, t0);
    store<f64>(to, t1, 8);
    store<f64>(to, t2, 16);
    store<f64>(to, t3, 24);
  }
  for (; i < m; i++) store<f64>(y + ((<usize>i) << 3), dot(n, a + <usize>i * stride, x));
}

/** y += alpha A^T x, A m x n, y of n entries. `step`: distance in bytes from one entry of x to the next. */
export function gemvTransposed(
  m: i32,
  n: i32,
  alpha: f64,
  a: usize,
  ld: i32,
  x: usize,
  step: usize,
  y: usize,
): void {
  const stride = (<usize>ld) << 3;
  let i: i32 = 0;
  for (; i + 4 <= m; i += 4) {
    const r0 = a + <usize>i * stride;
    const r1 = r0 + stride;
    const r2 = r1 + stride;
    const r3 = r2 + stride;
    const x0 = alpha * load<f64>(x);
    const x1 = alpha * load<f64>(x + step);
    const x2 = alpha * load<f64>(x + 2 * step);
    const x3 = alpha * load<f64>(x + 3 * step);
    x += 4 * step;
    const v0 = f64x2.splat(x0);
    const v1 = f64x2.splat(x1);
    const v2 = f64x2.splat(x2);
    const v3 = f64x2.splat(x3);
    let j: i32 = 0;
    let o: usize = 0;
    for (; j + 2 <= n; j += 2) {
      const p = f64x2.add(f64x2.mul(v128.load(r0 + o), v0), f64x2.mul(v128.load(r1 + o), v1));
      const q = f64x2.add(f64x2.mul(v128.load(r2 + o), v2), f64x2.mul(v128.load(r3 + o), v3));
      v128.store(y + o, f64x2.add(v128.load(y + o), f64x2.add(p, q)));
      o += 16;
    }
    if (j < n) {
      const p = load<f64>(r0 + o) * x0 + load<f64>(r1 + o) * x1;
      const q = load<f64>(r2 + o) * x2 + load<f64>(r3 + o) * x3;
      store<f64>(y + o, load<f64>(y + o) + (p + q));
    }
  }
  for (; i < m; i++) {
    addScaled(n, alpha * load<f64>(x), a + <usize>i * stride, y);
    x += step;
  }
}
