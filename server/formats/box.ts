import type { Elements } from './elements';

/** A rectangle of an array: its first element, and how many there are along each axis. */
export interface Box {
  readonly start: readonly number[];
  readonly lengths: readonly number[];
}

/** What two boxes have in common; undefined: nothing. */
export function overlap(a: Box, b: Box): Box | undefined {
  const end = (box: Box, axis: number): number => (box.start[axis] ?? 0) + (box.lengths[axis] ?? 1);
  const start = a.start.map((at, axis) => Math.max(at, b.start[axis] ?? 0));
  const lengths = start.map((at, axis) => Math.min(end(a, axis), end(b, axis)) - at);
  return lengths.every((length) => length > 0) ? { start, lengths } : undefined;
}

/** The longest box that begins at an element and goes on in row-major order, of at most `most` elements. */
export function boxAt(
  shape: readonly number[],
  first: number,
  most: number,
): { readonly start: number[]; readonly lengths: number[]; readonly elements: number } {
  const start = shape.map(() => 0);
  for (let axis = shape.length - 1, rest = first; axis >= 0; axis--) {
    const length = shape[axis] ?? 1;
    start[axis] = rest % length;
    rest = Math.floor(rest / length);
  }
  const lengths = shape.map(() => 1);
  let elements = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] ?? 1;
    const there = length - (start[axis] ?? 0);
    const fits = Math.max(1, Math.min(there, Math.floor(most / elements)));
    lengths[axis] = fits;
    elements *= fits;
    // Only whole rows may be followed by more of them.
    if (fits < length) break;
  }
  return { start, lengths, elements };
}

/** So many elements are copied one by one in less time. */
const shortRun = 32;

/** Where a box begins in an array, and how far neighbours along each axis are apart there. */
interface Corner {
  readonly strides: readonly number[];
  readonly offset: number;
}

/** Copies a box of `size` elements along the axes between two arrays, or fills it with one value. */
export function copyBox(
  source: Elements | number,
  from: Corner,
  target: Elements,
  to: Corner,
  size: readonly number[],
): void {
  // Axes that lie without gaps in both are one.
  let last = size.length - 1;
  let run = size[last] ?? 1;
  const step = from.strides[last] ?? 1;
  for (; last > 0 && step === 1; last--) {
    if (from.strides[last - 1] !== run || to.strides[last - 1] !== run) break;
    run *= size[last - 1] ?? 1;
  }
  const outer = size.slice(0, Math.max(0, last));
  const index = outer.map(() => 0);
  let [at, into] = [from.offset, to.offset];
  for (;;) {
    if (typeof source === 'number') target.fill(source, into, into + run);
    else if (step === 1 && run > shortRun) target.set(source.subarray(at, at + run), into);
    else for (let i = 0; i < run; i++) target[into + i] = source[at + i * step] ?? NaN;
    let axis = outer.length - 1;
    for (; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      at += from.strides[axis] ?? 0;
      into += to.strides[axis] ?? 0;
      index[axis] = next;
      if (next < (outer[axis] ?? 1)) break;
      at -= next * (from.strides[axis] ?? 0);
      into -= next * (to.strides[axis] ?? 0);
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}
