import { ascending } from './ascending';

/**
 * The rank of each value, 1 for the smallest; equal values get the mean of the ranks they share. Finite values only.
 * Holds 17 bytes a value besides the result; `poll` is called between blocks of them.
 */
export function averageRanks(values: Float64Array, poll: () => void = () => undefined): Float64Array {
  const { items, tied } = ascending(values, poll);
  const ranks = new Float64Array(values.length);
  let last = -1;
  for (let first = 0; first < ranks.length; first = last + 1) {
    if (first === 0 || first >> 20 !== (first - 1) >> 20) poll();
    last = first;
    while (tied[last + 1] === 1) last++;
    const shared = (first + last) / 2 + 1;
    for (let k = first; k <= last; k++) ranks[items[2 * k + 1] ?? 0] = shared;
  }
  return ranks;
}
