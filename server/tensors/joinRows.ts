import { type RowNames, sameNames, unpackNames } from './rowNames';

/** How the rows of files belong together by their ids. */
export type Join =
  /** The ids are equal and in one order. */
  | { readonly kind: 'same' }
  | {
      readonly kind: 'joined';
      /** Of each file the rows that all have, in the order of the first. */
      readonly rows: readonly Int32Array[];
      /** How many rows of each file another lacks, or have no id. */
      readonly left: readonly number[];
    }
  /** An id that stands in two rows of one file. */
  | {
      readonly kind: 'repeated';
      readonly file: number;
      readonly id: string;
      readonly rows: readonly [number, number];
    };

/** Called between rows so that others get their turn; what it throws ends the work. */
export type Breathe = () => Promise<void> | undefined;

const never: Breathe = () => undefined;

/** Joins the rows of two files or more by their ids. Rows without an id belong to none. */
export async function joinRows(files: readonly RowNames[], breathe = never): Promise<Join> {
  const [first, ...others] = files;
  if (first === undefined || others.every((other) => sameNames(first, other))) return { kind: 'same' };
  const places: Map<string, number>[] = [];
  for (const [file, names] of files.entries()) {
    const rowOf = await placesOf(names, breathe);
    if (!(rowOf instanceof Map)) return { kind: 'repeated', file, ...rowOf };
    places.push(rowOf);
  }
  const rows: number[][] = files.map(() => []);
  let common = 0;
  for (const id of places[0]?.keys() ?? []) {
    await breathe();
    const found = places.map((rowOf) => rowOf.get(id));
    if (found.includes(undefined)) continue;
    for (const [file, row] of found.entries()) rows[file]?.push(row ?? -1);
    common++;
  }
  return {
    kind: 'joined',
    rows: rows.map((some) => Int32Array.from(some)),
    left: files.map(({ count }) => count - common),
  };
}

/** The row of each id, in the order of rows; or the first id that comes twice. */
export async function placesOf(
  names: RowNames,
  breathe = never,
): Promise<Map<string, number> | { readonly id: string; readonly rows: readonly [number, number] }> {
  const rowOf = new Map<string, number>();
  let row = 0;
  for (const id of unpackNames(names)) {
    await breathe();
    const before = id === '' ? undefined : rowOf.get(id);
    if (before !== undefined) return { id, rows: [before, row] };
    if (id !== '') rowOf.set(id, row);
    row++;
  }
  return rowOf;
}
