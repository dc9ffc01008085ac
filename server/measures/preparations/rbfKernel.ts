import type { Preparation, Prepared } from '../prepared';
import { centred } from './centred';
import { forEachBlockOfDistances } from './pairwise';
import { medianOfMirrored } from './median';

/**
 * An RBF kernel matrix, centred and packed: entry (i, j) with j <= i is at i (i + 1) / 2 + j. Null when more than half
 * of the distances the bandwidth is the median of are zero: then there is no bandwidth.
 */
export type RbfKernel = {
  readonly packed: Float64Array;
  /** The squared Frobenius norm of the centred kernel matrix (all n x n entries). */
  readonly selfProduct: number;
  readonly trace: number;
} | null;

export type Median = 'all' | 'offdiagonal';
export type Estimator = 'biased' | 'debiased';

/**
 * exp(-||x_i - x_j||^2 / (2 sigma^2)) with sigma^2 = bandwidth^2 times the median squared distance, over all n x n
 * entries or those off the diagonal; then double-centred (`biased`) or U-centred (`debiased`, n >= 4).
 */
export function rbfKernel(bandwidth: number, median: Median, estimator: Estimator): Preparation<RbfKernel> {
  return {
    id: `rbfKernel ${bandwidth} ${median} ${estimator}`,
    // While the median is found a second triangle is held.
    cost: (n, d) => ({ operations: 2 * n * n * d + 500 * n * n, bytes: 8 * n * n }),
    make: (of) => {
      const packed = squaredDistances(of);
      const typical = medianOfMirrored(packed, of.n, median === 'all', () => of.engine.poll());
      if (!(typical > 0)) return null;
      const factor = -1 / (2 * bandwidth * bandwidth * typical);
      for (let i = 0; i < packed.length; i++) {
        if (i % 2 ** 20 === 0) of.engine.poll();
        packed[i] = Math.exp((packed[i] ?? 0) * factor);
      }
      centrePacked(packed, of.n, estimator);
      return { packed, ...sums(packed, of.n) };
    },
  };
}

/** The lower triangle of squared Euclidean distances, diagonal included, in the unit of the centred matrix. */
function squaredDistances(of: Prepared): Float64Array {
  const { n } = of;
  const packed = new Float64Array((n * (n + 1)) / 2);
  forEachBlockOfDistances(of.engine, of.get(centred), (first, rows, block) => {
    for (let i = 0; i < rows; i++) {
      const row = first + i;
      packed.set(block.subarray(i * n, i * n + row + 1), (row * (row + 1)) / 2);
    }
  });
  return packed;
}

/** K - row means - column means + mean; or the U-centring of Szekely and Rizzo, whose diagonal is zero. In place. */
function centrePacked(packed: Float64Array, n: number, estimator: Estimator): void {
  const debiased = estimator === 'debiased';
  const sums = new Float64Array(n);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j <= i; j++, at++) {
      if (i === j && debiased) packed[at] = 0;
      const value = packed[at] ?? 0;
      sums[i] = (sums[i] ?? 0) + value;
      if (i !== j) sums[j] = (sums[j] ?? 0) + value;
    }
  }
  const total = sums.reduce((sum, value) => sum + value, 0);
  // Half of the grand mean is subtracted from each mean, so that row and column together give it back once.
  const means = debiased
    ? sums.map((sum) => sum / (n - 2) - total / (2 * (n - 1) * (n - 2)))
    : sums.map((sum) => sum / n - total / (2 * n * n));
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j <= i; j++, at++) {
      if (i === j && debiased) continue;
      packed[at] = (packed[at] ?? 0) - (means[i] ?? 0) - (means[j] ?? 0);
    }
  }
}

function sums(packed: Float64Array, n: number): { selfProduct: number; trace: number } {
  let trace = 0;
  for (let i = 0; i < n; i++) trace += packed[(i * (i + 3)) / 2] ?? 0;
  return { selfProduct: packedProduct(packed, packed, n), trace };
}

/** The sum over all n x n entries of the products of two packed symmetric matrices. */
export function packedProduct(a: Float64Array, b: Float64Array, n: number): number {
  let below = 0;
  let diagonal = 0;
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < i; j++, at++) below += (a[at] ?? 0) * (b[at] ?? 0);
    diagonal += (a[at] ?? 0) * (b[at] ?? 0);
    at++;
  }
  return 2 * below + diagonal;
}
