/**
 * A long computation that comes up for air: it yields after every few thousand steps. Whoever runs it on the event
 * loop lets others have their turn then; whoever runs it in a thread of its own runs it through.
 */
export type Sliced<T> = Generator<undefined, T>;

/** Steps of a loop between two breaths: about a millisecond where each looks at one tensor. */
const steps = 512;

/** Runs it through at once. */
export function runThrough<T>(work: Sliced<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** The results of a function for all items. */
export function* mapped<T, U>(items: readonly T[], map: (item: T, index: number) => U): Sliced<U[]> {
  const results: U[] = [];
  for (const [i, item] of items.entries()) {
    if (i % steps === steps - 1) yield;
    results.push(map(item, i));
  }
  return results;
}

/** The items that a condition holds for. */
export function* filtered<T>(items: readonly T[], keep: (item: T, index: number) => boolean): Sliced<T[]> {
  const kept: T[] = [];
  yield* mapped(items, (item, i) => {
    if (keep(item, i)) kept.push(item);
  });
  return kept;
}

/** Whether a condition holds for all items; asked of none after the first it does not hold for. */
export function* holdsForAll<T>(
  items: readonly T[],
  holds: (item: T, index: number) => boolean,
): Sliced<boolean> {
  for (const [i, item] of items.entries()) {
    if (i % steps === steps - 1) yield;
    if (!holds(item, i)) return false;
  }
  return true;
}

/** The items in order; equal ones stay in theirs. */
export function* sorted<T>(items: readonly T[], compare: (a: T, b: T) => number): Sliced<T[]> {
  let runs: T[][] = [];
  for (let i = 0; i < items.length; i += steps) {
    yield;
    runs.push(items.slice(i, i + steps).sort(compare));
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let i = 0; i < runs.length; i += 2)
      merged.push(yield* merge(runs[i] ?? [], runs[i + 1] ?? [], compare));
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<T>(left: readonly T[], right: readonly T[], compare: (a: T, b: T) => number): Sliced<T[]> {
  const all: T[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (all.length % steps === steps - 1) yield;
    const [a, b] = [left[i], right[j]];
    if (b === undefined || (a !== undefined && compare(a, b) <= 0)) {
      if (a !== undefined) all.push(a);
      i++;
    } else {
      all.push(b);
      j++;
    }
  }
  return all;
}
