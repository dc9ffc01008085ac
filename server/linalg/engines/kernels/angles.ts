// Differences of angles, two entries a step.
import { laneSum } from './vector';

/**
 * The sum of the Huber loss between r_i (d_i + d_k - a_ik) r_k / 2 and the same of the second input, s_i (e_i + e_k -
 * b_ik) s_k / 2, over the entries of two blocks a and b, rows x cols, with k < i + diagonal. `ofRows`: d_i, r_i, e_i, s_i, each of
 * `rows` entries; `ofCols`: the same of k, each of `cols` entries.
 */
export function angleLoss(
  rows: i32,
  cols: i32,
  diagonal: i32,
  a: usize,
  b: usize,
  ofRows: usize,
  ofCols: usize,
): f64 {
  const height = (<usize>rows) << 3;
  const width = (<usize>cols) << 3;
  let sum: f64 = 0;
  for (let i: i32 = max(0, 1 - diagonal); i < rows; i++) {
    const own = ofRows + ((<usize>i) << 3);
    const line = <usize>i * width;
    const count = min(cols, i + diagonal);
    const d = load<f64>(own);
    const r = 0.5 * load<f64>(own + height);
    const e = load<f64>(own + 2 * height);
    const s = 0.5 * load<f64>(own + 3 * height);
    // Half of the squares, unless one is beyond the bend: then all once more.
    const squares = sumRow(count, a + line, b + line, ofCols, width, d, r, e, s, false);
    sum += squares >= 0 ? squares : sumRow(count, a + line, b + line, ofCols, width, d, r, e, s, true);
  }
  return sum;
}

/** A row's part of the sum. Without `bent` half of the sum of the squares; -1 if a difference is above 1. */
@inline
function sumRow(
  count: i32,
  a: usize,
  b: usize,
  ofCols: usize,
  width: usize,
  d: f64,
  r: f64,
  e: f64,
  s: f64,
  bent: bool,
): f64 {
  const ds = f64x2.splat(d);
  const rs = f64x2.splat(r);
  const es = f64x2.splat(e);
  const ss = f64x2.splat(s);
  const one = f64x2.splat(1);
  let total = f64x2.splat(0);
  let most = f64x2.splat(0);
  let at = ofCols;
  let k: i32 = 0;
  for (; k + 2 <= count; k += 2) {
    const x = f64x2.mul(
      rs,
      f64x2.mul(f64x2.sub(f64x2.add(ds, v128.load(at)), v128.load(a)), v128.load(at + width)),
    );
    const y = f64x2.mul(
      ss,
      f64x2.mul(f64x2.sub(f64x2.add(es, v128.load(at + 2 * width)), v128.load(b)), v128.load(at + 3 * width)),
    );
    const apart = f64x2.sub(x, y);
    if (bent) {
      const size = f64x2.abs(apart);
      const small = f64x2.pmin(size, one);
      total = f64x2.add(total, f64x2.mul(small, f64x2.sub(f64x2.add(size, size), small)));
    } else {
      const square = f64x2.mul(apart, apart);
      total = f64x2.add(total, square);
      most = f64x2.pmax(most, square);
    }
    at += 16;
    a += 16;
    b += 16;
  }
  let sum = laneSum(total);
  let largest = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  if (k < count) {
    const x = r * ((d + load<f64>(at) - load<f64>(a)) * load<f64>(at + width));
    const y = s * ((e + load<f64>(at + 2 * width) - load<f64>(b)) * load<f64>(at + 3 * width));
    const size = abs(x - y);
    const small = bent ? min(size, 1) : size;
    sum += small * (size + size - small);
    largest = max(largest, size * size);
  }
  return bent || largest <= 1 ? 0.5 * sum : -1;
}
