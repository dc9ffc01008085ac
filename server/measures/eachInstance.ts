import type { Prepared } from './prepared';

/** Numbers between two looks at whether the job was cancelled: some milliseconds, also where each takes a logarithm. */
const between = 2 ** 17;

/** Calls `work` for each instance, in order, and the engine's `poll` every now and then, however wide they are. */
export function eachInstance({ n, d, engine }: Prepared, work: (i: number) => void): void {
  const rows = Math.max(1, Math.floor(between / Math.max(1, d)));
  for (let i = 0; i < n; i++) {
    if (i % rows === 0) engine.poll();
    work(i);
  }
}

/** What `value` gives for each instance. */
export function ofEachInstance(of: Prepared, value: (i: number) => number): number[] {
  const values: number[] = [];
  eachInstance(of, (i) => values.push(value(i)));
  return values;
}
