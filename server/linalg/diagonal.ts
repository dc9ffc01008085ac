import type { Matrix } from './matrix';

/** diag(a) M diag(b); a null factor is the identity. */
export function betweenDiagonals(
  a: ArrayLike<number> | null,
  { rows, cols, data }: Matrix,
  b: ArrayLike<number> | null,
): Matrix {
  const product = new Float64Array(data.length);
  for (let i = 0, at = 0; i < rows; i++) {
    const factor = a?.[i] ?? 1;
    for (let j = 0; j < cols; j++, at++) product[at] = factor * (data[at] ?? 0) * (b?.[j] ?? 1);
  }
  return { rows, cols, data: product };
}
