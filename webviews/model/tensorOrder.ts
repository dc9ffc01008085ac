/** Which tensors are listed, and in which order. Pure: no document. */
import type { TensorEntry, TensorStatistics } from '../../server/protocol';
import { elementsOf } from '../numbers';

export type SortColumn =
  'name' | 'dtype' | 'shape' | 'parameters' | 'bytes' | 'mean' | 'deviation' | 'min' | 'max';

export interface Sorting {
  readonly column: SortColumn;
  readonly descending: boolean;
}

/** Every word must be part of the name or the dtype; case does not matter. */
export function filterTensors(tensors: readonly TensorEntry[], filter: string): number[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const kept: number[] = [];
  tensors.forEach((tensor, index) => {
    const name = tensor.name.toLowerCase();
    const dtype = tensor.dtype.toLowerCase();
    if (words.every((word) => name.includes(word) || dtype.includes(word))) kept.push(index);
  });
  return kept;
}

const names = new Intl.Collator('en', { numeric: true });

/** Statistics that are not there yet, or not finite, stay at the end in both directions. */
function compareNumbers(a: number | null | undefined, b: number | null | undefined, sign: number): number {
  const missing = Number(a === null || a === undefined) - Number(b === null || b === undefined);
  if (missing !== 0) return missing;
  return sign * ((a ?? 0) - (b ?? 0));
}

/**
 * The positions in the order asked for; equal ones stay in file order. Names sort as people count: layer2 before
 * layer10.
 */
export function sortTensors(
  tensors: readonly TensorEntry[],
  statistics: ReadonlyMap<number, TensorStatistics>,
  positions: readonly number[],
  sorting: Sorting,
): number[] {
  const sign = sorting.descending ? -1 : 1;
  const { column } = sorting;
  if (column === 'name' || column === 'dtype') {
    return positions.toSorted(
      (a, b) => sign * names.compare(tensors[a]?.[column] ?? '', tensors[b]?.[column] ?? ''),
    );
  }
  const key = (index: number): number | null | undefined => {
    const tensor = tensors[index];
    if (tensor === undefined) return undefined;
    if (column === 'bytes') return tensor.bytes;
    if (column === 'parameters') return elementsOf(tensor.shape);
    if (column === 'shape') return tensor.shape.length;
    return statistics.get(index)?.[column];
  };
  const keys = new Map(positions.map((index) => [index, key(index)]));
  return positions.toSorted((a, b) => compareNumbers(keys.get(a), keys.get(b), sign) || a - b);
}

/** A click on a column's head: ascending, descending, and back to the file's own order. */
export function nextSorting(current: Sorting | null, column: SortColumn): Sorting | null {
  if (current?.column !== column) return { column, descending: false };
  return current.descending ? null : { column, descending: true };
}
