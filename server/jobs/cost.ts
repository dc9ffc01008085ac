import type { CompleteCall } from '../measures/complete';
import type { TensorEntry } from '../protocol';
import { elementBytes, isDType } from '../tensors/decode';

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
export function sizeOf({ shape, dtype }: TensorEntry): Size {
  const [n = 1, ...trailing] = shape;
  const d = trailing.reduce((product, length) => product * length, 1);
  const isSingle = isDType(dtype) && (elementBytes[dtype] < 4 || dtype === 'float32');
  return { n, d, bytes: n * d * (isSingle ? 4 : 8) };
}

/** Bytes of a layer with all that the measure prepares of it. */
export function layerBytes({ n, d, bytes }: Size, { measure, parameters }: CompleteCall): number {
  return measure
    .preparations(parameters)
    .reduce((sum, preparation) => sum + preparation.cost(n, d).bytes, bytes);
}

/** Bytes held at once to score one pair. */
export function pairBytes(x: Size, y: Size, call: CompleteCall): number {
  const { measure, parameters } = call;
  return layerBytes(x, call) + layerBytes(y, call) + measure.cost(x.n, x.d, y.d, parameters).bytes;
}

/** Seconds to score one pair of prepared layers; `rate` is in operations a second. */
export function pairSeconds(x: Size, y: Size, { measure, parameters }: CompleteCall, rate: number): number {
  return perPair + measure.cost(x.n, x.d, y.d, parameters).operations / rate;
}

/** Seconds to read a layer and prepare it. */
export function layerSeconds(size: Size, { measure, parameters }: CompleteCall, rate: number): number {
  const operations = measure
    .preparations(parameters)
    .reduce((sum, preparation) => sum + preparation.cost(size.n, size.d).operations, 0);
  return operations / rate + size.bytes / readingSpeed;
}
