import { parseCall } from '../measures/call';
import type { ComparisonKind, MeasureCall, Reading, TensorEntry } from '../protocol';
import { BadInput } from '../tensors/badInput';
import { inSlices } from './breath';
import { cautionsOf } from './cautions';
import { ClassesApart, classesByPosition, type ClassesMatched, matchedClasses, namedLabels } from './classes';
import type { Headers } from './headers';
import { findIds, idsNotTaken, type Identified, type Ids } from './ids';
import type { GroupRequest } from './jobs';
import { findKind } from './kind';
import { findLabels, type FoundLabels, type Wanted } from './labels';
import type { LayerSource } from './layers';
import { type Matched, matchRows } from './matchRows';
import { callsFor, findTensor } from './pairJob';
import { instancesOf, rowNotes, usualView, viewed, viewOf } from './view';

/** One model of a set. */
export interface Member {
  readonly source: LayerSource;
  /** As the matrix it becomes. */
  readonly entry: TensorEntry;
  readonly stored: TensorEntry;
}

/** The models of a set, put row to row and class to class; nothing of their values has been read. */
export interface Members {
  readonly kind: ComparisonKind | 'outputs';
  readonly models: readonly Member[];
  /** How their rows belong together; undefined: weights have none that are instances. */
  readonly matched: Matched | undefined;
  readonly classes: ClassesMatched;
  readonly labels: FoundLabels | undefined;
  readonly calls: readonly MeasureCall[];
  /** What is so of all scores: sentences. */
  readonly notes: readonly string[];
}

/** Opens the models of a set. Throws BadInput when a tensor cannot be read. */
export async function openMembers(
  { models, measures, kind: asked, outputs, classes, ...reading }: Omit<GroupRequest, 'vectors'>,
  headers: Headers,
): Promise<Members> {
  if (models.length < 2) throw new BadInput('A set has at least two models.');
  const opened = await Promise.all(models.map(({ path: file }) => headers.open(file)));
  const tensors = await Promise.all(opened.map((header) => headers.all(header)));
  const files = models.map(({ path: file }, i) => {
    const header = opened[i];
    if (header === undefined) throw new RangeError('a model is not open');
    return { path: file, header, stored: tensors[i] ?? [] };
  });
  const ids = await findIds(files, reading, viewOf(reading), headers);
  const kind = asked ?? (ids.includes(undefined) ? await kindOf(tensors, reading) : 'activations');
  const meaning = kind === 'outputs' ? (outputs ?? 'outputs') : kind;
  const matched = kind === 'weights' ? undefined : await matchedRows(files, ids, models, reading, headers);
  const { views = [], notes = [], view = usualView } = matched ?? {};
  const stored = models.map(({ path: file, tensor }, i): Member => {
    const own = views[i] ?? view;
    const { index, entry: stored } = findTensor(file, tensors[i] ?? [], tensor);
    const { entry } = findTensor(file, [viewed(stored, own)], tensor);
    const stamp = opened[i]?.stamp ?? { path: file, identity: '' };
    return { source: { file: stamp, index, meaning, ...own }, entry, stored };
  });
  const byName = kind === 'outputs' ? await classesOf(stored, files, classes, headers) : classesByPosition;
  const members = stored.map((model, at): Member => {
    const order = byName.orders?.[at];
    return order === undefined ? model : { ...model, source: { ...model.source, classes: order } };
  });
  const calls = measures?.map(parseCall) ?? callsFor(kind);
  const wanted = {
    labels: reading.labels,
    files: files.map(({ path }) => path),
    idsNamed: reading.ids !== undefined,
    calls,
    kind,
  };
  const found = await labelsOf(members, matched, wanted, headers);
  const labels = await namedLabels(found, byName, { kind, classes }, headers);
  const cautions = await inSlices(
    cautionsOf(members.map((member) => ({ path: member.source.file.path, of: [member] }))),
  );
  const notTaken = kind === 'weights' ? [] : idsNotTaken(files, ids, reading, viewOf(reading));
  const told = [...byName.notes, ...notes, ...notTaken, ...rowNotes(view.rows), ...cautions];
  return { kind, models: members, matched, classes: byName, labels, calls, notes: told };
}

/** Weights where the first two files hold some and nothing was chosen of how activations are read. */
async function kindOf(
  [first = [], second = []]: readonly (readonly TensorEntry[])[],
  { rule, rows, ids }: Reading,
): Promise<ComparisonKind> {
  const chosen = rule !== undefined || rows !== undefined || ids !== undefined;
  return chosen ? 'activations' : inSlices(findKind(first, second));
}

/** How the rows of all models belong together: what one of them lacks counts in none. */
async function matchedRows(
  files: readonly Identified[],
  ids: readonly (Ids | undefined)[],
  models: GroupRequest['models'],
  reading: Reading,
  headers: Headers,
): Promise<Matched> {
  const view = viewOf(reading);
  const one = files[0]?.stored.find(({ name }) => name === models[0]?.tensor);
  const count = one === undefined ? undefined : instancesOf(one, view)?.instances;
  return matchRows({ files, ids, view, labels: reading.labels, count }, headers);
}

/** How the classes of the models belong together. Throws ClassesApart. */
async function classesOf(
  models: readonly Member[],
  files: readonly Identified[],
  asked: GroupRequest['classes'],
  headers: Headers,
): Promise<ClassesMatched> {
  const outputs = models.flatMap(({ source, entry }, at) => {
    const file = files[at];
    return file === undefined ? [] : [{ ...file, entry, index: source.index }];
  });
  try {
    return await matchedClasses(outputs, asked, headers);
  } catch (error) {
    throw error instanceof BadInput ? new ClassesApart(error.message) : error;
  }
}

/** The labels of the first model's instances: those of all. */
async function labelsOf(
  [first]: readonly Member[],
  matched: Matched | undefined,
  asked: Pick<Wanted, 'labels' | 'files' | 'idsNamed' | 'calls' | 'kind'>,
  headers: Headers,
): Promise<FoundLabels | undefined> {
  if (first === undefined) return undefined;
  const { instances: rows, rowsEach = 1 } = instancesOf(first.stored, first.source) ?? {};
  const picked = matched?.views[0]?.picked;
  const found = await findLabels({ ...asked, rows, rowsEach, picked, ids: matched?.ids[0] }, headers);
  if (found === undefined || picked === undefined) return found;
  // In a pair of two other models the rows are still those of the first.
  return { ...found, source: { picked, ...found.source } };
}
