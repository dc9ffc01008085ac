/**
 * The median of a symmetric n x n matrix with zero diagonal, given its packed lower triangle (diagonal included), over
 * all n^2 entries or over those off the diagonal. An even count gives the mean of the two middle values. NaN for n < 2
 * without the diagonal. `poll` is called between passes.
 */
export function medianOfMirrored(
  packed: Float64Array,
  n: number,
  withDiagonal: boolean,
  poll: () => void = () => undefined,
): number {
  const below = new Float64Array((n * (n - 1)) / 2);
  for (let i = 1; i < n; i++) {
    below.set(packed.subarray((i * (i + 1)) / 2, (i * (i + 1)) / 2 + i), (i * (i - 1)) / 2);
  }
  const zeros = withDiagonal ? n : 0;
  const count = 2 * below.length + zeros;
  // Sorted, the n x n entries are the zeros of the diagonal and then each value below it twice.
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
