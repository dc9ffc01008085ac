import type { CompleteCall } from '../measures/complete';
import type { TensorEntry } from '../protocol';
import { blockElements } from '../tensors/blocks';
import { isSingle } from '../tensors/decode';

/** Bytes a second that are read, hashed and brought into a matrix; measured on a file in memory. */
const readingSpeed = 250e6;
/** What one pair costs beside its arithmetic: cache, messages; in seconds. */
const perPair = 5e-4;

/** How large a layer is as a matrix. */
export interface Size {
  readonly n: number;
  readonly d: number;
  /** Bytes of its values in memory. */
  readonly bytes: number;
}

/** The size of a tensor [n x ...] with its trailing axes flattened. */
export function sizeOf({ shape, dtype }: Pick<TensorEntry, 'shape' | 'dtype'>): Size {
  const [n = 1, ...trailing] = shape;
  const d = trailing.reduce((product, length) => product * length, 1);
  return { n, d, bytes: n * d * (isSingle(dtype) ? 4 : 8) };
}

/** Bytes of a layer with all that the measure prepares of it. */
export function layerBytes({ n, d, bytes }: Size, { measure, parameters }: CompleteCall): number {
  return measure
    .preparations(parameters)
    .reduce((sum, preparation) => sum + preparation.cost(n, d).bytes, bytes);
}

/** Bytes held at once to score one pair, both layers in memory. */
function pairBytes(x: Size, y: Size, call: CompleteCall): number {
  const { measure, parameters } = call;
  return layerBytes(x, call) + layerBytes(y, call) + measure.cost(x.n, x.d, y.d, parameters).bytes;
}

/** What scoring one pair takes. */
export interface PairCost {
  readonly seconds: number;
  readonly bytes: number;
  /**
   * What is gathered from blocks of rows, the layers never in memory as a whole; the seconds include reading. null: the
   * layers are in memory.
   */
  readonly inBlocks: 'norms' | 'bases' | null;
}

/** What a pair is scored with. */
export interface Means {
  /** Operations a second. */
  readonly rate: number;
  /** Bytes that may be held at once. */
  readonly limit: number;
  /** Whether both layers may be read in blocks of rows. */
  readonly blocks: boolean;
}

/** How a pair is best scored: in blocks of rows only where the layers would not fit otherwise. */
export function pairCost(
  x: Size,
  y: Size,
  call: CompleteCall,
  { rate, limit, blocks: allowed }: Means,
): PairCost {
  const { measure, parameters } = call;
  const { operations } = measure.cost(x.n, x.d, y.d, parameters);
  const bytes = pairBytes(x, y, call);
  const seconds = perPair + operations / rate;
  const need = measure.secondMoments?.(parameters) ?? null;
  if (bytes <= limit || need === null || !allowed || x.n !== y.n) return { seconds, bytes, inBlocks: null };
  // The small pair has as many rows as both have columns together.
  const k = 1 + x.d + y.d;
  const [left, right] = [x, y].map(({ d }): Size => ({ n: k, d, bytes: 8 * k * d }));
  if (left === undefined || right === undefined) return { seconds, bytes, inBlocks: null };
  const passes = need === 'bases' ? 3 : 1;
  const gathering = (passes * x.n * k * k + 20 * k ** 3) / rate + (x.bytes + y.bytes) / readingSpeed;
  const preparing = layerSeconds(left, call, rate) + layerSeconds(right, call, rate);
  const blocks = 8 * (4 * k * rowsAtOnce(Math.max(x.d, y.d)) + 8 * k * k);
  return {
    seconds: gathering + preparing + perPair + measure.cost(k, x.d, y.d, parameters).operations / rate,
    bytes: blocks + pairBytes(left, right, call),
    inBlocks: need,
  };
}

/** Rows read at once of layers up to so wide: 4-8 MiB of values. */
export function rowsAtOnce(d: number): number {
  return Math.max(1, Math.floor(blockElements / d));
}

/** Seconds to read a layer and prepare it. */
export function layerSeconds(size: Size, { measure, parameters }: CompleteCall, rate: number): number {
  const operations = measure
    .preparations(parameters)
    .reduce((sum, preparation) => sum + preparation.cost(size.n, size.d).operations, 0);
  return operations / rate + size.bytes / readingSpeed;
}
