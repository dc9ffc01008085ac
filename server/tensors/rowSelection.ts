import { randomFrom, sample } from '../linalg/random';
import { BadInput, quoted } from './badInput';

/** Which instances become rows. */
export type RowSelection =
  | { readonly kind: 'all' }
  /** As Python's slices with a positive step; `to` null: up to the last. */
  | { readonly kind: 'range'; readonly from: number; readonly to: number | null; readonly step: number }
  /** So many of all, each as likely, in their order; the same for the same seed and number of instances. */
  | { readonly kind: 'sample'; readonly count: number; readonly seed: number };

export const allRows: RowSelection = { kind: 'all' };

/** How many of n instances are selected. */
export function selectedCount(selection: RowSelection, n: number): number {
  if (selection.kind === 'all') return n;
  if (selection.kind === 'sample') return Math.min(n, selection.count);
  const [from, to] = bounds(selection, n);
  return Math.max(0, Math.ceil((to - from) / selection.step));
}

/** The numbers of the selected ones of n instances, ascending; undefined: all of them. */
export function selectedRows(selection: RowSelection, n: number): readonly number[] | undefined {
  const count = selectedCount(selection, n);
  if (count === n) return undefined;
  if (selection.kind === 'range') {
    const [from] = bounds(selection, n);
    return Array.from({ length: count }, (_, i) => from + i * selection.step);
  }
  return selection.kind === 'all'
    ? undefined
    : [...sample(count, n, randomFrom(selection.seed)).sort((a, b) => a - b)];
}

function bounds({ from, to }: RowSelection & { kind: 'range' }, n: number): readonly [number, number] {
  const at = (position: number): number => Math.min(n, Math.max(0, position < 0 ? n + position : position));
  return [at(from), at(to ?? n)];
}

/** The selection in its short form: `all`, `0:1000`, `::2`, `sample 500`, `sample 500 seed 3`. */
export function printRows(selection: RowSelection): string {
  if (selection.kind === 'all') return 'all';
  if (selection.kind === 'sample')
    return `sample ${selection.count}${selection.seed === 1 ? '' : ` seed ${selection.seed}`}`;
  const { from, to, step } = selection;
  return `${from === 0 ? '' : from}:${to ?? ''}${step === 1 ? '' : `:${step}`}`;
}

/** Reads what `printRows` writes. Throws BadInput. */
export function parseRows(text: string): RowSelection {
  const trimmed = text.trim();
  if (trimmed === 'all' || trimmed === ':') return allRows;
  const drawn = /^sample\s+(\d{1,9})(?:\s+seed\s+(\d{1,15}))?$/.exec(trimmed);
  if (drawn !== null && Number(drawn[1]) > 0)
    return { kind: 'sample', count: Number(drawn[1]), seed: Number(drawn[2] ?? 1) };
  const range = /^(-?\d{1,15})?:(-?\d{1,15})?(?::(\d{1,15}))?$/.exec(trimmed);
  const step = Number(range?.[3] ?? 1);
  if (range === null || step === 0) {
    throw new BadInput(
      `${quoted(text)} selects no rows: write all, a range like 0:1000 or ::2 (rows count from 0, the end is left out), or sample 500 seed 1.`,
    );
  }
  const [, from, to] = range;
  return { kind: 'range', from: Number(from ?? 0), to: to === undefined ? null : Number(to), step };
}
