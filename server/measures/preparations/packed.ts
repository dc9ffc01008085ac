/**
 * Symmetric n x n matrices as their lower triangle, row after row: entry (i, j) with j <= i is at i (i + 1) / 2 + j.
 * `poll` is called between blocks of rows.
 */

/** Entries of a packed matrix between two polls. */
const block = 2 ** 20;

export function packedLength(n: number): number {
  return (n * (n + 1)) / 2;
}

export type Centring = 'double' | 'U';

/**
 * K - row means - column means + mean, in place (`double`); or the U-centring of Szekely and Rizzo (2014), whose
 * diagonal is zero and whose inner products are n (n - 3) times unbiased (`U`, n >= 4).
 */
export function centrePacked(packed: Float64Array, n: number, centring: Centring, poll: () => void): void {
  if (centring === 'U') for (let i = 0; i < n; i++) packed[(i * (i + 3)) / 2] = 0;
  const sums = rowSums(packed, n, poll);
  const total = sums.reduce((sum, value) => sum + value, 0);
  // Half of the grand mean is subtracted from each mean, so that row and column together give it back once.
  const means =
    centring === 'U'
      ? sums.map((sum) => sum / (n - 2) - total / (2 * (n - 1) * (n - 2)))
      : sums.map((sum) => sum / n - total / (2 * n * n));
  for (let i = 0, at = 0, next = 0; i < n; i++) {
    if (at >= next) {
      poll();
      next = at + block;
    }
    const mean = means[i] ?? 0;
    for (let j = 0; j < i; j++, at++) packed[at] = (packed[at] ?? 0) - mean - (means[j] ?? 0);
    if (centring === 'double') packed[at] = (packed[at] ?? 0) - 2 * mean;
    at++;
  }
}

/** The sum of each row of the whole matrix, n entries. */
function rowSums(packed: Float64Array, n: number, poll: () => void): Float64Array {
  const sums = new Float64Array(n);
  for (let i = 0, at = 0, next = 0; i < n; i++) {
    if (at >= next) {
      poll();
      next = at + block;
    }
    let sum = 0;
    for (let j = 0; j < i; j++, at++) {
      const value = packed[at] ?? 0;
      sum += value;
      sums[j] = (sums[j] ?? 0) + value;
    }
    sums[i] = sum + (packed[at++] ?? 0);
  }
  return sums;
}

/** The sum over all n x n entries of the products of two packed matrices. */
export function packedProduct(a: Float64Array, b: Float64Array, n: number, poll: () => void): number {
  let twice = 0;
  for (let from = 0; from < a.length; from += block) {
    poll();
    twice += partialProduct(a, b, from, Math.min(a.length, from + block));
  }
  let diagonal = 0;
  for (let i = 0; i < n; i++) {
    const at = (i * (i + 3)) / 2;
    diagonal += (a[at] ?? 0) * (b[at] ?? 0);
  }
  return 2 * twice - diagonal;
}

/** Four sums side by side: one alone would wait for each addition. */
function partialProduct(a: Float64Array, b: Float64Array, from: number, to: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let i = from;
  for (; i + 4 <= to; i += 4) {
    s0 += (a[i] ?? 0) * (b[i] ?? 0);
    s1 += (a[i + 1] ?? 0) * (b[i + 1] ?? 0);
    s2 += (a[i + 2] ?? 0) * (b[i + 2] ?? 0);
    s3 += (a[i + 3] ?? 0) * (b[i + 3] ?? 0);
  }
  for (; i < to; i++) s0 += (a[i] ?? 0) * (b[i] ?? 0);
  return s0 + s1 + (s2 + s3);
}

/** The sum of the diagonal. */
export function packedTrace(packed: Float64Array, n: number): number {
  let trace = 0;
  for (let i = 0; i < n; i++) trace += packed[(i * (i + 3)) / 2] ?? 0;
  return trace;
}

/**
 * The squared Frobenius norm of a centred packed matrix; 0 where that is nothing but rounding of the matrix it was
 * before, whose largest entry had this size.
 */
export function selfProductOf(packed: Float64Array, n: number, largest: number, poll: () => void): number {
  const product = packedProduct(packed, packed, n, poll);
  return product <= (n * 1e-14 * largest) ** 2 ? 0 : product;
}
