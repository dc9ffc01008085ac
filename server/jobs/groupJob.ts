import { printCall, parseCall } from '../measures/call';
import { complete } from '../measures/complete';
import { isSymmetric as symmetricBy } from '../measures/measure';
import { meanOverPairs, pairsOf, type PairScore } from '../measures/overPairs';
import type { MeasureCall, Score, TensorEntry } from '../protocol';
import { BadInput } from '../tensors/badInput';
import { layerBytes, sizeOf } from './cost';
import type { GroupRequest, GroupScore } from './jobs';
import { findKind } from './kind';
import { findLabels, withLabelNote, type FoundLabels } from './labels';
import type { LayerSource } from './layers';
import { callsFor, findTensor, type PairParts, runPair } from './pairJob';
import type { Work } from './sharing';
import { unscored } from './tasks/score';
import { among, instancesOf, isUsual, usualView, viewed, viewOf, withRowNotes } from './view';

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
  { models, measures, ...reading }: GroupRequest,
  parts: PairParts,
  work: GroupWork,
): Promise<readonly GroupScore[]> {
  if (models.length < 2) throw new BadInput('A set has at least two models.');
  const { headers } = parts;
  const opened = await Promise.all(models.map(({ path: file }) => headers.open(file)));
  const tensors = await Promise.all(opened.map((header) => headers.all(header)));
  const chosen = viewOf(reading);
  const kind = isUsual(chosen) ? findKind(tensors[0] ?? [], tensors[1] ?? []) : 'activations';
  const one = tensors[0]?.find(({ name }) => name === models[0]?.tensor);
  const instances = one === undefined ? undefined : instancesOf(one, chosen)?.instances;
  const view = kind === 'weights' ? usualView : instances === undefined ? chosen : among(instances, chosen);
  const members = models.map(({ path: file, tensor }, i): Model => {
    const { index, entry: stored } = findTensor(file, tensors[i] ?? [], tensor);
    const { entry } = findTensor(file, [viewed(stored, view)], tensor);
    const stamp = opened[i]?.stamp ?? { path: file, identity: '' };
    return { source: { file: stamp, index, meaning: kind, ...view }, entry, stored };
  });
  const calls = measures?.map(parseCall) ?? callsFor(kind);
  const { rowsEach = 1 } = (members[0] && instancesOf(members[0].stored, view)) ?? {};
  const files = models.map((m) => m.path);
  const labels = await findLabels(
    { labels: reading.labels, files, rows: instances ?? 0, rowsEach, calls, kind },
    headers,
  );

  const asWhole = calls.filter((call) => complete(call).measure.group !== undefined);
  const inPairs = calls.filter((call) => complete(call).measure.group === undefined);
  const whole = await scoreAsWhole(asWhole, members, labels, parts, work);
  const pairs = await scoreInPairs(inPairs, { models, ...reading }, parts, work);
  return calls.map((call): GroupScore => {
    const score = whole.get(call);
    if (score !== undefined)
      return { score: withRowNotes(withLabelNote(score, call, labels), view), pairs: null };
    const ofPairs = pairs.get(call) ?? [];
    return { score: meanOverPairs(call, ofPairs, files), pairs: ofPairs };
  });
}

/** The scores of measures that are defined for sets. */
async function scoreAsWhole(
  calls: readonly MeasureCall[],
  members: readonly Model[],
  labels: FoundLabels | undefined,
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
    const input = { layers: members.map(({ source }) => source), call, ...given };
    scores.set(call, await pool.run('group', input, { signal, urgency, onStart, subject, bytes }));
  }
  return scores;
}

/** The scores of all pairs, by measure. */
async function scoreInPairs(
  calls: readonly MeasureCall[],
  { models, ...reading }: Omit<GroupRequest, 'measures'>,
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
    const scores = await runPair(request, parts, { ...work, progress, emit: () => undefined });
    here.forEach((call, at) => {
      const score = scores[at];
      if (score !== undefined) found.get(call)?.push({ x, y, score });
    });
  }
  return found;
}

function isSymmetric(call: MeasureCall): boolean {
  const { measure, parameters } = complete(call);
  return symmetricBy(measure, parameters);
}
