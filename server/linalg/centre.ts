import { type AnyMatrix, type Matrix, zeros } from './matrix';

/**
 * Subtracts the mean of every column; float64, n x d. Means are taken twice, the second time of what the first left
 * over, so that a common offset of any size costs no more digits than the input itself has lost to it. Columns whose
 * entries are all equal become exactly zero. No rows: no rows.
 */
export function centre(x: AnyMatrix): Matrix {
  const { rows: n, cols: d } = x;
  const result = zeros(n, d);
  const { data } = result;
  data.set(x.data);
  const sums = new Float64Array(d);
  const constant = new Uint8Array(d).fill(1);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < d; j++, at++) {
      const value = data[at] ?? 0;
      sums[j] = (sums[j] ?? 0) + value;
      if (value !== data[j]) constant[j] = 0;
    }
  }
  const means = sums.map((sum) => sum / n);
  sums.fill(0);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < d; j++, at++) {
      const value = (data[at] ?? 0) - (means[j] ?? 0);
      data[at] = value;
      sums[j] = (sums[j] ?? 0) + value;
    }
  }
  const rest = sums.map((sum) => sum / n);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < d; j++, at++) {
      data[at] = constant[j] === 1 ? 0 : (data[at] ?? 0) - (rest[j] ?? 0);
    }
  }
  return result;
}
