import { basename } from 'node:path';
import type { JoinedRows } from '../protocol';
import { BadInput, quoted } from '../tensors/badInput';
import { packNames, type RowNames } from '../tensors/rowNames';
import { allRows, isNamed, printRows, type RowSelection } from '../tensors/rowSelection';
import type { Headers } from './headers';
import type { Identified, Ids } from './ids';
import { labelNames } from './labelNames';
import { keyOf } from './rowMatcher';
import type { RowsInput, RowsResult } from './tasks/rows';
import { among, type View } from './view';

/** How the rows of files belong together, and which of them count. */
export interface Matched {
  /** By file. */
  readonly views: readonly View[];
  readonly ids: readonly (Ids | undefined)[];
  /** What was chosen, as it is told. */
  readonly view: View;
  readonly joined?: JoinedRows;
  /** What to say beside the scores: sentences. */
  readonly notes: readonly string[];
}

export interface Matching {
  readonly files: readonly Identified[];
  /** Of each file. */
  readonly ids: readonly (Ids | undefined)[];
  readonly view: View;
  readonly labels?: string | undefined;
  /** Instances of each file, where they are not joined by ids; undefined: they are not equally many. */
  readonly count: number | undefined;
}

const namesShown = 3;

/** Joins the rows of files by their ids where all have some, and finds those that are selected by name. Throws BadInput. */
export async function matchRows(matching: Matching, headers: Headers): Promise<Matched> {
  const { files, ids, view, count } = matching;
  const { rows } = view;
  const sources = ids.filter((one) => one !== undefined);
  const joins = sources.length === files.length;
  const notes = joins ? [] : positionNotes(files, ids);
  if (!joins && !isNamed(rows)) return plain(matching, notes);
  const names = joins
    ? await Promise.all(sources.map(async (one) => (await headers.rows.names(one)).names))
    : [];
  if (!joins && count === undefined)
    throw new BadInput(
      `${pathsOf(files)} have not as many rows: name the ids by which they belong together.`,
    );
  const wanted = isNamed(rows) ? await wantedRows(rows, matching, headers) : undefined;
  const input: RowsInput = {
    paths: sources.length === 0 ? files.map(({ path }) => path) : pathsOfIds(files, ids),
    ids: names,
    count: count ?? 0,
    ...(wanted !== undefined && { wanted: wanted.input }),
    selection: isNamed(rows) ? allRows : rows,
  };
  const key =
    wanted?.key === null ? null : JSON.stringify([sources.map(keyOf), joins, count, wanted?.key, rows]);
  const found = await headers.rows.rows(input, key);
  return told(found, matching, notes);
}

/** Row i of one file belongs to row i of every other. */
function plain({ files, ids, view, count }: Matching, notes: readonly string[]): Matched {
  const one = count === undefined ? view : among(count, view);
  return { views: files.map(() => one), ids, view: one, notes };
}

function told(
  { picked, joined, missing, selected }: RowsResult,
  matching: Matching,
  notes: readonly string[],
): Matched {
  const { files, ids, view } = matching;
  if (joined?.common === 0) {
    throw new BadInput(
      `${pathsOf(files)} have ids, and none in common: give the files with the same ids, or compare by position.`,
    );
  }
  if (picked === null) return plain(matching, notes);
  if (selected === 0) {
    throw new BadInput(
      `The rows ${printRows(view.rows)} hold none of the ${joined?.common ?? picked[0]?.of ?? 0} instances.`,
    );
  }
  const { rows } = view;
  // Drawing all of them draws nothing.
  const drawn =
    rows.kind === 'sample' && rows.count >= (joined?.common ?? Infinity) ? { ...view, rows: allRows } : view;
  const asked = missing ?? [];
  return {
    views: picked.map((one) => ({ ...drawn, picked: one })),
    ids,
    view: drawn,
    ...(joined !== undefined && { joined }),
    notes: [
      ...(joined === undefined ? [] : [joinNote(files, joined)]),
      ...notes,
      ...(asked.length === 0 ? [] : [`Not there: ${some(asked)}.`]),
    ],
  };
}

/** "Joined by id: 980 of 1000 rows; 20 only in a.csv." */
export function joinNote(files: readonly Pick<Identified, 'path'>[], { common, left }: JoinedRows): string {
  const names = shortNames(files);
  const only = files.flatMap((_, at) => {
    const count = left[at] ?? 0;
    return count === 0 ? [] : [`${count} ${files.length === 2 ? 'only' : 'left out'} in ${names[at] ?? ''}`];
  });
  const most = common + Math.max(0, ...left);
  const of =
    only.length === 0 ? `all ${common} rows, which stand in another order` : `${common} of ${most} rows`;
  return `Joined by id: ${[of, ...only].join('; ')}.`;
}

function positionNotes(files: readonly Identified[], ids: readonly (Ids | undefined)[]): readonly string[] {
  const having = files.filter((_, at) => ids[at] !== undefined);
  if (having.length === 0) return [];
  const names = shortNames(files).filter((_, at) => ids[at] !== undefined);
  return [
    `Rows are matched by position: only ${names.join(' and ')} ${having.length === 1 ? 'has' : 'have'} ids.`,
  ];
}

/** What is selected by name, and what that depends on; a key of null: on a list that may change. */
async function wantedRows(
  rows: RowSelection,
  { files, ids, labels, count }: Matching,
  headers: Headers,
): Promise<{ readonly input: NonNullable<RowsInput['wanted']>; readonly key: string | null } | undefined> {
  if (rows.kind === 'labels') {
    const source = await labelNames({ files, ids, labels, count }, headers);
    const { names, classes } = source.read;
    const places = source.places === undefined ? {} : { places: source.places };
    return {
      input: { names, texts: packNames(rows.names), ...(classes !== undefined && { classes }), ...places },
      key: source.key,
    };
  }
  if (rows.kind !== 'ids' && rows.kind !== 'idFile') return undefined;
  const source = ids.find((one) => one !== undefined);
  if (source === undefined) {
    throw new BadInput(
      `${pathsOf(files)} do not say what their rows are called: name the file with their ids, or select rows by number.`,
    );
  }
  const { names } = await headers.rows.names(source);
  if (rows.kind === 'ids') return { input: { names, texts: packNames(rows.names) }, key: keyOf(source) };
  return { input: { names, texts: await listed(rows.path, headers) }, key: null };
}

/** The ids that a file lists: a line each, or its column or array of ids. Throws BadInput. */
async function listed(path: string, headers: Headers): Promise<RowNames> {
  if (/\.txt$/i.test(path)) return (await headers.rows.list(path)).names;
  const header = await headers.open(path);
  const tensor = header.summary.ids === undefined ? 0 : null;
  const isArray = tensor === null || header.summary.tensorCount === 1;
  if (!isArray)
    throw new BadInput(
      `${path} holds several tensors: a list of ids has a line, a column or an array of them.`,
    );
  return (await headers.rows.names({ file: header.stamp, tensor })).names;
}

function pathsOfIds(files: readonly Identified[], ids: readonly (Ids | undefined)[]): readonly string[] {
  return files.map(({ path }, at) => ids[at]?.file.path ?? path);
}

function pathsOf(files: readonly Pick<Identified, 'path'>[]): string {
  return files.map(({ path }) => path).join(' and ');
}

/** Names that tell the files apart; where the ends of their paths are equal, the first is x and the second y. */
function shortNames(files: readonly Pick<Identified, 'path'>[]): readonly string[] {
  const names = files.map(({ path }) => basename(path));
  return new Set(names).size === names.length ? names : files.map(({ path }) => path);
}

function some(names: readonly string[]): string {
  const more = names.length - namesShown;
  return names.slice(0, namesShown).map(quoted).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
