import { complete } from '../../measures/complete';
import { score as scorePair } from '../../measures/score';
import type { MeasureCall, Score } from '../../protocol';
import { BadInput } from '../../tensors/badInput';
import { pairCost, type PairCost, type Size, sizeOf } from '../cost';
import { isLackOfMemory } from '../failure';
import type { Contents } from '../cache';
import type { LabelSource } from '../labelReader';
import type { Layer, LayerSource } from '../layers';
import { tensorAt } from '../openFiles';
import { asScore, labelsKey, scoreKey } from '../scoreKey';
import { allowsBlocks, viewed } from '../view';
import type { Workplace } from '../workplace';
import type { Task } from './task';

export interface ScoreInput {
  readonly x: readonly LayerSource[];
  readonly y: readonly LayerSource[];
  /** Positions in x and y. */
  readonly pairs: readonly (readonly [number, number])[];
  /** Measures to score each pair with. */
  readonly calls: readonly MeasureCall[];
  /** Bytes one layer may take with all that is prepared of it. */
  readonly allowance: number;
  /** For measures that need them. */
  readonly labels?: LabelSource;
  /** With the values of single instances and classes: computed anew, as those are not kept. */
  readonly vectors?: boolean;
  /** Bytes one pair may take; what takes more is scored from blocks of rows where the measure allows. */
  readonly limit: number;
}

/** One score of one pair. */
export interface Scored {
  /** Positions in `pairs` and `calls`. */
  readonly pair: number;
  readonly call: number;
  readonly score: Score;
  /** Taken from the cache. */
  readonly cached: boolean;
  /** Content hashes; absent when a layer could not be read. */
  readonly content?: Contents;
  /** The side whose layer could not be read: no other pair with it has a score either. */
  readonly unreadable?: 'x' | 'y';
}

/** Milliseconds between two parts. */
const pause = 80;

/** Scores pairs of layers, in parts as they are found. A layer that cannot be read spoils its own pairs only. */
export const score: Task<ScoreInput, readonly Scored[], null> = {
  async run(input, at, report) {
    // Of one pair each score counts: a slow measure must not hold back those before it.
    const wait = input.pairs.length === 1 ? 0 : pause;
    let found: Scored[] = [];
    let reported = performance.now();
    const send = (): void => {
      if (found.length > 0) report(found);
      found = [];
      reported = performance.now();
    };
    for (const pair of input.pairs.keys()) {
      for await (const scored of scorePairs(input, pair, at)) {
        found.push(scored);
        if (performance.now() - reported >= wait) send();
      }
    }
    send();
    return null;
  },
};

async function* scorePairs(input: ScoreInput, pair: number, at: Workplace): AsyncGenerator<Scored> {
  const [i, j] = input.pairs[pair] ?? [-1, -1];
  const [left, right] = [input.x[i], input.y[j]];
  if (left === undefined || right === undefined)
    throw new RangeError('a pair names a layer that is not given');
  const gatheredFor = await inBlocks(left, right, input.limit, at);
  let sides: readonly [Side | string, Side | string] | undefined;
  for (const [index, call] of input.calls.entries()) {
    at.poll();
    const scored = { pair, call: index };
    const gathered = gatheredFor(call);
    if (gathered !== null) {
      yield { ...scored, ...(await scoreInBlocks(left, right, call, gathered, at)) };
      continue;
    }
    sides ??= [await side(left, at), await side(right, at)];
    const [x, y] = sides;
    if (typeof x === 'string') yield { ...scored, ...unreadable(call, 'x', x) };
    else if (typeof y === 'string') yield { ...scored, ...unreadable(call, 'y', y) };
    else yield { ...scored, ...(await scoreOne(x, y, call, input, at)) };
  }
  // The next pair has other layers; what is kept of these would only take memory.
  at.rowPairs.clear();
}

type Found = Pick<Scored, 'score' | 'cached' | 'content' | 'unreadable'>;

function unreadable(call: MeasureCall, side: 'x' | 'y', reason: string): Found {
  return { score: unscored(call, reason, 0), cached: false, unreadable: side };
}

/** What of each measure the planner chose to gather from blocks of rows. A layer that cannot be found is no matter of this. */
async function inBlocks(
  x: LayerSource,
  y: LayerSource,
  limit: number,
  at: Workplace,
): Promise<(call: MeasureCall) => PairCost['inBlocks']> {
  const size = async ({ file, index, ...view }: LayerSource): Promise<Size> =>
    sizeOf(viewed(tensorAt(await at.files.lately(file), index), view));
  try {
    const [left, right] = [await size(x), await size(y)];
    const means = { rate: 1, limit, blocks: allowsBlocks(x, x.meaning) && allowsBlocks(y, y.meaning) };
    return (call) => pairCost(left, right, complete(call), means).inBlocks;
  } catch (error) {
    if (error instanceof BadInput) return () => null;
    throw error;
  }
}

async function scoreInBlocks(
  x: LayerSource,
  y: LayerSource,
  call: MeasureCall,
  gathered: 'norms' | 'bases',
  at: Workplace,
): Promise<Found> {
  const read = await at.rowPairs.get(x, y, gathered);
  if ('unreadable' in read) return unreadable(call, read.unreadable, read.reason);
  return { score: scorePair(call, ...read.pair), cached: false, content: read.content };
}

interface Side {
  readonly source: LayerSource;
  readonly content: string;
  readonly layer: Layer;
}

/** The layer, or why it cannot be read. Throws BadInput when its file has changed. */
async function side(source: LayerSource, at: Workplace): Promise<Side | string> {
  try {
    const layer = await at.layers.get(source, [], Infinity);
    return { source, layer, content: layer.content };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    // Says the same in better words when the file is no longer what it was.
    await at.files.stamped(source.file);
    return error.message;
  }
}

async function scoreOne(
  x: Side,
  y: Side,
  call: MeasureCall,
  { allowance, labels: source, vectors = false }: ScoreInput,
  at: Workplace,
): Promise<Found> {
  const { measure, parameters } = complete(call);
  const read =
    source === undefined || !measure.needs.labels ? undefined : await at.labels.get(source, x.source);
  const content: Contents =
    read === undefined ? [x.content, y.content] : [x.content, y.content, read.content];
  const keyed = ({ source, content: hash }: Side) => ({ ...source, content: hash });
  const seen = read === undefined || source === undefined ? undefined : labelsKey(read.content, source);
  const key = scoreKey(keyed(x), keyed(y), call, seen);
  const known = vectors ? undefined : asScore(await at.store.get(key), call);
  if (known !== undefined) return { score: known, cached: true, content };
  const preparations = measure.preparations(parameters);
  const left = await at.layers.get(x.source, preparations, allowance);
  const right = await at.layers.get(y.source, preparations, allowance);
  try {
    const first = read === undefined ? left.prepared : left.prepared.labelled(read.labels);
    return {
      score: scorePair(call, first, right.prepared, { perInstance: vectors }),
      cached: false,
      content,
    };
  } catch (error) {
    if (!isLackOfMemory(error)) throw error;
    const reason = `There is not enough memory for ${measure.title} (${error.message}).`;
    // Without the contents: it may well succeed another time, so it must not be remembered.
    return { score: unscored(call, reason, left.prepared.n), cached: false };
  }
}

/** A score without a value. */
export function unscored(call: MeasureCall, reason: string, n: number): Score {
  const { measure, parameters } = complete(call);
  return { measure: measure.id, parameters, value: null, status: 'undefined', reason, n, notes: [] };
}
