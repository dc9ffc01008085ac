import { type AnyMatrix, type Matrix, zeros } from './matrix';

/**
 * Subtracts the mean of every column; float64, n x d. Means are taken twice, the second time of what the first left
 * over, so that a common offset of any size costs no more digits than the input itself has lost to it. Columns whose
 * entries are all equal become exactly zero. No rows: no rows.
 */
export function centre(x: AnyMatrix): Matrix {
  const { rows: n, cols: d } = x;
  const result = zeros(n, d);
  if (n === 0) return result;
  result.data.set(x.data);
  const constant = constantColumns(x);
  subtractMeans(result);
  subtractMeans(result);
  if (constant.includes(1)) {
    result.data.forEach((_, at) => {
      if (constant[at % d] === 1) result.data[at] = 0;
    });
  }
  return result;
}

/** The mean of every column, d entries, summed in float64. */
function columnMeans({ rows: n, cols: d, data }: Matrix): Float64Array {
  const means = new Float64Array(d);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < d; j++, at++) means[j] = (means[j] ?? 0) + (data[at] ?? 0);
  }
  return means.map((sum) => sum / n);
}

function subtractMeans(x: Matrix): void {
  const means = columnMeans(x);
  const { rows: n, cols: d, data } = x;
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < d; j++, at++) data[at] = (data[at] ?? 0) - (means[j] ?? 0);
  }
}

/** 1 for the columns whose entries are all equal. */
function constantColumns({ rows: n, cols: d, data }: AnyMatrix): Uint8Array {
  const constant = new Uint8Array(d).fill(1);
  for (let i = 1, at = d; i < n; i++) {
    for (let j = 0; j < d; j++, at++) if (data[at] !== data[j]) constant[j] = 0;
  }
  return constant;
}
