import type { TensorStatistics } from '../protocol';
import { readBlocks } from './blocks';
import type { Values } from './dtype';
import { Histogram } from './histogram';
import { elementCount, type StoredTensor, type TensorReader } from './storedTensor';

/** What one pass over a tensor's values tells. Mean, deviation, min, max and sum are over the finite values. */
export type Statistics = Omit<TensorStatistics, 'index' | 'error'>;

/** Reads a tensor once and describes its values. `poll` is called between blocks. Throws what reading throws. */
export async function computeStatistics(
  reader: TensorReader,
  tensor: StoredTensor,
  poll?: () => void,
): Promise<Statistics> {
  if (tensor.isOneValue === true) return ofOneValue(await reader.read(tensor, 0, 1), elementCount(tensor));
  const statistics = new RunningStatistics();
  const wanted = firstPositions(tensor);
  const first: (number | string)[] = [];
  for await (const block of readBlocks(reader, tensor, poll)) {
    for (const [i, position] of wanted.entries()) {
      const value = block.values[position - block.first];
      if (value !== undefined) first[i] = Number.isFinite(value) ? value : String(value);
    }
    statistics.add(block.values);
  }
  return statistics.result(first);
}

/** The statistics of so many elements of one value, which may be more than could ever be gone through. */
function ofOneValue(values: Values, count: number): Statistics {
  const [value = NaN] = values;
  const one = new RunningStatistics();
  one.add(values);
  const shown = Number.isFinite(value) ? value : String(value);
  const { zeros, notANumber, infinite, histogram, ...same } = one.result(
    Array.from({ length: Math.min(3, count) }, () => shown),
  );
  const sum = value * count;
  return {
    ...same,
    count,
    sum: Number.isFinite(sum) ? sum : null,
    zeros: zeros * count,
    notANumber: notANumber * count,
    infinite: infinite * count,
    ...(histogram && { histogram: { ...histogram, counts: histogram.counts.map((some) => some * count) } }),
  };
}

/** Where the first three elements, row by row, are stored. */
function firstPositions(tensor: StoredTensor): number[] {
  const { shape, order } = tensor;
  return Array.from({ length: Math.min(3, elementCount(tensor)) }, (_, element) => {
    if (order === 'C') return element;
    let rest = element;
    let position = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const length = shape[axis] ?? 1;
      const stride = shape.slice(0, axis).reduce((product, l) => product * l, 1);
      position += (rest % length) * stride;
      rest = Math.floor(rest / length);
    }
    return position;
  });
}

/** Values are worked on in pieces that stay in the processor's first cache. */
const pieceElements = 4096;

/** Statistics of values that arrive block by block. */
export class RunningStatistics {
  readonly #histogram = new Histogram();
  readonly #piece = new Float64Array(pieceElements);
  #count = 0;
  #finite = 0;
  #mean = 0;
  /** Sum of squared differences from the mean. */
  #squares = 0;
  #sum = 0;
  /** What rounding took from the sum so far. */
  #lost = 0;
  #min = Infinity;
  #max = -Infinity;
  #zeros = 0;
  #notANumber = 0;
  #infinite = 0;

  add(values: Values): void {
    this.#count += values.length;
    for (let start = 0; start < values.length; start += pieceElements) {
      const part = values.subarray(start, start + pieceElements);
      const piece = this.#piece.subarray(0, part.length);
      piece.set(part);
      // One NaN or infinity makes the sum non-finite; an overflowing sum only costs this look at every value.
      const finite = Number.isFinite(total(piece)) ? piece : this.#onlyFinite(piece);
      if (finite.length > 0) this.#addFinite(finite);
    }
  }

  result(first: readonly (number | string)[]): Statistics {
    const none = this.#finite === 0;
    const orNull = (value: number): number | null => (none || !Number.isFinite(value) ? null : value);
    const histogram = this.#histogram.result();
    return {
      count: this.#count,
      mean: orNull(this.#mean),
      deviation: orNull(Math.sqrt(this.#squares / this.#finite)),
      min: orNull(this.#min),
      max: orNull(this.#max),
      sum: orNull(this.#sum + this.#lost),
      zeros: this.#zeros,
      notANumber: this.#notANumber,
      infinite: this.#infinite,
      first,
      ...(histogram === undefined ? {} : { histogram }),
    };
  }

  /** Counts NaN and infinities and moves the others together. */
  #onlyFinite(piece: Float64Array): Float64Array {
    let kept = 0;
    for (const value of piece) {
      if (Number.isFinite(value)) piece[kept++] = value;
      else if (Number.isNaN(value)) this.#notANumber++;
      else this.#infinite++;
    }
    return piece.subarray(0, kept);
  }

  #addFinite(piece: Float64Array): void {
    let min = Infinity;
    let max = -Infinity;
    let zeros = 0;
    const { length } = piece;
    for (let i = 0; i < length; i++) {
      const value = piece[i] ?? 0;
      if (value < min) min = value;
      if (value > max) max = value;
      if (value === 0) zeros++;
    }
    this.#zeros += zeros;
    this.#min = Math.min(this.#min, min);
    this.#max = Math.max(this.#max, max);
    this.#histogram.add(piece, min, max);
    const sum = total(piece);
    this.#addToSum(sum);
    this.#addMoments(piece, sum);
  }

  /** Neumaier's compensated sum. */
  #addToSum(term: number): void {
    const sum = this.#sum + term;
    this.#lost += Math.abs(this.#sum) >= Math.abs(term) ? this.#sum - sum + term : term - sum + this.#sum;
    this.#sum = sum;
  }

  /** Joins the moments of two sets: Chan, Golub and LeVeque 1983. */
  #addMoments(piece: Float64Array, sum: number): void {
    const mean = sum / piece.length;
    let squares = 0;
    const { length } = piece;
    for (let i = 0; i < length; i++) {
      const difference = (piece[i] ?? 0) - mean;
      squares += difference * difference;
    }
    const finite = this.#finite + piece.length;
    const difference = mean - this.#mean;
    this.#mean += difference * (piece.length / finite);
    this.#squares += squares + difference * difference * ((this.#finite * piece.length) / finite);
    this.#finite = finite;
  }
}

/** Four partial sums: less waiting for the adder, and less rounding. */
function total(values: Float64Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < values.length; i += 4) {
    a += values[i] ?? 0;
    b += values[i + 1] ?? 0;
    c += values[i + 2] ?? 0;
    d += values[i + 3] ?? 0;
  }
  for (; i < values.length; i++) a += values[i] ?? 0;
  return a + b + (c + d);
}
