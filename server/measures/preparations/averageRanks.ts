/** The rank of each value, 1 for the smallest; equal values get the mean of the ranks they share. */
export function averageRanks(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  return values.map((value) => (below(sorted, value, false) + 1 + below(sorted, value, true)) / 2);
}

/** How many of the sorted values are smaller than `value`, or with `orEqual` not larger. */
function below(sorted: Float64Array, value: number, orEqual: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = sorted[middle] ?? Infinity;
    if (at < value || (orEqual && at === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
