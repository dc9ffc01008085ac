/**
 * Kendall's tau-b of two vectors of equal length, by counting the swaps of a merge sort (Knight 1966), O(m log m).
 * Null when either vector is constant. `poll` is called between merges.
 */
export function kendallTauB(x: Float64Array, y: Float64Array, poll: () => void): number | null {
  const m = x.length;
  const at = (values: Float64Array, i: number): number => values[i] ?? 0;
  const order = Uint32Array.from({ length: m }, (_, i) => i);
  sortCounting(order, (i, j) => at(x, i) - at(x, j) || at(y, i) - at(y, j), poll);
  const tiedX = tiedPairs(order, (i, j) => at(x, i) === at(x, j));
  const tiedBoth = tiedPairs(order, (i, j) => at(x, i) === at(x, j) && at(y, i) === at(y, j));
  const swaps = sortCounting(order, (i, j) => at(y, i) - at(y, j), poll);
  const tiedY = tiedPairs(order, (i, j) => at(y, i) === at(y, j));
  const pairs = (m * (m - 1)) / 2;
  const untied = Math.sqrt(pairs - tiedX) * Math.sqrt(pairs - tiedY);
  return untied === 0 ? null : (pairs - tiedX - tiedY + tiedBoth - 2 * swaps) / untied;
}

/** Pairs of items that are equal, given an order in which equal items stand together. */
function tiedPairs(order: Uint32Array, equal: (i: number, j: number) => boolean): number {
  let pairs = 0;
  let run = 0;
  for (let k = 1; k < order.length; k++) {
    run = equal(order[k - 1] ?? 0, order[k] ?? 0) ? run + 1 : 0;
    pairs += run;
  }
  return pairs;
}

/** Sorts in place, stably, from the bottom up; returns how many pairs stood in the wrong order. */
function sortCounting(
  order: Uint32Array,
  compare: (i: number, j: number) => number,
  poll: () => void,
): number {
  const m = order.length;
  const from = new Uint32Array(m);
  let swaps = 0;
  for (let width = 1; width < m; width *= 2) {
    from.set(order);
    for (let start = 0; start < m; start += 2 * width) {
      if (start % 65536 === 0) poll();
      const middle = Math.min(start + width, m);
      const end = Math.min(start + 2 * width, m);
      let [left, right] = [start, middle];
      for (let to = start; to < end; to++) {
        const takeRight = right < end && (left >= middle || compare(from[left] ?? 0, from[right] ?? 0) > 0);
        if (takeRight) swaps += middle - left;
        order[to] = from[takeRight ? right++ : left++] ?? 0;
      }
    }
  }
  return swaps;
}
