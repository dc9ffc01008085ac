import { holdsForAll, sorted, type Sliced } from './slices';

/** What is needed of a tensor to find its place. */
export interface Named {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: number;
}

/**
 * The positions of tensors in the order of the model. That is the order of the file, unless the file is sorted by name
 * as safetensors writers do it (wider element types first, then by name): there "layer.10" stands before "layer.2",
 * which says nothing about the model, and numbers in names are counted instead.
 */
export function* modelOrder(tensors: readonly Named[]): Sliced<number[]> {
  const positions = tensors.map((_, i) => i);
  if (!(yield* sortedByWriter(tensors))) return positions;
  return yield* sorted(
    positions,
    (a, b) => compareNaturally(tensors[a]?.name ?? '', tensors[b]?.name ?? '') || a - b,
  );
}

/** Plain order of names among equal element types, which follow each other from wide to narrow. */
function sortedByWriter(tensors: readonly Named[]): Sliced<boolean> {
  return holdsForAll(tensors, (tensor, i) => {
    const before = tensors[i - 1];
    if (before === undefined) return true;
    if (tensor.dtype === before.dtype) return comparePlainly(before.name, tensor.name) < 0;
    return !(width(tensor) > width(before));
  });
}

/** Bytes of an element; of a tensor without any, nothing is known and it may stand anywhere. */
function width({ shape, bytes }: Named): number {
  const elements = shape.reduce((product, length) => product * length, 1);
  return elements === 0 ? NaN : bytes / elements;
}

function comparePlainly(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Text by code units, runs of digits by their number: "layer.2" before "layer.10". */
export function compareNaturally(a: string, b: string): number {
  const [left, right] = [a.match(parts) ?? [], b.match(parts) ?? []];
  for (const [i, part] of left.entries()) {
    const other = right[i];
    if (other === undefined) return 1;
    const order =
      isNumber(part) && isNumber(other) ? compareNumbers(part, other) : comparePlainly(part, other);
    if (order !== 0) return order;
  }
  return left.length - right.length || comparePlainly(a, b);
}

const parts = /\d+|\D+/g;
const isNumber = (part: string): boolean => /^\d/.test(part);

/** Digits of any length: the longer number is the larger one once leading zeros are gone. */
function compareNumbers(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+(?=\d)/, ''), b.replace(/^0+(?=\d)/, '')];
  return left.length - right.length || comparePlainly(left, right);
}
