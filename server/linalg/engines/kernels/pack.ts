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
      for (let r: i32 = 0; r < R; r++) {
        const source = from + <usize>(i + r) * stride;
        let target = to + <usize>r * sizeof<T>();
        if (r < count) {
          for (let k: i32 = 0; k < depth; k++) {
            store<T>(target, <T>load<S>(source + <usize>k * sizeof<S>()));
            target += step;
          }
        } else {
          for (let k: i32 = 0; k < depth; k++) {
            store<T>(target, <T>0);
            target += step;
          }
        }
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
