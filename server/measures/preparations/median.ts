/**
 * The median of a symmetric n x n matrix with zero diagonal, given its packed lower triangle (diagonal included), over
 * all n^2 entries or over those off the diagonal. An even count gives the mean of the two middle values. NaN for n < 2
 * without the diagonal.
 */
export function medianOfMirrored(packed: Float64Array, n: number, withDiagonal: boolean): number {
  const below = new Float64Array((n * (n - 1)) / 2);
  for (let i = 1; i < n; i++) {
    below.set(packed.subarray((i * (i + 1)) / 2, (i * (i + 1)) / 2 + i), (i * (i - 1)) / 2);
  }
  below.sort();
  const zeros = withDiagonal ? n : 0;
  const count = 2 * below.length + zeros;
  // Sorted, the n x n entries are the zeros of the diagonal and then each value below it twice.
  const entry = (k: number): number => (k < zeros ? 0 : (below[(k - zeros) >> 1] ?? NaN));
  return (entry((count - 1) >> 1) + entry(count >> 1)) / 2;
}
