import { printCall, parseCall } from '../measures/call';
import { complete } from '../measures/complete';
import { isSymmetric as symmetricBy } from '../measures/measure';
import { meanOverPairs, pairsOf, type PairScore } from '../measures/overPairs';
import type { ComparisonKind, MeasureCall, Reading, Score, TensorEntry } from '../protocol';
import { BadInput } from '../tensors/badInput';
import { inSlices } from './breath';
import { classesByPosition, type ClassesMatched, matchedClasses, namedLabels } from './classes';
import { cautionsOf } from './cautions';
import { layerBytes, sizeOf } from './cost';
import type { GroupRequest, GroupScore } from './jobs';
import { findKind } from './kind';
import type { Headers } from './headers';
import { findIds, idsNotTaken, type Identified, type Ids } from './ids';
import { findLabels, withLabelNote, type FoundLabels, type Wanted } from './labels';
import type { LayerSource } from './layers';
import { type Matched, matchRows } from './matchRows';
import { callsFor, findTensor, type Given, type PairParts, runPair } from './pairJob';
import type { Work } from './sharing';
import { unscored } from './tasks/score';
import { instancesOf, rowNotes, usualView, viewed, viewOf, withNotes } from './view';

type GroupWork = Work<never> & { readonly onStart: () => void };

interface Model {
  readonly source: LayerSource;
  /** As the matrix it becomes. */
  readonly entry: TensorEntry;
  readonly stored: TensorEntry;
}

/**
 * A set of models by many measures: as a whole where the measure says how, else the mean over all pairs. Throws BadInput
 * when a tensor cannot be read.
 */
export async function runGroup(
  { models, measures, kind: asked, outputs, classes, vectors = false, ...reading }: GroupRequest,
  parts: PairParts,
  work: GroupWork,
): Promise<readonly GroupScore[]> {
  if (models.length < 2) throw new BadInput('A set has at least two models.');
  const { headers } = parts;
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
  const stored = models.map(({ path: file, tensor }, i): Model => {
    const own = views[i] ?? view;
    const { index, entry: stored } = findTensor(file, tensors[i] ?? [], tensor);
    const { entry } = findTensor(file, [viewed(stored, own)], tensor);
    const stamp = opened[i]?.stamp ?? { path: file, identity: '' };
    return { source: { file: stamp, index, meaning, ...own }, entry, stored };
  });
  const byName = kind === 'outputs' ? await classesOf(stored, files, classes) : classesByPosition;
  const members = stored.map((model, at): Model => {
    const order = byName.orders?.[at];
    return order === undefined ? model : { ...model, source: { ...model.source, classes: order } };
  });
  const calls = measures?.map(parseCall) ?? callsFor(kind);
  const found = await labelsOf(
    members,
    matched,
    {
      labels: reading.labels,
      files: files.map(({ path }) => path),
      idsNamed: reading.ids !== undefined,
      calls,
      kind,
    },
    headers,
  );
  const labels = await namedLabels(found, byName, { kind, classes }, headers);
  const given = {
    ...{ vectors, ...(asked !== undefined && { kind: asked }) },
    ...(outputs !== undefined && { outputs }),
  };
  const asWhole = calls.filter((call) => complete(call).measure.group !== undefined);
  const inPairs = calls.filter((call) => complete(call).measure.group === undefined);
  const whole = await scoreAsWhole(asWhole, members, { labels, vectors }, parts, work);
  const pairs = await scoreInPairs(
    inPairs,
    { models, ...given, ...reading },
    { matched, labels, classes: byName },
    parts,
    work,
  );
  const cautions = await inSlices(
    cautionsOf(members.map((member) => ({ path: member.source.file.path, of: [member] }))),
  );
  const notTaken = kind === 'weights' ? [] : idsNotTaken(files, ids, reading, viewOf(reading));
  const told = [...byName.notes, ...notes, ...notTaken, ...rowNotes(view.rows), ...cautions];
  return calls.map((call): GroupScore => {
    const score = whole.get(call);
    if (score !== undefined)
      return { score: withNotes(withLabelNote(score, call, labels), told), pairs: null };
    const ofPairs = pairs.get(call) ?? [];
    const paths = files.map(({ path }) => path);
    return { score: meanOverPairs(call, ofPairs, paths), pairs: ofPairs };
  });
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

/** How the classes of the models belong together. Throws BadInput. */
function classesOf(
  models: readonly Model[],
  files: readonly Identified[],
  asked: GroupRequest['classes'],
): Promise<ClassesMatched> {
  const outputs = models.flatMap(({ source, entry }, at) => {
    const file = files[at];
    return file === undefined ? [] : [{ ...file, entry, index: source.index }];
  });
  return matchedClasses(outputs, asked);
}

/** The labels of the first model's instances: those of all. */
async function labelsOf(
  [first]: readonly Model[],
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

/** The scores of measures that are defined for sets. */
async function scoreAsWhole(
  calls: readonly MeasureCall[],
  members: readonly Model[],
  { labels, vectors }: { readonly labels: FoundLabels | undefined; readonly vectors: boolean },
  { pool }: PairParts,
  { signal, urgency, onStart }: GroupWork,
): Promise<ReadonlyMap<MeasureCall, Score>> {
  const scores = new Map<MeasureCall, Score>();
  const sizes = members.map(({ entry }) => sizeOf(entry));
  const bytesOf = (call: MeasureCall): number =>
    sizes.reduce((sum, size) => sum + layerBytes(size, complete(call)), 0);
  const subject = `a set of ${members.length} models`;
  for (const call of calls) {
    const bytes = bytesOf(call);
    const refusal = pool.budget.refusal(bytes, subject);
    if (refusal !== undefined) {
      scores.set(call, unscored(call, refusal, sizes[0]?.n ?? 0));
      continue;
    }
    const given = labels === undefined ? {} : { labels: labels.source };
    const input = { layers: members.map(({ source }) => source), call, vectors, ...given };
    scores.set(call, await pool.run('group', input, { signal, urgency, onStart, subject, bytes }));
  }
  return scores;
}

/** The scores of all pairs, by measure. */
async function scoreInPairs(
  calls: readonly MeasureCall[],
  { models, ...reading }: Omit<GroupRequest, 'measures'>,
  { matched, labels, classes }: Given,
  parts: PairParts,
  work: GroupWork,
): Promise<ReadonlyMap<MeasureCall, readonly PairScore[]>> {
  const found = new Map<MeasureCall, PairScore[]>(calls.map((call) => [call, []]));
  const pairs = calls.length === 0 ? [] : pairsOf(models.length, calls.every(isSymmetric));
  for (const [done, [x, y]] of pairs.entries()) {
    const [left, right] = [models[x], models[y]];
    if (left === undefined || right === undefined) continue;
    // The second of the two ways is for measures that tell them apart.
    const here = x < y ? calls : calls.filter((call) => !isSymmetric(call));
    const request = {
      ...{ x: left.path, y: right.path, tensorX: left.tensor, tensorY: right.tensor },
      measures: here.map(printCall),
      ...reading,
    };
    const progress = (fraction: number): void =>
      work.progress((done + fraction) / pairs.length, `${done} of ${pairs.length} pairs of models`);
    const orders =
      classes.orders && [classes.orders[x], classes.orders[y]].filter((one) => one !== undefined);
    const given = matched && { matched: ofTwo(matched, x, y), labels, classes: { ...classes, orders } };
    const scores = await runPair(request, parts, { ...work, progress, emit: () => undefined }, given);
    here.forEach((call, at) => {
      const score = scores[at];
      if (score !== undefined) found.get(call)?.push({ x, y, score });
    });
  }
  return found;
}

/** What is known of all files, of two of them. */
function ofTwo({ views, ids, view, notes }: Matched, x: number, y: number): Matched {
  return { views: [views[x] ?? view, views[y] ?? view], ids: [ids[x], ids[y]], view, notes };
}

function isSymmetric(call: MeasureCall): boolean {
  const { measure, parameters } = complete(call);
  return symmetricBy(measure, parameters);
}
