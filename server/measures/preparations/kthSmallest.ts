/**
 * The k-th smallest (from 1) of some numbers, none of them NaN, which are left in another order. Quickselect; what goes
 * to which side of the pivot is counted, not branched on: of half of all numbers a processor would guess wrong.
 */
export function kthSmallest(values: Float64Array, k: number): number {
  const wanted = k - 1;
  let [low, high] = [0, values.length];
  while (high - low > 1) {
    const pivot = middleOf(values[low] ?? 0, values[(low + high) >>> 1] ?? 0, values[high - 1] ?? 0);
    let smaller = low;
    for (let i = low; i < high; i++) {
      const value = values[i] ?? 0;
      values[i] = values[smaller] ?? 0;
      values[smaller] = value;
      smaller += Number(value < pivot);
    }
    if (wanted < smaller) {
      high = smaller;
      continue;
    }
    // At least the pivot itself goes to the equal ones, so that what is left gets less.
    let equal = smaller;
    for (let i = smaller; i < high; i++) {
      const value = values[i] ?? 0;
      values[i] = values[equal] ?? 0;
      values[equal] = value;
      equal += Number(value <= pivot);
    }
    if (wanted < equal) return pivot;
    low = equal;
  }
  return values[wanted] ?? NaN;
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
