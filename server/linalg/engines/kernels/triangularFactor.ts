import { makeReflector } from './reflector';
import { addScaled, gemv } from './vector';

/**
 * A panel of the QR factorisation of [R; B] with R upper triangular: `count` columns, whose part in B is stored as the
 * rows of V (length entries each), and whose part in R is the upper triangle at r (leading dimension ld). Overwrites
 * the rows of V with the tails of the reflectors (their head is 1 in the row of R they belong to) and that triangle of
 * R; sets tau. Zeros below the diagonal of R stay zero, so nothing else of R takes part. `work`: count entries.
 */
export function factorPanel(
  count: i32,
  length: i32,
  V: usize,
  stride: i32,
  r: usize,
  ld: i32,
  tau: usize,
  work: usize,
): void {
  const row = (<usize>stride) << 3;
  for (let j: i32 = 0; j < count; j++) {
    const v = V + <usize>j * row;
    const onDiagonal = r + ((<usize>j * <usize>(ld + 1)) << 3);
    const t = makeReflector(length, load<f64>(onDiagonal), v, onDiagonal);
    store<f64>(tau + ((<usize>j) << 3), t);
    const rest = count - j - 1;
    gemv(rest, length, v + row, stride, v, work);
    for (let q: i32 = 0; q < rest; q++) {
      const entry = onDiagonal + ((<usize>(q + 1)) << 3);
      const w = t * (load<f64>(entry) + load<f64>(work + ((<usize>q) << 3)));
      store<f64>(entry, load<f64>(entry) - w);
      addScaled(length, -w, v, v + <usize>(q + 1) * row);
    }
  }
}
