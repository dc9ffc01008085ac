// Column means and what is left without them, two columns a step. Input is float32 or float64, all else float64.
import { laneSum } from './vector';

/** Two neighbouring numbers as float64. */
@inline
function pair<T>(at: usize): v128 {
  return sizeof<T>() == 4 ? f64x2.promote_low_f32x4(v128.load64_zero(at)) : v128.load(at);
}

@inline
function one<T>(at: usize): f64 {
  return sizeof<T>() == 4 ? <f64>load<f32>(at) : load<f64>(at);
}

/** Adds every column of x [rows x d], less a number of its own, to its sum; the rows four at a time. */
@inline
function addRows<T>(rows: i32, d: i32, x: usize, less: usize, sums: usize): void {
  const size = <i32>sizeof<T>();
  const width = <usize>(d * size);
  let i: i32 = 0;
  for (; i + 4 <= rows; i += 4) {
    let j: i32 = 0;
    let at = x;
    for (; j + 2 <= d; j += 2) {
      const mean = v128.load(less + (j << 3));
      const p = f64x2.sub(pair<T>(at), mean);
      const q = f64x2.sub(pair<T>(at + width), mean);
      const r = f64x2.sub(pair<T>(at + 2 * width), mean);
      const s = f64x2.sub(pair<T>(at + 3 * width), mean);
      const to = sums + (j << 3);
      v128.store(to, f64x2.add(v128.load(to), f64x2.add(f64x2.add(p, q), f64x2.add(r, s))));
      at += 2 * size;
    }
    if (j < d) {
      const mean = load<f64>(less + (j << 3));
      const p = one<T>(at) - mean + (one<T>(at + width) - mean);
      const r = one<T>(at + 2 * width) - mean + (one<T>(at + 3 * width) - mean);
      store<f64>(sums + (j << 3), load<f64>(sums + (j << 3)) + (p + r));
    }
    x += 4 * width;
  }
  for (; i < rows; i++) {
    for (let j: i32 = 0; j < d; j++) {
      const to = sums + (j << 3);
      store<f64>(to, load<f64>(to) + (one<T>(x + j * size) - load<f64>(less + (j << 3))));
    }
    x += width;
  }
}

/** What is left of x [rows x d] without the means, and without the rest of them. */
@inline
function centreRows<T>(rows: i32, d: i32, x: usize, means: usize, rest: usize, to: usize): void {
  const size = <i32>sizeof<T>();
  for (let i: i32 = 0; i < rows; i++) {
    let j: i32 = 0;
    for (; j + 2 <= d; j += 2) {
      const left = f64x2.sub(pair<T>(x), v128.load(means + (j << 3)));
      v128.store(to, f64x2.sub(left, v128.load(rest + (j << 3))));
      x += 2 * size;
      to += 16;
    }
    if (j < d) {
      store<f64>(to, one<T>(x) - load<f64>(means + (j << 3)) - load<f64>(rest + (j << 3)));
      x += size;
      to += 8;
    }
  }
}

/**
 * The same as columns, `stride` entries from one to the next; an even number of rows. Adds the squares of each row to its
 * length.
 */
@inline
function turnRows<T>(
  rows: i32,
  d: i32,
  x: usize,
  means: usize,
  rest: usize,
  to: usize,
  stride: i32,
  lengths: usize,
): void {
  const size = <i32>sizeof<T>();
  const width = <usize>(d * size);
  const step = <usize>(stride << 3);
  for (let i: i32 = 0; i < rows; i += 2) {
    let first = f64x2.splat(0);
    let second = f64x2.splat(0);
    let j: i32 = 0;
    let out = to;
    let at = x;
    for (; j + 2 <= d; j += 2) {
      const mean = v128.load(means + (j << 3));
      const small = v128.load(rest + (j << 3));
      const a = f64x2.sub(f64x2.sub(pair<T>(at), mean), small);
      const b = f64x2.sub(f64x2.sub(pair<T>(at + width), mean), small);
      first = f64x2.add(first, f64x2.mul(a, a));
      second = f64x2.add(second, f64x2.mul(b, b));
      v128.store(out, v128.shuffle<i64>(a, b, 0, 2));
      v128.store(out + step, v128.shuffle<i64>(a, b, 1, 3));
      out += 2 * step;
      at += 2 * size;
    }
    let p: f64 = 0;
    let q: f64 = 0;
    if (j < d) {
      const mean = load<f64>(means + (j << 3));
      const small = load<f64>(rest + (j << 3));
      p = one<T>(at) - mean - small;
      q = one<T>(at + width) - mean - small;
      store<f64>(out, p);
      store<f64>(out, q, 8);
    }
    store<f64>(lengths, load<f64>(lengths) + (laneSum(first) + p * p));
    store<f64>(lengths, load<f64>(lengths, 8) + (laneSum(second) + q * q), 8);
    x += 2 * width;
    to += 16;
    lengths += 16;
  }
}

// What is exported has one type of number: one function for each.

export function addRowsFloat32(rows: i32, d: i32, x: usize, less: usize, sums: usize): void {
  addRows<f32>(rows, d, x, less, sums);
}

export function addRowsFloat64(rows: i32, d: i32, x: usize, less: usize, sums: usize): void {
  addRows<f64>(rows, d, x, less, sums);
}

export function centreRowsFloat32(rows: i32, d: i32, x: usize, means: usize, rest: usize, to: usize): void {
  centreRows<f32>(rows, d, x, means, rest, to);
}

export function centreRowsFloat64(rows: i32, d: i32, x: usize, means: usize, rest: usize, to: usize): void {
  centreRows<f64>(rows, d, x, means, rest, to);
}

export function turnRowsFloat32(
  rows: i32,
  d: i32,
  x: usize,
  means: usize,
  rest: usize,
  to: usize,
  stride: i32,
  lengths: usize,
): void {
  turnRows<f32>(rows, d, x, means, rest, to, stride, lengths);
}

export function turnRowsFloat64(
  rows: i32,
  d: i32,
  x: usize,
  means: usize,
  rest: usize,
  to: usize,
  stride: i32,
  lengths: usize,
): void {
  turnRows<f64>(rows, d, x, means, rest, to, stride, lengths);
}
