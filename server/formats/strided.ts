import type { Values } from '../tensors/dtype';
import type { Place } from './place';

/** A rectangle of elements in a row of them: how long each axis is, and how far its neighbours are apart. */
export interface View {
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** Elements looked up at once: their positions take 8 MB. */
const pieceElements = 2 ** 20;
/** A span of this many elements is read whole, however few of them are wanted. */
const smallSpan = 2 ** 18;
/** Elements farther apart than this are read each for itself. */
const widestGap = 4096;

/**
 * A view of a larger place, and the order in which its elements lie there: axes from slow to fast ('C'), from fast to
 * slow ('F'), or mixed, which is read as 'C'. Memory is bounded whatever the view; one that repeats elements
 * (stride 0) reads each once for a block.
 */
export function strided(whole: Place, view: View): { readonly place: Place; readonly order: 'C' | 'F' } {
  if (isRowMajor(view)) return { place: shifted(whole, view.offset), order: 'C' };
  const long = view.shape
    .map((length, axis) => ({ length, stride: view.strides[axis] ?? 0 }))
    .filter(({ length }) => length !== 1);
  // Axes along which an element is repeated are at home anywhere.
  const strides = long.flatMap(({ stride }) => (stride === 0 ? [] : [stride]));
  const falls = strides.every((stride, i) => stride <= (strides[i - 1] ?? Infinity));
  const rises = strides.every((stride, i) => stride >= (strides[i - 1] ?? 0));
  const order = !falls && rises ? 'F' : 'C';
  // From here on the last axis is the fastest one.
  const axes = order === 'F' ? long.toReversed() : long;
  if (isContiguous(axes)) {
    return { place: shifted(whole, view.offset), order };
  }
  return { place: { read: (first, count) => gather(whole, view.offset, axes, first, count) }, order };
}

/** Whether elements follow each other row by row; axes of one element may have any stride. */
function isRowMajor({ shape, strides }: View): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] ?? 1;
    if (length !== 1 && strides[axis] !== expected) return false;
    expected *= length;
  }
  return true;
}

function shifted(whole: Place, offset: number): Place {
  return offset === 0 ? whole : { read: (first, count) => whole.read(offset + first, count) };
}

interface Axis {
  readonly length: number;
  readonly stride: number;
}

function isContiguous(axes: readonly Axis[]): boolean {
  let expected = 1;
  return axes.toReversed().every(({ length, stride }) => {
    const fits = stride === expected;
    expected *= length;
    return fits;
  });
}

async function gather(
  whole: Place,
  offset: number,
  axes: readonly Axis[],
  first: number,
  count: number,
): Promise<Values> {
  let target: Values | undefined;
  for (let done = 0; done < count; done += pieceElements) {
    const positions = positionsOf(axes, offset, first + done, Math.min(pieceElements, count - done));
    const [low, high] = range(positions);
    const isDense = high - low < Math.max(smallSpan, 4 * positions.length);
    const values = isDense
      ? pick(await whole.read(low, high - low + 1), positions, low)
      : await pickFar(whole, positions);
    if (values.length === count) return values;
    target ??= values instanceof Float32Array ? new Float32Array(count) : new Float64Array(count);
    target.set(values, done);
  }
  return target ?? whole.read(offset, 0);
}

/** Where elements [first, first + count) of the view lie. */
function positionsOf(axes: readonly Axis[], offset: number, first: number, count: number): Float64Array {
  const index = axes.map(() => 0);
  let rest = first;
  let position = offset;
  for (let i = axes.length - 1; i >= 0; i--) {
    const { length, stride } = axes[i] ?? { length: 1, stride: 0 };
    index[i] = rest % length;
    position += (rest % length) * stride;
    rest = Math.floor(rest / length);
  }
  const positions = new Float64Array(count);
  const last = axes.length - 1;
  const inner = axes[last] ?? { length: 1, stride: 0 };
  for (let done = 0; done < count;) {
    const from = index[last] ?? 0;
    const run = Math.min(inner.length - from, count - done);
    for (let i = 0; i < run; i++) positions[done + i] = position + i * inner.stride;
    done += run;
    if (done === count) break;
    // On to the next row: carry over as many axes as are at their end.
    position -= from * inner.stride;
    index[last] = 0;
    for (let i = last - 1; i >= 0; i--) {
      const { length, stride } = axes[i] ?? inner;
      const next = (index[i] ?? 0) + 1;
      position += stride;
      if (next < length) {
        index[i] = next;
        break;
      }
      position -= next * stride;
      index[i] = 0;
    }
  }
  return positions;
}

function range(positions: Float64Array): readonly [number, number] {
  let low = Infinity;
  let high = 0;
  for (const position of positions) {
    if (position < low) low = position;
    if (position > high) high = position;
  }
  return [low, high];
}

function pick(values: Values, positions: Float64Array, low: number): Values {
  const result =
    values instanceof Float32Array ? new Float32Array(positions.length) : new Float64Array(positions.length);
  for (let i = 0; i < positions.length; i++) result[i] = values[(positions[i] ?? 0) - low] ?? NaN;
  return result;
}

/** Reads elements that lie far from each other: in the order in which they lie, neighbours together. */
async function pickFar(whole: Place, positions: Float64Array): Promise<Values> {
  const order = new Uint32Array(positions.length).map((_, i) => i);
  order.sort((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0));
  const at = (i: number): number => positions[order[i] ?? 0] ?? 0;
  let result: Values | undefined;
  for (let begin = 0; begin < order.length;) {
    const low = at(begin);
    let end = begin + 1;
    while (end < order.length && at(end) - at(end - 1) <= widestGap && at(end) - low < smallSpan) end++;
    const values = await whole.read(low, at(end - 1) - low + 1);
    result ??=
      values instanceof Float32Array
        ? new Float32Array(positions.length)
        : new Float64Array(positions.length);
    for (let i = begin; i < end; i++) result[order[i] ?? 0] = values[at(i) - low] ?? NaN;
    begin = end;
  }
  return result ?? whole.read(0, 0);
}
