// Packing: the part of an operand a block product reads, rearranged into panels that are read in order.

/**
 * Packs `width` vectors of `depth` entries into panels of R vectors: panel p holds entry k of its R vectors side by
 * side, for k = 0, 1, ... The last panel is filled up with zeros. Entries are converted from S to T on the way.
 * `across`: the vectors are the columns of a row-major matrix (entry k of vector i at k * ld + i), else its rows.
 */
@inline
export function pack<S, T>(
  depth: i32,
  width: i32,
  from: usize,
  ld: i32,
  across: bool,
  to: usize,
  R: i32,
): void {
  const stride = <usize>ld * sizeof<S>();
  const step = <usize>R * sizeof<T>();
  for (let i: i32 = 0; i < width; i += R) {
    const count = min(R, width - i);
    if (across) {
      let source = from + <usize>i * sizeof<S>();
      for (let k: i32 = 0; k < depth; k++) {
        if (count == R) copyVector<S, T>(source, to, step);
        else for (let r: i32 = 0; r < R; r++) put<S, T>(source, r, to, r, r < count);
        source += stride;
        to += step;
      }
    } else {
      for (let r: i32 = 0; r < R; r += 4) {
        const source = from + <usize>(i + r) * stride;
        const target = to + <usize>r * sizeof<T>();
        if (r + 4 <= count) interleaveFour<S, T>(depth, source, stride, target, step);
        else for (let q: i32 = r; q < r + 4; q++) spread<S, T>(depth, from + <usize>(i + q) * stride, to, q, step, q < count);
      }
      to += <usize>depth * step;
    }
  }
}

@inline
function put<S, T>(from: usize, i: i32, to: usize, j: i32, present: bool): void {
  store<T>(to + <usize>j * sizeof<T>(), present ? <T>load<S>(from + <usize>i * sizeof<S>()) : <T>0);
}

/** `step` bytes of T at `to`, from as many entries of S. */
@inline
function copyVector<S, T>(from: usize, to: usize, step: usize): void {
  if (sizeof<S>() == sizeof<T>()) {
    for (let o: usize = 0; o < step; o += 16) v128.store(to + o, v128.load(from + o));
  } else {
    for (let o: usize = 0; o < step; o += 16) {
      v128.store(to + o, f64x2.promote_low_f32x4(v128.load64_zero(from + (o >> 1))));
    }
  }
}

/** Entry k of row r of four rows goes to place r of the group k; groups are `step` bytes apart. */
function interleaveFour<S, T>(depth: i32, row: usize, stride: usize, to: usize, step: usize): void {
  const r1 = row + stride;
  const r2 = r1 + stride;
  const r3 = r2 + stride;
  let k: i32 = 0;
  let o: usize = 0;
  // Two or four groups at a time: a vector from each row, transposed in registers.
  if (sizeof<T>() == 8) {
    for (; k + 2 <= depth; k += 2) {
      const a = loadPair<S>(row + o);
      const b = loadPair<S>(r1 + o);
      const c = loadPair<S>(r2 + o);
      const d = loadPair<S>(r3 + o);
      v128.store(to, v128.shuffle<i64>(a, b, 0, 2));
      v128.store(to, v128.shuffle<i64>(c, d, 0, 2), 16);
      v128.store(to + step, v128.shuffle<i64>(a, b, 1, 3));
      v128.store(to + step, v128.shuffle<i64>(c, d, 1, 3), 16);
      o += 2 * sizeof<S>();
      to += 2 * step;
    }
  } else {
    for (; k + 4 <= depth; k += 4) {
      const a = v128.load(row + o);
      const b = v128.load(r1 + o);
      const c = v128.load(r2 + o);
      const d = v128.load(r3 + o);
      const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
      const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
      v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
      v128.store(to + step, v128.shuffle<i64>(ab, cd, 1, 3));
      const AB = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
      const CD = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
      v128.store(to + 2 * step, v128.shuffle<i64>(AB, CD, 0, 2));
      v128.store(to + 3 * step, v128.shuffle<i64>(AB, CD, 1, 3));
      o += 16;
      to += 4 * step;
    }
  }
  for (; k < depth; k++) {
    store<T>(to, <T>load<S>(row + o));
    store<T>(to + sizeof<T>(), <T>load<S>(r1 + o));
    store<T>(to + 2 * sizeof<T>(), <T>load<S>(r2 + o));
    store<T>(to + 3 * sizeof<T>(), <T>load<S>(r3 + o));
    o += sizeof<S>();
    to += step;
  }
}

/** Two entries of S in float64. */
@inline
function loadPair<S>(from: usize): v128 {
  if (sizeof<S>() == 8) return v128.load(from);
  return f64x2.promote_low_f32x4(v128.load64_zero(from));
}

/** Writes a single row, or zeros, to place r of the groups. */
function spread<S, T>(depth: i32, row: usize, to: usize, r: i32, step: usize, present: bool): void {
  to += <usize>r * sizeof<T>();
  for (let k: i32 = 0; k < depth; k++) {
    store<T>(to, present ? <T>load<S>(row + <usize>k * sizeof<S>()) : <T>0);
    to += step;
  }
}
