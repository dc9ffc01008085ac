import { largestSeed, randomFrom, sample } from '../linalg/random';
import { BadInput, quoted } from './badInput';
import { type NamedRows, parseNamedRows, printNamedRows } from './namedRows';

/** Which instances become rows. */
export type RowSelection =
  | { readonly kind: 'all' }
  /** As Python's slices with a positive step; `to` null: up to the last. */
  | { readonly kind: 'range'; readonly from: number; readonly to: number | null; readonly step: number }
  /** So many of all, each as likely, in their order; the same for the same seed and number of instances. */
  | { readonly kind: 'sample'; readonly count: number; readonly seed: number }
  | NamedRows;

export const allRows: RowSelection = { kind: 'all' };

/** Whether rows are selected by what they are called. */
export function isNamed(selection: RowSelection): selection is NamedRows {
  return selection.kind === 'ids' || selection.kind === 'idFile' || selection.kind === 'labels';
}

/** How many of n instances are selected. Throws RangeError for those that are looked up by their names first. */
export function selectedCount(selection: RowSelection, n: number): number {
  if (isNamed(selection)) throw new RangeError('rows are looked up by their names before they are counted');
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
  return selection.kind === 'sample'
    ? [...sample(count, n, randomFrom(selection.seed)).sort((a, b) => a - b)]
    : undefined;
}

function bounds({ from, to }: RowSelection & { kind: 'range' }, n: number): readonly [number, number] {
  const at = (position: number): number => Math.min(n, Math.max(0, position < 0 ? n + position : position));
  return [at(from), at(to ?? n)];
}

/** The selection in its short form: `all`, `0:1000`, `::2`, `sample 500`, `sample 500 seed 3`, `label in 3, 5`. */
export function printRows(selection: RowSelection): string {
  if (isNamed(selection)) return printNamedRows(selection);
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
  const named = parseNamedRows(trimmed);
  if (named !== undefined) return named;
  const drawn = /^sample\s+(\d{1,9})(?:\s+seed\s+(\d+))?$/.exec(trimmed);
  if (drawn !== null && Number(drawn[1]) > 0) {
    const seed = Number(drawn[2] ?? 1);
    if (seed <= largestSeed) return { kind: 'sample', count: Number(drawn[1]), seed };
    throw new BadInput(
      `The seed ${drawn[2] ?? ''} is too large: seeds are whole numbers up to ${largestSeed}.`,
    );
  }
  const range = /^(-?\d{1,15})?:(-?\d{1,15})?(?::(\d{1,15}))?$/.exec(trimmed);
  const step = Number(range?.[3] ?? 1);
  if (range === null || step === 0) {
    throw new BadInput(
      `${quoted(text)} selects no rows: write all, a range like 0:1000 or ::2 (rows count from 0, the end is left out), sample 500 seed 1, label=3, id=img7, or id in ids.txt.`,
    );
  }
  const [, from, to] = range;
  return { kind: 'range', from: Number(from ?? 0), to: to === undefined ? null : Number(to), step };
}
