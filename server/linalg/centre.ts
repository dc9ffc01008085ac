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
  // Loops that see arrays of one type only are much faster.
  const source = x.data instanceof Float64Array ? x.data : data;
  if (source === data) data.set(x.data);
  const constant = constantColumns(source, n, d);
  const means = columnSums(source, n, d);
  for (let j = 0; j < d; j++) means[j] = (means[j] ?? 0) / n;
  const rest = subtract(source, means, data, n, d);
  for (let j = 0; j < d; j++) rest[j] = (rest[j] ?? 0) / n;
  subtract(data, rest, data, n, d);
  for (const j of constant) for (let at = j; at < data.length; at += d) data[at] = 0;
  return result;
}

/** The columns that hold one number only: of those still in question row by row, which soon are few. */
function constantColumns(data: Float64Array, n: number, d: number): readonly number[] {
  let columns = Array.from({ length: d }, (_, j) => j);
  for (let i = 1, at = d; i < n && columns.length > 0; i++, at += d) {
    if (columns.some((j) => data[at + j] !== data[j])) {
      columns = columns.filter((j) => data[at + j] === data[j]);
    }
  }
  return n === 0 ? [] : columns;
}

/** The sum of every column, four rows at a time. */
function columnSums(data: Float64Array, n: number, d: number): Float64Array {
  const sums = new Float64Array(d);
  const whole = n - (n % 4);
  for (let i = 0; i < whole; i += 4) {
    const a = i * d;
    const [b, c, e] = [a + d, a + 2 * d, a + 3 * d];
    for (let j = 0; j < d; j++) {
      const pairs = (data[a + j] ?? 0) + (data[b + j] ?? 0) + ((data[c + j] ?? 0) + (data[e + j] ?? 0));
      sums[j] = (sums[j] ?? 0) + pairs;
    }
  }
  for (let at = whole * d; at < data.length; at++) sums[at % d] = (sums[at % d] ?? 0) + (data[at] ?? 0);
  return sums;
}

/** Subtracts a row from all rows; returns the column sums of what is left. */
function subtract(from: Float64Array, means: Float64Array, to: Float64Array, n: number, d: number) {
  const sums = new Float64Array(d);
  const whole = n - (n % 4);
  for (let i = 0; i < whole; i += 4) {
    const a = i * d;
    const [b, c, e] = [a + d, a + 2 * d, a + 3 * d];
    for (let j = 0; j < d; j++) {
      const mean = means[j] ?? 0;
      const p = (from[a + j] ?? 0) - mean;
      const q = (from[b + j] ?? 0) - mean;
      const r = (from[c + j] ?? 0) - mean;
      const s = (from[e + j] ?? 0) - mean;
      to[a + j] = p;
      to[b + j] = q;
      to[c + j] = r;
      to[e + j] = s;
      sums[j] = (sums[j] ?? 0) + (p + q + (r + s));
    }
  }
  for (let at = whole * d; at < to.length; at++) {
    const j = at % d;
    const value = (from[at] ?? 0) - (means[j] ?? 0);
    to[at] = value;
    sums[j] = (sums[j] ?? 0) + value;
  }
  return sums;
}
