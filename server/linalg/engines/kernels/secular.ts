// The inner loops of the divide-and-conquer eigensolver: the rank-one update D + rho z z^T, D = diag(d_0 < d_1 < ...),
// |z| = 1, rho > 0. Its eigenvalues are the zeros of f(x) = 1 + rho sum(z_j^2 / (d_j - x)).
import { laneSum } from './vector';

/**
 * Eigenvalue number i, the zero between d_i and d_{i+1} (between d_i and d_i + rho for the last); stores d_j minus the
 * eigenvalue at `gaps`, each to high relative accuracy. `squares`: z_j^2. Li's "middle way" (LAPACK working note 89):
 * f is interpolated by a constant and the two neighbouring poles; bisection where that leaves the bracket.
 */
export function secularRoot(k: i32, i: i32, d: usize, squares: usize, rho: f64, gaps: usize): f64 {
  const last = i == k - 1;
  const left = at(d, i);
  const width = last ? rho : at(d, i + 1) - left;
  const half = 0.5 * width;
  shift(k, d, left, half, gaps);
  const middle = 1 + rho * inverseSum(0, k, gaps, squares);

  // Measure from the pole nearer to the zero, so that the distance to it is not cancelled away.
  const fromRight = !last && middle < 0;
  const origin = fromRight ? at(d, i + 1) : left;
  let low = middle >= 0 ? 0 : fromRight ? -half : half;
  let high = middle >= 0 ? half : fromRight ? 0 : width;
  const toLeft = left - origin;
  const toRight = last ? 0 : at(d, i + 1) - origin;
  let x = fromRight ? -half : half;
  if (!last) {
    // The two poles exactly, everything else as it is in the middle.
    const p = rho * at(squares, i);
    const q = rho * at(squares, i + 1);
    const c = middle + p / half - q / half;
    const guess = smallerRoot(c, c * (toLeft + toRight) + p + q, c * toLeft * toRight + p * toRight + q * toLeft);
    if (guess > low && guess < high) x = guess;
    else x = 0.5 * (low + high);
  } else x = 0.5 * (low + high);

  for (let step: i32 = 0; step < 100; step++) {
    shift(k, d, origin, x, gaps);
    const below = sums(0, i + 1, gaps, squares);
    const psi = rho * f64x2.extract_lane(below, 0);
    const slopePsi = rho * f64x2.extract_lane(below, 1);
    const above = sums(i + 1, k, gaps, squares);
    const phi = rho * f64x2.extract_lane(above, 0);
    const slopePhi = rho * f64x2.extract_lane(above, 1);
    const value = 1 + psi + phi;
    const error = 8 * (phi - psi) + 1 + Math.abs(x) * (slopePsi + slopePhi);
    if (Math.abs(value) <= f64.EPSILON * error) break;
    if (value < 0) low = max(low, x);
    else high = min(high, x);
    const toLow = toLeft - x;
    let move: f64;
    if (last) {
      const s = slopePsi * toLow * toLow;
      move = toLow + s / (value - s / toLow);
    } else {
      const toHigh = toRight - x;
      const c = value - slopePsi * toLow - slopePhi * toHigh;
      const s = slopePsi * toLow * toLow + slopePhi * toHigh * toHigh;
      move = smallerRoot(c, c * (toLow + toHigh) + s, value * toLow * toHigh);
    }
    let next = x + move;
    if (!(next > low && (next < high || (last && next == high)))) next = 0.5 * (low + high);
    if (next == x || high - low <= f64.EPSILON * max(Math.abs(low), Math.abs(high))) {
      x = next;
      shift(k, d, origin, x, gaps);
      break;
    }
    x = next;
  }
  return origin + x;
}

/** The root of c x^2 - b x + e = 0 that interpolates between the poles, without cancellation. */
function smallerRoot(c: f64, b: f64, e: f64): f64 {
  const root = Math.sqrt(max(b * b - 4 * c * e, 0));
  return b <= 0 ? (b - root) / (2 * c) : (2 * e) / (b + root);
}

@inline
function at(from: usize, i: i32): f64 {
  return load<f64>(from + ((<usize>i) << 3));
}

/** gaps_j = (d_j - origin) - x */
function shift(k: i32, d: usize, origin: f64, x: f64, gaps: usize): void {
  const o = f64x2.splat(origin);
  const xs = f64x2.splat(x);
  let j: i32 = 0;
  for (; j + 2 <= k; j += 2) {
    v128.store(gaps, f64x2.sub(f64x2.sub(v128.load(d), o), xs));
    d += 16;
    gaps += 16;
  }
  if (j < k) store<f64>(gaps, load<f64>(d) - origin - x);
}

/** sum of z_j^2 / gap_j over [from, to) */
function inverseSum(from: i32, to: i32, gaps: usize, squares: usize): f64 {
  return f64x2.extract_lane(sums(from, to, gaps, squares), 0);
}

/** The sums of z_j^2 / gap_j and of z_j^2 / gap_j^2 over [from, to). */
function sums(from: i32, to: i32, gaps: usize, squares: usize): v128 {
  const ones = f64x2.splat(1);
  let first = f64x2.splat(0);
  let second = f64x2.splat(0);
  let j = from;
  gaps += (<usize>from) << 3;
  squares += (<usize>from) << 3;
  for (; j + 2 <= to; j += 2) {
    const t = f64x2.div(ones, v128.load(gaps));
    const q = f64x2.mul(v128.load(squares), t);
    first = f64x2.add(first, q);
    second = f64x2.add(second, f64x2.mul(q, t));
    gaps += 16;
    squares += 16;
  }
  let a = laneSum(first);
  let b = laneSum(second);
  if (j < to) {
    const t = 1 / load<f64>(gaps);
    const q = load<f64>(squares) * t;
    a += q;
    b += q * t;
  }
  return f64x2.replace_lane(f64x2.splat(a), 1, b);
}

/**
 * Multiplies the factors of root i into `products`: after all roots they are z_j^2 (up to the factor rho) of the matrix
 * whose eigenvalues the computed ones are exactly (Gu and Eisenstat 1994). Its eigenvectors are orthogonal to working
 * precision, however close the eigenvalues.
 */
export function weightFactors(k: i32, i: i32, d: usize, gaps: usize, products: usize): void {
  const own = at(products, i) * at(gaps, i);
  const di = f64x2.splat(at(d, i));
  let j: i32 = 0;
  for (; j + 2 <= k; j += 2) {
    const o = (<usize>j) << 3;
    const ratio = f64x2.div(v128.load(gaps + o), f64x2.sub(v128.load(d + o), di));
    v128.store(products + o, f64x2.mul(v128.load(products + o), ratio));
  }
  if (j < k) {
    const o = (<usize>j) << 3;
    store<f64>(products + o, (load<f64>(products + o) * load<f64>(gaps + o)) / (load<f64>(d + o) - at(d, i)));
  }
  store<f64>(products + ((<usize>i) << 3), own);
}

/** Turns the gaps of an eigenvalue into its unit eigenvector z_j / gap_j, entries in the order given (int32). */
export function eigenvectorRow(k: i32, gaps: usize, z: usize, order: usize, spare: usize): void {
  let squares: f64 = 0;
  for (let j: i32 = 0; j < k; j++) {
    const o = (<usize>j) << 3;
    const x = load<f64>(z + o) / load<f64>(gaps + o);
    store<f64>(spare + o, x);
    squares += x * x;
  }
  const scale = 1 / Math.sqrt(squares);
  for (let j: i32 = 0; j < k; j++) {
    const from = load<i32>(order + ((<usize>j) << 2));
    store<f64>(gaps + ((<usize>j) << 3), at(spare, from) * scale);
  }
}
