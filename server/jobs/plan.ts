import { complete } from '../measures/complete';
import { normalised } from '../measures/call';
import type { ComparisonPlan, ComparisonRequest, Score } from '../protocol';
import { breather } from './breath';
import type { Cache } from './cache';
import { layerSeconds, pairBytes, pairSeconds, type Size, sizeOf } from './cost';
import type { Header, Headers } from './headers';
import { findKind } from './kind';
import type { LayerSource } from './layers';
import { pairLayers, type Placed, type Side } from './pairing';

/** A plan with what running it takes. */
export interface Planned {
  readonly plan: ComparisonPlan;
  readonly x: readonly LayerSource[];
  readonly y: readonly LayerSource[];
  /** By position in the plan's pairs: the score from the cache, or what the pair will take. */
  readonly pairs: readonly (Score | Work)[];
}

/** What a pair takes, estimated. */
export interface Work {
  readonly seconds: number;
  readonly bytes: number;
}

export interface Planners {
  readonly headers: Headers;
  readonly cache: Cache;
  /** Operations a second of one thread. */
  rate(): Promise<number>;
  workers(): number;
}

/** Finds out what a comparison is about and what it costs; reads headers and the cache only. Throws BadInput. */
export async function planComparison(request: ComparisonRequest, with_: Planners): Promise<Planned> {
  const call = complete(request.measure);
  const [x, y] = await Promise.all([sideOf(request.x, with_.headers), sideOf(request.y, with_.headers)]);
  const kind = request.kind ?? findKind(x.tensors, y.tensors);
  const pairing = pairLayers(kind, x, y);
  const sourceOf =
    ({ header }: { header: Header }) =>
    ({ index }: Placed): LayerSource => ({ file: header.stamp, index, rule: 'flatten', meaning: kind });
  const sources = { x: pairing.x.map(sourceOf(x)), y: pairing.y.map(sourceOf(y)) };
  const sizes = { x: pairing.x.map(sized), y: pairing.y.map(sized) };

  const rate = await with_.rate();
  const pairs: (Score | Work)[] = [];
  const unread = { x: new Set<number>(), y: new Set<number>() };
  let seconds = 0;
  let bytes = 0;
  let cached = 0;
  const breathe = breather(500);
  for await (const known of inTurn(pairing.pairs, ([i, j]) => lookUp(sources, i, j))) {
    await breathe();
    const [i, j] = pairing.pairs[pairs.length] ?? [-1, -1];
    const [left, right] = [sizes.x[i], sizes.y[j]];
    if (known !== undefined || left === undefined || right === undefined) {
      if (known !== undefined) pairs.push(known);
      cached++;
      continue;
    }
    const work = { seconds: pairSeconds(left, right, call, rate), bytes: pairBytes(left, right, call) };
    pairs.push(work);
    unread.x.add(i);
    unread.y.add(j);
    seconds += work.seconds;
    bytes = Math.max(bytes, work.bytes);
  }
  for (const side of ['x', 'y'] as const) {
    for (const layer of unread[side]) {
      const size = sizes[side][layer];
      if (size !== undefined) seconds += layerSeconds(size, call, rate);
    }
  }
  const cells = pairing.pairs.length;
  const threads = Math.min(with_.workers(), Math.max(1, cells - cached));
  const plan: ComparisonPlan = {
    kind,
    x: { path: request.x, layers: pairing.x.map(asLayer) },
    y: { path: request.y, layers: pairing.y.map(asLayer) },
    pairs: pairing.pairs,
    measure: normalised(request.measure),
    notes: pairing.notes,
    estimate: { seconds: seconds / threads, bytes, cached, cells },
  };
  return { plan, ...sources, pairs };

  function lookUp(layers: typeof sources, i: number, j: number): Promise<Score | undefined> {
    const [left, right] = [layers.x[i], layers.y[j]];
    if (left === undefined || right === undefined) return Promise.resolve(undefined);
    return with_.cache.get(left, right, request.measure);
  }
}

async function sideOf(path: string, headers: Headers): Promise<Side & { readonly header: Header }> {
  const header = await headers.open(path);
  return { path, header, tensors: await headers.all(header) };
}

function sized({ entry }: Placed): Size {
  return sizeOf(entry);
}

function asLayer({ entry }: Placed): { tensor: string; shape: readonly number[] } {
  return { tensor: entry.name, shape: entry.shape };
}

/** How many look-ups in the cache are under way at once. */
const atOnce = 32;

/** The results of `of`, in the order of the items, some at a time. */
async function* inTurn<T, R>(items: readonly T[], of: (item: T) => Promise<R>): AsyncGenerator<R> {
  for (let first = 0; first < items.length; first += atOnce) {
    yield* await Promise.all(items.slice(first, first + atOnce).map(of));
  }
}
