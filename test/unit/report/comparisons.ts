import type { Cell, Comparison, Score } from '../../../server/protocol';

/** A score of CKA with what a test does not care about filled in. */
export function score(value: number | null, rest: Partial<Score> = {}): Score {
  const status = value === null ? 'undefined' : 'ok';
  return { measure: 'rsm.cka', parameters: { kernel: 'linear' }, value, status, n: 20, notes: [], ...rest };
}

/** Layers of x against layers of y; `of` gives the score of each pair. */
export function comparison(
  x: readonly string[],
  y: readonly string[],
  of: (row: number, column: number) => Score,
  rest: Partial<Comparison> = {},
): Comparison {
  const pairs = x.flatMap((_, row) => y.map((__, column) => [row, column] as const));
  const cells: Cell[] = pairs.map(([row, column]) => ({
    x: row,
    y: column,
    score: of(row, column),
    cached: false,
  }));
  const layers = (names: readonly string[]) => names.map((tensor) => ({ tensor, shape: [20, 4] }));
  return {
    kind: 'activations',
    x: { path: 'a.npz', layers: layers(x) },
    y: { path: 'b.npz', layers: layers(y) },
    pairs,
    measure: { id: 'rsm.cka', parameters: {} },
    notes: [],
    range: [0, 1],
    estimate: { seconds: 0, bytes: 0, cached: 0, cells: pairs.length },
    cells,
    seconds: 0.5,
    ...rest,
  };
}
