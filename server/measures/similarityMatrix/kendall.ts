import { ascending, type Ascending } from '../preparations/ascending';

/**
 * Kendall's tau-b of two vectors of equal length, by counting the swaps that sort one once the other is sorted (Knight
 * 1966), O(m log m). Finite values only. Null when either vector is constant. `poll` is called between blocks of work.
 */
export function kendallTauB(x: Float64Array, y: Float64Array, poll: () => void): number | null {
  const byY = ascending(y, poll);
  // Sorted by y and then, stably, by x: ascending in x, and in y where x is tied.
  const byX = ascending(gather(x, byY), poll);
  const sequence = gather(gather(y, byY), byX);
  const tiedX = tiedPairs(x.length, (i) => byX.tied[i] === 1);
  const tiedY = tiedPairs(x.length, (i) => byY.tied[i] === 1);
  const tiedBoth = tiedPairs(x.length, (i) => byX.tied[i] === 1 && sequence[i - 1] === sequence[i]);
  const swaps = swapsToSort(sequence, poll);
  const pairs = (x.length * (x.length - 1)) / 2;
  const untied = Math.sqrt(pairs - tiedX) * Math.sqrt(pairs - tiedY);
  return untied === 0 ? null : (pairs - tiedX - tiedY + tiedBoth - 2 * swaps) / untied;
}

function gather(values: Float64Array, { items }: Ascending): Float64Array {
  const result = new Float64Array(values.length);
  for (let k = 0; k < result.length; k++) result[k] = values[items[2 * k + 1] ?? 0] ?? 0;
  return result;
}

/** Pairs of equal items among those that stand together; `joins(i)` says that item i equals the one before it. */
function tiedPairs(count: number, joins: (i: number) => boolean): number {
  let pairs = 0;
  let run = 0;
  for (let i = 1; i < count; i++) {
    run = joins(i) ? run + 1 : 0;
    pairs += run;
  }
  return pairs;
}

/** How many pairs stand in the wrong order, by a merge sort from the bottom up. Overwrites them. */
function swapsToSort(values: Float64Array, poll: () => void): number {
  const count = values.length;
  let [from, to]: [Float64Array, Float64Array] = [values, new Float64Array(count)];
  let swaps = 0;
  for (let width = 1; width < count; width *= 2) {
    for (let start = 0; start < count; start += 2 * width) {
      if (start % 2 ** 18 === 0) poll();
      const middle = Math.min(start + width, count);
      const end = Math.min(start + 2 * width, count);
      let [left, right] = [start, middle];
      for (let at = start; at < end; at++) {
        if (right < end && (left >= middle || (from[left] ?? 0) > (from[right] ?? 0))) {
          swaps += middle - left;
          to[at] = from[right++] ?? 0;
        } else {
          to[at] = from[left++] ?? 0;
        }
      }
    }
    [from, to] = [to, from];
  }
  return swaps;
}
