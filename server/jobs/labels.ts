import { basename, dirname, join, relative } from 'node:path';
import { complete } from '../measures/complete';
import { type ComparisonKind, type MeasureCall, runKeys, type Score, type TensorEntry } from '../protocol';
import { labelsName } from '../runtimes/carriedLabels';
import { BadInput, quoted } from '../tensors/badInput';
import type { Headers } from './headers';
import type { Ids } from './ids';
import type { LabelSource } from './labelReader';
import { keyOf } from './rowMatcher';
import type { Picked } from './view';

/** What writers call true classes: of tensors in a file, and of files. */
export const likelyNames = ['labels', 'label', 'targets', 'target', 'classes', 'y'];
/** Of columns of a table that is compared itself, too. */
const likelyColumns = [...likelyNames, 'class', 'category'];
const likelyFiles = likelyNames.flatMap((name) => [`${name}.npy`, `${name}.npz`, `${name}.csv`]);

/** Labels for the instances of a comparison. */
export interface FoundLabels {
  readonly source: LabelSource;
  /** The file that a person knows them from: what was run on instances carries the labels of theirs. */
  readonly path: string;
  /** What to say beside scores that come from them; absent where a person named the file. */
  readonly note?: string;
}

/** Whose labels are looked for. */
export interface Labelled {
  /** The file a person named. */
  readonly labels?: string | undefined;
  /** The model files. */
  readonly files: readonly string[];
  /** How many instances there are in the first of them; undefined: it has none, and so no labels. */
  readonly rows: number | undefined;
  /** The ids of those instances, by which labels with ids are found. */
  readonly ids?: Ids | undefined;
}

export interface Wanted extends Labelled {
  /** How many rows each instance becomes. */
  readonly rowsEach?: number;
  /** Those of the first file that count, in order; absent: as its view says. */
  readonly picked?: Picked | undefined;
  /** A person said which ids the instances have, or that they go by position. */
  readonly idsNamed?: boolean;
  readonly calls: readonly MeasureCall[];
  /** Rows of weights are no instances: labels are looked for only where rows are. */
  readonly kind: ComparisonKind | 'outputs';
}

/**
 * The labels to score with: those of the file that was named, else, when a measure needs some, those of a file called
 * like labels beside a model file or one folder up, if it holds one class number for each row. Labels that have ids go
 * by those. Throws BadInput when the named file does not fit.
 */
export async function findLabels(
  { rowsEach = 1, picked, idsNamed = false, calls, kind, ...labelled }: Wanted,
  headers: Headers,
): Promise<FoundLabels | undefined> {
  const { labels, ids, rows, files } = labelled;
  const asked = labels !== undefined || calls.some((call) => complete(call).measure.needs.labels);
  if (rows === undefined || !asked || (kind === 'weights' && labels === undefined)) return undefined;
  const found = await labelSource(labelled, headers);
  if (found === undefined) return undefined;
  const byId =
    ids === undefined || found.ids === undefined ? null : await carried(found, ids, picked, headers);
  const { file, index, given, origin } = found;
  const near = origin === undefined ? relative(dirname(files[0] ?? ''), file.path) : inItsFolder(origin);
  const from = given ? [] : [`Labels from ${near}.`];
  const unused = `Labels are matched by position: ${file.path} has ids, and not all files that are compared have some.`;
  const notes = found.idsUnused === true && !idsNamed ? [...from, unused] : from;
  return {
    source: {
      file,
      index,
      given,
      ...(rowsEach !== 1 && { rowsEach }),
      ...(byId !== null && { picked: byId }),
    },
    path: origin ?? file.path,
    ...(notes.length > 0 && { note: notes.join(' ') }),
  };
}

function inItsFolder(path: string): string {
  return join(basename(dirname(path)), basename(path));
}

/** The rows of a file with labels that have the ids of the instances that count. */
async function carried(
  { ids: among, file }: LabelFile,
  ids: Ids,
  picked: Picked | undefined,
  headers: Headers,
): Promise<Picked | null> {
  if (among === undefined) return null;
  const [{ names: own }, { names: others }] = [
    await headers.rows.names(ids),
    await headers.rows.names(among),
  ];
  const key = JSON.stringify([keyOf(ids), keyOf(among), picked?.digest]);
  const numbers = picked === undefined ? {} : { numbers: picked.numbers };
  return headers.rows.namedRows({ ids: own, among: others, path: file.path, ...numbers }, key);
}

/** A tensor with labels. */
export interface LabelFile extends Pick<LabelSource, 'file' | 'index' | 'given'> {
  /** The file that they were copied from, beside activations that came of a run. */
  readonly origin?: string;
  /** The ids of its rows; absent: row i is that of instance i. */
  readonly ids?: Ids;
  /** It has ids, but the instances have none. */
  readonly idsUnused?: boolean;
}

/**
 * The labels of the file that was named, or those that a model file holds beside its activations, or of a file called like
 * labels beside the models. Throws BadInput.
 */
export async function labelSource(
  { labels, files, rows = 0, ids }: Labelled,
  headers: Headers,
): Promise<LabelFile | undefined> {
  const own = ids === undefined ? rows : undefined;
  if (labels !== undefined) return checkLabels(labels, 'given', { rows, byPosition: own }, headers);
  const folders = files.map((path) => dirname(path));
  const beside = [...folders, ...folders.map((folder) => dirname(folder))].flatMap((folder) =>
    likelyFiles.map((name) => join(folder, name)),
  );
  // A model that is called like labels is a model.
  const others = [...new Set(beside)].filter((path) => !files.includes(path));
  const candidates = [
    ...files.map((path) => [path, 'own'] as const),
    ...others.map((path) => [path, 'beside'] as const),
  ];
  const found = await Promise.all(
    candidates.map(async ([path, place]) => {
      try {
        return await checkLabels(path, place, { rows, byPosition: own }, headers);
      } catch (error) {
        // Not there, or something else than labels of these instances.
        if (error instanceof BadInput) return undefined;
        throw error;
      }
    }),
  );
  return found.find((one) => one !== undefined);
}

/** The score with where its labels are from, if it depends on labels that nobody named. */
export function withLabelNote(score: Score, call: MeasureCall, labels: FoundLabels | undefined): Score {
  if (labels?.note === undefined || score.value === null) return score;
  return complete(call).measure.needs.labels ? { ...score, notes: [...score.notes, labels.note] } : score;
}

/**
 * The tensor of a file with one label for each of `rows` instances, or for each of its own ids where the instances have
 * ids, too (`byPosition` is undefined); where nobody named the file, only of whole numbers, and in a file that is compared
 * itself only one that is called like labels. Throws BadInput when there is none.
 */
async function checkLabels(
  path: string,
  place: 'given' | 'own' | 'beside',
  { rows, byPosition }: { readonly rows: number; readonly byPosition: number | undefined },
  headers: Headers,
): Promise<LabelFile> {
  const header = await headers.open(path);
  const tensors = await headers.all(header);
  const likely = (place === 'own' ? likelyColumns : likelyNames).flatMap((name) =>
    tensors.filter((tensor) => tensor.name.toLowerCase() === name),
  );
  const { ids } = header.summary;
  const byId = byPosition === undefined && ids !== undefined;
  const others = byId ? tensors.filter(({ name }) => name !== ids.column) : tensors;
  const chosen = others.length === 1 && place !== 'own' ? others[0] : likely[0];
  if (chosen === undefined) {
    throw new BadInput(
      `${path} holds ${tensors.length} tensors and none is called labels: give a file with the labels alone.`,
    );
  }
  const columns = chosen.shape.slice(1).reduce((product, length) => product * length, 1);
  const count = byId ? ids.count : rows;
  if (chosen.shape[0] !== count || columns !== 1) {
    throw new BadInput(
      `${quoted(chosen.name)} of ${path} has the shape [${chosen.shape.join(', ')}]: one label for each of ${count} rows is needed.`,
    );
  }
  const given = place === 'given';
  const origin = header.summary.metadata.find(([key]) => key === runKeys.labels)?.[1];
  if (!given && !isWhole(chosen)) throw new BadInput(`${path} holds no class numbers.`);
  const own: Ids | undefined = byId
    ? { file: header.stamp, header, tensor: null, count: ids.count, given: false }
    : undefined;
  return {
    file: header.stamp,
    index: tensors.indexOf(chosen),
    given,
    ...(origin !== undefined && chosen.name === labelsName && { origin }),
    ...(own !== undefined && { ids: own }),
    ...(place !== 'own' && !byId && ids !== undefined && { idsUnused: true }),
  };
}

function isWhole({ dtype }: TensorEntry): boolean {
  return /^u?int\d+$|^bool$/.test(dtype);
}
