/** Values that are missing: a page stores only those that are there, and for each row how deep it is defined. */
import type { PageNumbers } from './kept';

/** How many of `count` values are there: those that are defined to the last level. */
export function present(definitions: Uint8Array | undefined, most: number, count: number): number {
  if (definitions === undefined) return count;
  let there = 0;
  for (const level of definitions) if (level === most) there++;
  return there;
}

/** The numbers in their rows, zeros in those of missing ones. `size`: bytes of one. */
export function spread(
  numbers: Uint8Array,
  size: number,
  definitions: Uint8Array | undefined,
  most: number,
): PageNumbers {
  if (definitions === undefined) return { bytes: new Uint8Array(numbers) };
  const bytes = new Uint8Array(definitions.length * size);
  const gaps = new Uint8Array(definitions.length);
  let next = 0;
  for (const [row, level] of definitions.entries()) {
    if (level !== most) gaps[row] = 1;
    else bytes.set(numbers.subarray(next, (next += size)), row * size);
  }
  return { bytes, gaps };
}
