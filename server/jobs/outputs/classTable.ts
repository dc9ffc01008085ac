import type { ClassTable } from '../../protocol';
import type { Answers } from './answers';

/** Classes that are told; a table of more is read by nobody. */
const mostClasses = 100;

/** How often each class of one model meets each of the other. */
export function classTableOf({ classesX, classesY }: Pick<Answers, 'classesX' | 'classesY'>): ClassTable {
  const pairs = new Map<number, Map<number, number>>();
  /** For each class, the instances that one model answers so and the other does not, then those that any does. */
  const seen = new Map<number, [differing: number, all: number]>();
  const see = (answer: number, differs: boolean): void => {
    const [differing, all] = seen.get(answer) ?? [0, 0];
    seen.set(answer, [differing + (differs ? 1 : 0), all + 1]);
  };
  for (const [i, x] of classesX.entries()) {
    const y = classesY[i] ?? 0;
    const row = pairs.get(x) ?? new Map<number, number>();
    row.set(y, (row.get(y) ?? 0) + 1);
    pairs.set(x, row);
    see(x, x !== y);
    see(y, x !== y);
  }
  const ranked = [...seen].sort(([a, [p, m]], [b, [q, n]]) => q - p || n - m || a - b);
  const classes = ranked
    .slice(0, mostClasses)
    .map(([answer]) => answer)
    .sort((a, b) => a - b);
  const place = new Map(classes.map((answer, at) => [answer, at]));
  const counts: (readonly [number, number, number])[] = [];
  for (const [x, row] of pairs) {
    for (const [y, count] of row) {
      const [i, j] = [place.get(x), place.get(y)];
      if (i !== undefined && j !== undefined) counts.push([i, j, count]);
    }
  }
  counts.sort(([a, b], [c, d]) => a - c || b - d);
  return { classes, counts, left: ranked.length - classes.length };
}
