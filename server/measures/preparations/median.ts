/** A symmetric matrix with zero diagonal, as its packed lower triangle with the diagonal (see packed.ts). */
interface Mirrored {
  readonly packed: Float64Array;
  readonly n: number;
}

/**
 * The median of the entries of symmetric matrices with zero diagonals together: over all n^2 entries of each or over
 * those off the diagonals. An even count gives the mean of the two middle values. NaN for none. `poll` is called
 * between passes.
 */
export function medianOfMirrored(
  matrices: readonly Mirrored[],
  withDiagonal: boolean,
  poll: () => void = () => undefined,
): number {
  const below = new Float64Array(matrices.reduce((sum, { n }) => sum + (n * (n - 1)) / 2, 0));
  let at = 0;
  for (const { packed, n } of matrices) {
    for (let i = 1; i < n; at += i, i++) {
      const start = (i * (i + 1)) / 2;
      below.set(packed.subarray(start, start + i), at);
    }
  }
  const zeros = withDiagonal ? matrices.reduce((sum, { n }) => sum + n, 0) : 0;
  const count = 2 * below.length + zeros;
  // Sorted, the entries are the zeros of the diagonals and then each value below them twice.
  const entry = (k: number): number => (k < zeros ? 0 : nthSmallest(below, (k - zeros) >> 1, poll));
  return (entry((count - 1) >> 1) + entry(count >> 1)) / 2;
}

/** The value at position k of the sorted values, k from 0; reorders them (quickselect, Hoare 1961). NaN outside. */
function nthSmallest(values: Float64Array, k: number, poll: () => void): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    poll();
    const pivot = medianOfThree(values[low] ?? 0, values[(low + high) >> 1] ?? 0, values[high] ?? 0);
    let [left, right] = [low, high];
    while (left <= right) {
      while ((values[left] ?? 0) < pivot) left++;
      while ((values[right] ?? 0) > pivot) right--;
      if (left > right) break;
      const swapped = values[left] ?? 0;
      values[left++] = values[right] ?? 0;
      values[right--] = swapped;
    }
    if (k <= right) high = right;
    else if (k >= left) low = left;
    else break;
  }
  return values[k] ?? NaN;
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
