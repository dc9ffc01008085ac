/**
 * The sum of the exponentials of some values, each less the largest of them, so that none overflows.
 * @param first where they begin
 */
export function expSum(
  data: ArrayLike<number>,
  first: number,
  count: number,
): { readonly largest: number; readonly sum: number } {
  let largest = -Infinity;
  for (let at = first; at < first + count; at++) largest = Math.max(largest, data[at] ?? 0);
  let sum = 0;
  for (let at = first; at < first + count; at++) sum += Math.exp((data[at] ?? 0) - largest);
  return { largest, sum };
}
