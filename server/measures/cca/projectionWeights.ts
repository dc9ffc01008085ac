import type { Matrix } from '../../linalg/matrix';
import { centred } from '../preparations/centred';
import { scaled } from '../preparations/scaled';
import { spectrum } from '../preparations/spectrum';
import type { Prepared } from '../prepared';
import { basis } from './canonicalCorrelations';

/**
 * alpha_i = sum_j |<h_i, x_j>| for the first `count` canonical variates h_i = Q p_i of x. `vectors` [r x r] holds
 * p_i in its rows.
 */
export function variateWeights(x: Prepared, vectors: Matrix, count: number): Float64Array {
  const leading = { ...vectors, rows: count, data: vectors.data.subarray(0, count * vectors.cols) };
  return absoluteRowSums(x.engine.multiply(leading, x.get(basis).coordinates()));
}

/**
 * The weights of the svcca package's pwcca.py at commit 1f3fbf1, for a first input of full column rank no wider than
 * the second: directions are taken in the neurons' own axes, without the inverse square root of the covariance, each
 * neuron's mean is added to the direction of the same number, the directions are made orthonormal one after another,
 * and the neurons they are compared with are not centred. Adding the means makes the result depend on the signs of
 * the directions, which there are whatever LAPACK returns; here each direction's largest entry is positive.
 */
export function googleWeights(x: Prepared, vectors: Matrix): Float64Array {
  const { engine, n, d } = x;
  const { v } = x.get(spectrum);
  const raw = x.get(scaled);
  const directions = orient(engine.multiply(vectors, v));
  const projected = engine.multiply(directions, x.get(centred), { transposeB: true });
  for (const [i, mean] of columnMeans(raw.data, n, d).entries()) {
    for (let row = 0; row < n; row++) projected.data[i * n + row] = (projected.data[i * n + row] ?? 0) + mean;
  }
  orthonormalise(projected, () => engine.poll());
  return absoluteRowSums(engine.multiply(projected, raw));
}

/** Flips rows so that the entry of largest absolute value is positive. In place. */
function orient(m: Matrix): Matrix {
  for (let i = 0; i < m.rows; i++) {
    const row = m.data.subarray(i * m.cols, (i + 1) * m.cols);
    const largest = row.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
    if (largest < 0) for (let j = 0; j < m.cols; j++) row[j] = -(row[j] ?? 0);
  }
  return m;
}

function columnMeans(data: ArrayLike<number>, n: number, d: number): Float64Array {
  const means = new Float64Array(d);
  for (let at = 0; at < data.length; at++) means[at % d] = (means[at % d] ?? 0) + (data[at] ?? 0) / n;
  return means;
}

/** Gram-Schmidt over the rows, each projection made twice, which keeps them orthogonal to rounding. In place. */
function orthonormalise({ rows, cols, data }: Matrix, poll: () => void): void {
  for (let i = 0; i < rows; i++) {
    poll();
    const row = data.subarray(i * cols, (i + 1) * cols);
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < i; k++) {
        const other = data.subarray(k * cols, (k + 1) * cols);
        let product = 0;
        for (let j = 0; j < cols; j++) product += (row[j] ?? 0) * (other[j] ?? 0);
        for (let j = 0; j < cols; j++) row[j] = (row[j] ?? 0) - product * (other[j] ?? 0);
      }
    }
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    for (let j = 0; j < cols; j++) row[j] = (row[j] ?? 0) / length;
  }
}

function absoluteRowSums({ rows, cols, data }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    return data.subarray(i * cols, (i + 1) * cols).reduce((sum, value) => sum + Math.abs(value), 0);
  });
}
