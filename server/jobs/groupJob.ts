import { printCall } from '../measures/call';
import { complete } from '../measures/complete';
import { isSymmetric as symmetricBy } from '../measures/measure';
import { meanOverPairs, pairsOf, type PairScore } from '../measures/overPairs';
import type { MeasureCall, Score } from '../protocol';
import { layerBytes, sizeOf } from './cost';
import { type Member, type Members, openMembers } from './groupMembers';
import type { GroupRequest, GroupScore } from './jobs';
import { withLabelNote, type FoundLabels } from './labels';
import type { Matched } from './matchRows';
import { type Given, type PairParts, runPair } from './pairJob';
import type { Work } from './sharing';
import { unscored } from './tasks/score';
import { withNotes } from './view';

export type GroupWork = Work<never> & { readonly onStart: () => void };

/**
 * A set of models by many measures: as a whole where the measure says how, else the mean over all pairs. Throws BadInput
 * when a tensor cannot be read.
 */
export async function runGroup(
  request: GroupRequest,
  parts: PairParts,
  work: GroupWork,
): Promise<readonly GroupScore[]> {
  return scoreMembers(await openMembers(request, parts.headers), request, parts, work);
}

/** The same of models that are open. */
export async function scoreMembers(
  { models: members, matched, labels, classes: byName, calls, notes }: Members,
  request: GroupRequest,
  parts: PairParts,
  work: GroupWork,
): Promise<readonly GroupScore[]> {
  const { vectors = false, byPairs = false } = request;
  const isWhole = (call: MeasureCall): boolean => !byPairs && complete(call).measure.group !== undefined;
  const asWhole = calls.filter(isWhole);
  const inPairs = calls.filter((call) => !isWhole(call));
  const whole = await scoreAsWhole(asWhole, members, { labels, vectors }, parts, work);
  const pairs = await scoreInPairs(inPairs, request, { matched, labels, classes: byName }, parts, work);
  return calls.map((call): GroupScore => {
    const score = whole.get(call);
    if (score !== undefined)
      return { score: withNotes(withLabelNote(score, call, labels), notes), pairs: null };
    const ofPairs = pairs.get(call) ?? [];
    const paths = request.models.map(({ path }) => path);
    return { score: meanOverPairs(call, ofPairs, paths), pairs: ofPairs };
  });
}

/** The scores of measures that are defined for sets. */
async function scoreAsWhole(
  calls: readonly MeasureCall[],
  members: readonly Member[],
  { labels, vectors }: { readonly labels: FoundLabels | undefined; readonly vectors: boolean },
  { pool }: PairParts,
  work: GroupWork,
): Promise<ReadonlyMap<MeasureCall, Score>> {
  const { signal, urgency, onStart } = work;
  const scores = new Map<MeasureCall, Score>();
  const sizes = members.map(({ entry }) => sizeOf(entry));
  const bytesOf = (call: MeasureCall): number =>
    sizes.reduce((sum, size) => sum + layerBytes(size, complete(call)), 0);
  const subject = `a set of ${members.length} models`;
  for (const [done, call] of calls.entries()) {
    work.progress(done / calls.length, `${done} of ${calls.length} measures of the set`);
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
  { models, ...reading }: GroupRequest,
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
      ...reading,
      ...{ x: left.path, y: right.path, tensorX: left.tensor, tensorY: right.tensor },
      measures: here.map(printCall),
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
