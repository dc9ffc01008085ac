import type { Cell, Comparison, MeasureCall } from '../../server/protocol';

/** A line of the tree: how one layer compares with its counterpart. */
export interface Highlight {
  readonly x: string;
  readonly y: string;
  readonly value: number;
}

/** What the workspace remembers of the last comparison of two files. Small: the server's cache has the numbers. */
export interface ComparisonRecord {
  readonly x: string;
  readonly y: string;
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  /** Milliseconds since 1970. */
  readonly when: number;
  readonly measure?: MeasureCall;
  /** The words for the numbers: "highest of each layer" or "equal names". */
  readonly caption?: string;
  /** Mean of all highlights, those that are not kept included. */
  readonly mean?: number;
  readonly highlights: readonly Highlight[];
  /** Highlights beyond the ones kept. */
  readonly more: number;
  readonly message?: string;
}

/** Lines kept for each comparison. */
const most = 100;

/** Two files have one record, whatever they were compared by. */
export const keyOf = ({ x, y }: { readonly x: string; readonly y: string }): string => JSON.stringify([x, y]);

/**
 * The record of a finished comparison: for activations each layer of x with the layer of y it is most alike (greatest
 * similarity or least distance), for weights the tensors of equal names. Cells without a value are left out.
 */
export function recordOf(
  comparison: Comparison,
  direction: 'similarity' | 'distance',
  when: number,
): ComparisonRecord {
  const { kind, x, y, measure } = comparison;
  const scored = comparison.cells.filter((cell) => cell.score.value !== null);
  const chosen = kind === 'weights' ? scored : closest(scored, direction);
  const all = chosen.map((cell): Highlight => ({
    x: x.layers[cell.x]?.tensor ?? '',
    y: y.layers[cell.y]?.tensor ?? '',
    value: cell.score.value ?? 0,
  }));
  const sum = all.reduce((total, { value }) => total + value, 0);
  return {
    x: x.path,
    y: y.path,
    state: 'done',
    when,
    measure,
    caption: kind === 'weights' ? 'tensors of equal names' : 'each layer with the one it is most alike',
    ...(all.length > 0 && { mean: sum / all.length }),
    highlights: all.slice(0, most),
    more: Math.max(0, all.length - most),
  };
}

function closest(cells: readonly Cell[], direction: 'similarity' | 'distance'): Cell[] {
  const sign = direction === 'similarity' ? 1 : -1;
  const best = new Map<number, Cell>();
  for (const cell of cells) {
    const rival = best.get(cell.x)?.score.value ?? null;
    if (rival === null || sign * ((cell.score.value ?? 0) - rival) > 0) best.set(cell.x, cell);
  }
  return [...best.values()].sort((a, b) => a.x - b.x);
}

/** Is this a record, and not what another version or a damaged store left? */
export function isRecord(value: unknown): value is ComparisonRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, state, highlights } = value as Partial<Record<keyof ComparisonRecord, unknown>>;
  return (
    typeof x === 'string' && typeof y === 'string' && typeof state === 'string' && Array.isArray(highlights)
  );
}
