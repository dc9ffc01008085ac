import { basename, dirname, join } from 'node:path';
import type { Reading, TensorEntry } from '../protocol';
import { BadInput, quoted } from '../tensors/badInput';
import type { Header, Headers } from './headers';
import { holdsParameters } from './kind';
import type { NamesSource } from './rowMatcher';
import { instancesOf, type View } from './view';

/** What writers call arrays that name the rows, whatever folder or prefix they are in. */
const likelyName = /^(?:.*[./])?(?:ids?|(?:row|sample|instance|example|image|item)_?ids?)$/i;
/** The same of files beside a model. */
const likelyFiles = ['ids.npy', 'ids.npz', 'ids.csv', 'ids.tsv'];

/** As ids: none, whatever the files have. */
export const byPosition = 'none';

/** A file whose rows are to be matched with those of another. */
export interface Identified {
  readonly path: string;
  readonly header: Header;
  readonly stored: readonly TensorEntry[];
}

/** Where the ids of the rows of a file are. */
export interface Ids extends NamesSource {
  readonly header: Header;
  /** How many rows they name. */
  readonly count: number;
  /** A person named them; else they are taken for ids by their name. */
  readonly given: boolean;
}

/**
 * Where the ids of each file are: where a person says, else in its own column or array of ids, else in a file called
 * ids beside it. Undefined for a file without. Throws BadInput for named ones that do not fit.
 */
export async function findIds(
  files: readonly Identified[],
  { ids: named }: Pick<Reading, 'ids'>,
  view: View,
  headers: Headers,
): Promise<readonly (Ids | undefined)[]> {
  if (named !== undefined && named.length !== 1 && named.length !== files.length)
    throw new BadInput(
      `${named.length} sources of ids are named for ${files.length} files: name one for all, or one for each in their order.`,
    );
  if (named?.includes(byPosition) === true) return files.map(() => undefined);
  const found: (Ids | undefined)[] = [];
  // One after the other: of several that do not fit, the first is named every time.
  for (const [at, file] of files.entries()) {
    const where = named?.length === 1 ? named[0] : named?.[at];
    found.push(
      where === undefined ? await ownIds(file, view, headers) : await namedIds(where, file, view, headers),
    );
  }
  return found;
}

/** What to say of arrays that are called ids and not taken for them, where nobody named any: sentences. */
export function idsNotTaken(
  files: readonly Identified[],
  ids: readonly (Ids | undefined)[],
  { ids: named }: Pick<Reading, 'ids'>,
  view: View,
): readonly string[] {
  if (named !== undefined) return [];
  const told = files.flatMap(({ path, header, stored }, at) => {
    if (ids[at] !== undefined || holdsParameters(stored)) return [];
    const odd = stored.find(
      (tensor, index) =>
        likelyName.test(tensor.name) &&
        !isIds(tensor) &&
        isColumn(tensor) &&
        fits({ count: tensor.shape[0] ?? 0, header, tensor: index }, { header, stored }, view),
    );
    if (odd === undefined) return [];
    const type = `${quoted(odd.name)} of ${path} has the type ${odd.dtype}`;
    return [`Rows are matched by position: ${type}, and ids are texts or whole numbers of 16 bits or more.`];
  });
  return [...new Set(told)];
}

async function ownIds(file: Identified, view: View, headers: Headers): Promise<Ids | undefined> {
  const { header, stored } = file;
  const { ids } = header.summary;
  if (ids !== undefined) return { file: header.stamp, header, tensor: null, count: ids.count, given: false };
  if (holdsParameters(stored)) return undefined;
  const index = stored.findIndex((tensor) => likelyName.test(tensor.name) && isIds(tensor));
  const own = idsIn(header, stored, index, false);
  if (own !== undefined) return fits(own, file, view) ? own : undefined;
  for (const name of likelyFiles) {
    try {
      const beside = await idsOf(join(dirname(file.path), name), undefined, headers);
      if (fits(beside, file, view)) return { ...beside, given: false };
    } catch (error) {
      // Not there, or something else than ids.
      if (!(error instanceof BadInput)) throw error;
    }
  }
  return undefined;
}

async function namedIds(where: string, file: Identified, view: View, headers: Headers): Promise<Ids> {
  const [path, tensor] = splitPlace(where);
  const ids = await idsOf(path === '' ? file.path : path, tensor, headers);
  if (fits(ids, file, view)) return ids;
  throw new BadInput(
    `${ids.file.path} names ${ids.count} rows, and no tensor of ${file.path} has as many: one id for each row is needed.`,
  );
}

/** "FILE:TENSOR" in its parts; a colon in a path with a folder after it, or a drive's, is part of the path. */
function splitPlace(where: string): readonly [path: string, tensor: string | undefined] {
  const at = where.lastIndexOf(':');
  const rest = where.slice(at + 1);
  const isPlain = at < 0 || (at === 1 && /^[a-z]:[\\/]/i.test(where)) || rest === '';
  return isPlain ? [where, undefined] : [where.slice(0, at), rest];
}

/** The ids in a file: of the tensor named, else its column of ids, its only array, or the one called ids. Throws BadInput. */
async function idsOf(path: string, tensor: string | undefined, headers: Headers): Promise<Ids> {
  const header = await headers.open(path);
  const { ids } = header.summary;
  if (ids !== undefined && (tensor === undefined || tensor === ids.column))
    return { file: header.stamp, header, tensor: null, count: ids.count, given: true };
  const stored = await headers.all(header);
  const called = (name: string): number => stored.findIndex((one) => one.name === name);
  const index =
    tensor !== undefined
      ? called(tensor)
      : stored.length === 1
        ? 0
        : stored.findIndex((one) => likelyName.test(one.name) && isIds(one));
  const entry = stored[index];
  if (entry === undefined) {
    const wanted = tensor === undefined ? 'no tensor that is surely ids' : `no tensor ${quoted(tensor)}`;
    throw new BadInput(`${path} has ${wanted}: name the one that holds them, as in ${basename(path)}:ids.`);
  }
  const found = idsIn(header, stored, index, true);
  if (found !== undefined) return found;
  const shape = `${entry.dtype} [${entry.shape.join(', ')}]`;
  throw new BadInput(
    `${quoted(entry.name)} of ${path} is ${shape}: ids are one whole number or one text for each row.`,
  );
}

function idsIn(
  header: Header,
  stored: readonly TensorEntry[],
  index: number,
  given: boolean,
): Ids | undefined {
  const tensor = stored[index];
  if (tensor === undefined || !isColumn(tensor)) return undefined;
  if (tensor.unreadable !== undefined && tensor.text !== true) return undefined;
  return { file: header.stamp, header, tensor: index, count: tensor.shape[0] ?? 0, given };
}

function isColumn({ shape }: TensorEntry): boolean {
  return shape.length > 0 && shape.slice(1).every((length) => length === 1);
}

/** Whether an array called ids is taken for them unasked. */
function isIds(tensor: TensorEntry): boolean {
  if (tensor.text === true) return isColumn(tensor);
  return tensor.unreadable === undefined && isColumn(tensor) && /^u?int(?:16|32|64)$/.test(tensor.dtype);
}

/** Whether something else in the file has as many instances. */
function fits(
  { count, header, tensor }: Pick<Ids, 'count' | 'header' | 'tensor'>,
  file: Pick<Identified, 'header' | 'stored'>,
  view: View,
): boolean {
  if (count < 2) return false;
  return file.stored.some(
    (entry, index) =>
      entry.unreadable === undefined &&
      (header !== file.header || index !== tensor) &&
      instancesOf(entry, view)?.instances === count,
  );
}
