import { createHash } from 'node:crypto';
import { BadInput, quoted } from '../../tensors/badInput';
import { type Breathe, joinRows } from '../../tensors/joinRows';
import { type RowNames, unpackNames } from '../../tensors/rowNames';
import { type RowSelection, selectedRows } from '../../tensors/rowSelection';
import { breather } from '../breath';
import type { Picked } from '../view';
import type { Workplace } from '../workplace';
import type { Task } from './task';

export interface RowsInput {
  /** For messages. */
  readonly paths: readonly string[];
  /** The ids of each file; empty: row i of one belongs to row i of every other. */
  readonly ids: readonly RowNames[];
  /** Rows of each file, where there are no ids. */
  readonly count: number;
  /** Which rows of the first file are wanted, by their names. */
  readonly wanted?: {
    readonly names: RowNames;
    readonly texts: RowNames;
    /** Names of the classes 0, 1, ...; a class may be wanted by its number as well. */
    readonly classes?: readonly string[];
    /** For each row of the first file that of its name, -1 for none; absent: the same. */
    readonly places?: Int32Array;
  };
  /** Which of those that are left; among them, in the order of the first file. */
  readonly selection: RowSelection;
}

export interface RowsResult {
  /** Of each file the rows that count, in an order common to all; null: all of them as they are stored. */
  readonly picked: readonly Picked[] | null;
  /** Present where the files have ids that are not the same already. */
  readonly joined?: {
    readonly common: number;
    /** Rows of each file that another lacks. */
    readonly left: readonly number[];
  };
  /** Of those wanted by name: how many were asked for and how many there are not. */
  readonly missing?: readonly string[];
  readonly selected: number;
}

/** Finds the rows that belong together, and of them those that are wanted. Throws BadInput for an id that comes twice. */
export const rows: Task<RowsInput, never, RowsResult> = {
  async run({ paths, ids, count, wanted, selection }, at) {
    const breathe = pollingBreather(at);
    const join = await joinRows(ids, breathe);
    if (join.kind === 'repeated') {
      const [first, second] = join.rows;
      throw new BadInput(
        `The id ${quoted(join.id)} stands in rows ${first} and ${second} of ${paths[join.file] ?? ''} (counted from 0): rows are joined by ids that differ; name other ids, or compare by position.`,
      );
    }
    const of = paths.map((_, file) => ids[file]?.count ?? count);
    let chosen: readonly Int32Array[] =
      join.kind === 'joined' ? join.rows : paths.map(() => counted(of[0] ?? 0));
    let missing: string[] = [];
    if (wanted !== undefined) {
      const { keep, missing: none } = await wantedRows(wanted, breathe);
      const nameOf = (row: number): number =>
        wanted.places === undefined ? row : (wanted.places[row] ?? -1);
      const left = [...(chosen[0]?.keys() ?? [])].filter(
        (place) => keep[nameOf(chosen[0]?.[place] ?? -1)] === 1,
      );
      chosen = chosen.map((numbers) => Int32Array.from(left, (place) => numbers[place] ?? -1));
      missing = none;
    }
    const total = chosen[0]?.length ?? 0;
    const places = selectedRows(selection, total);
    if (places !== undefined)
      chosen = chosen.map((numbers) => Int32Array.from(places, (place) => numbers[place] ?? -1));
    const isAll = join.kind === 'same' && wanted === undefined && places === undefined;
    return {
      picked: isAll ? null : chosen.map((numbers, file) => pick(numbers, of[file] ?? 0)),
      ...(join.kind === 'joined' && { joined: { common: join.rows[0]?.length ?? 0, left: join.left } }),
      ...(wanted !== undefined && { missing }),
      selected: chosen[0]?.length ?? 0,
    };
  },
};

/** Which rows have one of the wanted names, and the names that no row has. */
async function wantedRows(
  { names, texts, classes = [] }: NonNullable<RowsInput['wanted']>,
  breathe: Breathe,
): Promise<{ readonly keep: Uint8Array; readonly missing: string[] }> {
  const keep = new Uint8Array(names.count);
  const found = new Map<string, boolean>();
  for (const text of unpackNames(texts)) found.set(text, false);
  // A class that is named by its number.
  const byNumber = new Map(
    classes.flatMap((name, number) => (found.has(name) ? [] : [[name, String(number)]])),
  );
  let row = 0;
  for (const name of unpackNames(names)) {
    await breathe();
    const asked = found.has(name) ? name : byNumber.get(name);
    if (name !== '' && asked !== undefined && found.has(asked)) {
      keep[row] = 1;
      found.set(asked, true);
    }
    row++;
  }
  return { keep, missing: [...found].flatMap(([text, there]) => (there ? [] : [text])) };
}

function counted(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, row) => row);
}

/** Rows that threads share. */
export function pick(numbers: Int32Array, of: number): Picked {
  const shared = new Int32Array(new SharedArrayBuffer(numbers.byteLength));
  shared.set(numbers);
  const digest = createHash('sha256').update(`${of} `).update(numbers).digest('hex');
  return { of, numbers: shared, digest };
}

const rowsAtOnce = 5_000;

/** Lets others take their turn every few thousand rows: the thread that opens headers answers hovers meanwhile. */
export function pollingBreather(at: Workplace): Breathe {
  const breathe = breather(rowsAtOnce);
  return () => {
    const breath = breathe();
    if (breath !== undefined) at.poll();
    return breath;
  };
}
