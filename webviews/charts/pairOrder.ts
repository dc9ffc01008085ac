/** The order of the pairs in a list. Pure: no document. */
import type { ScoreGrid } from './scoreGrid';

export type PairSorting = 'model' | 'similar' | 'different';

/** Model order, or by value from either end; pairs without a value come last. */
export function sortPairs(grid: ScoreGrid, sorting: PairSorting): readonly (readonly [number, number])[] {
  if (sorting === 'model') return grid.pairs;
  const sign = (grid.measure.direction === 'similarity' ? -1 : 1) * (sorting === 'similar' ? 1 : -1);
  const value = ([x, y]: readonly [number, number]) => grid.score(x, y)?.value ?? null;
  return grid.pairs.toSorted((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right);
  });
}
