import { basename } from 'node:path';
import { parseCall } from '../measures/call';
import { allMeasures } from '../measures/catalogue';
import { complete, type CompleteCall } from '../measures/complete';
import type { Measure } from '../measures/measure';
import type { MeasureCall, Score, TensorEntry } from '../protocol';
import { BadInput, quoted } from '../tensors/badInput';
import type { Cache } from './cache';
import { inSlices } from './breath';
import { cautionsOf } from './cautions';
import { layerBytes, layerSeconds, pairCost, type PairCost, type Size, sizeOf } from './cost';
import { type Header, Headers } from './headers';
import type { PairRequest } from './jobs';
import type { LayerSource } from './layers';
import { findLabels, type FoundLabels, withLabelNote } from './labels';
import { classesByPosition, type ClassesMatched, matchedClasses, namedLabels } from './classes';
import type { Matched } from './matchRows';
import type { Pool } from './pool';
import type { Work } from './sharing';
import { instancesIn, type OpenSide, openSides } from './sides';
import { type Scored, unscored } from './tasks/score';
import { allowsBlocks, rowNotes, withNotes } from './view';

export interface PairParts {
  readonly headers: Headers;
  readonly pool: Pool;
  readonly cache: Cache;
}

/** Operations a second to compare costs by. */
const rateAssumed = 1e9;

/** What is known already of a pair that is one of a set. */
export interface Given {
  /** How the rows belong together. */
  readonly matched: Matched | undefined;
  readonly labels: FoundLabels | undefined;
  readonly classes: ClassesMatched;
}

interface Side {
  readonly header: Header;
  readonly source: LayerSource;
  readonly entry: TensorEntry;
  readonly size: Size;
}

/** Which measures are asked of a pair when none is named. */
const compared: Readonly<Record<NonNullable<PairRequest['kind']>, readonly Measure['compares'][]>> = {
  activations: ['representations'],
  weights: ['weights', 'representations'],
  outputs: ['outputs'],
};

/**
 * One pair of tensors by many measures, each answered with a score.
 * @param given how the rows belong together and what labels they have, where that is known already
 * Throws BadInput when a tensor cannot be read.
 */
export async function runPair(
  request: PairRequest,
  { headers, pool, cache }: PairParts,
  work: Work<readonly Score[]> & { readonly onStart: () => void },
  given?: Given,
): Promise<readonly Score[]> {
  const { kind: asked, ...rest } = request;
  const sides = await openSides(
    { ...rest, ...(asked !== undefined && { kind: asked === 'outputs' ? 'activations' : asked }) },
    headers,
    given?.matched,
  );
  const kind = asked ?? sides.kind;
  const meaning = kind === 'outputs' ? (request.outputs ?? 'outputs') : kind;
  const stored = [
    sideOf(sides.x, request.tensorX, meaning),
    sideOf(sides.y, request.tensorY, meaning),
  ] as const;
  const byName = await classesOf(kind, stored, request, given ?? headers);
  const [x, y] = [withClasses(stored[0], byName, 0), withClasses(stored[1], byName, 1)];
  const calls = request.measures?.map(parseCall) ?? callsFor(kind);
  const instances = instancesIn(sides.x, x.source);
  const cautions = await inSlices(
    cautionsOf([
      { path: request.x, of: [x] },
      { path: request.y, of: [y] },
    ]),
  );
  const notes = [...byName.notes, ...sides.notes, ...rowNotes(sides.view.rows), ...cautions];
  const idsNamed = request.ids !== undefined;
  const wanted = {
    labels: request.labels,
    files: [request.x, request.y],
    idsNamed,
    ...instances,
    calls,
    kind,
  };
  const labels =
    given === undefined
      ? await namedLabels(await findLabels(wanted, headers), byName, request, headers)
      : given.labels;

  const vectors = request.vectors === true;
  const scores: (Score | undefined)[] = vectors
    ? calls.map(() => undefined)
    : await Promise.all(calls.map((call) => cache.get(x.source, y.source, call, labels?.source)));
  const told = (): readonly Score[] => calls.flatMap((call, at) => noted(scores[at], call, labels, notes));
  const subject = subjectOf(request);
  const { limit } = pool.budget;
  const costs = calls.map((call) =>
    pairCost(x.size, y.size, complete(call), {
      rate: rateAssumed,
      limit,
      blocks: allowsBlocks(sides.x.view, meaning) && allowsBlocks(sides.y.view, meaning),
    }),
  );
  for (const [at, call] of calls.entries()) {
    const refusal = pool.budget.refusal(costs[at]?.bytes ?? 0, subject);
    if (refusal !== undefined) scores[at] ??= unscored(call, refusal, x.size.n);
  }
  if (told().length > 0) work.emit(told());
  // The cheap ones first: whoever looks at the pair sees them while the others are computed.
  const effort = calls.map(
    (call, at) => (costs[at]?.seconds ?? 0) + effortOf(complete(call), x.size, y.size),
  );
  const open = [...calls.keys()]
    .filter((at) => scores[at] === undefined)
    .sort((a, b) => (effort[a] ?? 0) - (effort[b] ?? 0));
  const saved: Promise<void>[] = [];
  const onPart = (part: readonly Scored[]): void => {
    for (const { call: at, score, cached, content, unreadable } of part) {
      if (unreadable !== undefined) throwLater(score.reason);
      const [call, place] = [calls[open[at] ?? -1], open[at] ?? -1];
      scores[place] = score;
      if (unreadable === undefined && call !== undefined) work.emit(noted(score, call, labels, notes));
      if (call !== undefined && content !== undefined && !cached && !vectors) {
        const put = cache.put(x.source, y.source, call, score, content, labels?.source);
        saved.push(put.then(() => cache.save()));
      }
    }
    const done = scores.filter((score) => score !== undefined).length;
    work.progress(done / calls.length, `${done} of ${calls.length} measures`);
  };
  let failure: string | undefined;
  const throwLater = (reason: string | undefined): void => void (failure ??= reason);

  if (open.length > 0) {
    const { signal, urgency, onStart } = work;
    const openCalls = open.flatMap((at) => calls[at] ?? []);
    const openCosts = open.flatMap((at) => costs[at] ?? []);
    const { allowance, bytes } = memoryFor(openCalls, openCosts, x.size, y.size, limit);
    const pair = { x: [x.source], y: [y.source], pairs: [[0, 0] as const] };
    const labelled = labels === undefined ? {} : { labels: labels.source };
    const input = { ...pair, calls: openCalls, allowance, limit, ...labelled, vectors };
    await pool
      .run('score', input, { signal, urgency, onStart, onPart, subject, bytes })
      .finally(() => Promise.all(saved));
  }
  if (failure !== undefined) throw new BadInput(failure);
  return told();
}

/** The score as it is told, if there is one yet. */
function noted(
  score: Score | undefined,
  call: MeasureCall,
  labels: FoundLabels | undefined,
  notes: readonly string[],
): readonly Score[] {
  return score === undefined ? [] : [withNotes(withLabelNote(score, call, labels), notes)];
}

/** Seconds to prepare both layers at a speed that only serves to compare. */
function effortOf(call: CompleteCall, x: Size, y: Size): number {
  return layerSeconds(x, call, rateAssumed) + layerSeconds(y, call, rateAssumed);
}

function sideOf({ header, tensors, view }: OpenSide, name: string, meaning: LayerSource['meaning']): Side {
  const { stamp } = header;
  const { entry, index } = findTensor(stamp.path, tensors, name);
  return { header, source: { file: stamp, index, meaning, ...view }, entry, size: sizeOf(entry) };
}

/** How the classes of outputs belong together; anything else has none. Throws BadInput. */
async function classesOf(
  kind: PairRequest['kind'],
  sides: readonly Side[],
  { classes }: PairRequest,
  known: Given | Headers,
): Promise<ClassesMatched> {
  if (kind !== 'outputs') return classesByPosition;
  if (!(known instanceof Headers)) return known.classes;
  const models = sides.map(({ header, source, entry }) => {
    return { path: source.file.path, header, entry, index: source.index };
  });
  return matchedClasses(models, classes, known);
}

function withClasses(side: Side, { orders }: ClassesMatched, at: number): Side {
  const classes = orders?.[at];
  return classes === undefined ? side : { ...side, source: { ...side.source, classes } };
}

/** The tensor of a name. Throws BadInput when there is none, or when it cannot be read. */
export function findTensor(
  path: string,
  all: readonly TensorEntry[],
  name: string,
): { readonly entry: TensorEntry; readonly index: number } {
  const index = all.findIndex((tensor) => tensor.name === name);
  const entry = all[index];
  if (entry === undefined) {
    const some = all.slice(0, 3).map((tensor) => quoted(tensor.name));
    const has = some.length === 0 ? 'it has none' : `it has ${some.join(', ')}${all.length > 3 ? ', …' : ''}`;
    throw new BadInput(`${path} has no tensor ${quoted(name)}: ${has}.`);
  }
  if (entry.unreadable === undefined) return { entry, index };
  const reason = entry.unreadable.replace(/\.$/, '');
  throw new BadInput(`Tensor ${quoted(name)} of ${path} cannot be read: ${reason}.`);
}

/** Every measure that compares this kind of thing, with its defaults. */
export function callsFor(kind: NonNullable<PairRequest['kind']>): readonly MeasureCall[] {
  const fitting = compared[kind].flatMap((subject) =>
    allMeasures.filter(({ compares }) => compares === subject),
  );
  return fitting.map(({ id }) => ({ id, parameters: {} }));
}

/**
 * How much the layers may take with everything prepared of them: all of it while half the limit allows, so that
 * measures share what they prepare; else what the largest measure needs alone.
 */
function memoryFor(
  calls: readonly MeasureCall[],
  costs: readonly PairCost[],
  x: Size,
  y: Size,
  limit: number,
): { readonly allowance: number; readonly bytes: number } {
  const together = costs.reduce((sum, { bytes }) => sum + bytes, 0);
  if (together <= limit / 2) return { allowance: Infinity, bytes: together };
  const whole = calls.filter((_, at) => costs[at]?.inBlocks === null).map(complete);
  const allowance = Math.max(0, ...whole.map((call) => Math.max(layerBytes(x, call), layerBytes(y, call))));
  return { allowance, bytes: Math.max(...costs.map(({ bytes }) => bytes)) };
}

function subjectOf({ x, y, tensorX, tensorY }: PairRequest): string {
  return `tensors ${quoted(tensorX)} of ${basename(x)} and ${quoted(tensorY)} of ${basename(y)}`;
}
