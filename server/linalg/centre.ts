import { stride, stripColumns, strips } from './columnStrips';
import { type AnyMatrix, type Matrix, zeros } from './matrix';

/** A matrix with its columns centred, column by column. */
export interface Turned {
  /** The transpose, d x n. */
  readonly columns: Matrix;
  /** Of each centred row. */
  readonly squaredLengths: Float64Array;
}

/**
 * Subtracts the mean of every column; float64, n x d. Means are taken twice, the second time of what the first left
 * over, so that a common offset of any size costs no more digits than the input itself has lost to it. Columns whose
 * entries are all equal become exactly zero. No rows: no rows. `poll` is called every few milliseconds.
 */
export function centre(x: AnyMatrix, poll: () => void = () => undefined): Matrix {
  const { rows, cols } = x;
  const result = zeros(rows, cols);
  for (const strip of strips(x, poll)) {
    const { from, width, heap, at, type } = strip;
    strip.forEachBlock((first, count) => {
      heap.kernels[`centreRows${type}`](count, width, at.block, at.means, at.rest, at.out);
      const left = heap.doubles(at.out, count * width);
      if (width === cols) result.data.set(left, first * cols);
      for (let i = 0; i < count && width < cols; i++)
        result.data.set(left.subarray(i * width, (i + 1) * width), (first + i) * cols + from);
    });
  }
  return result;
}

/** The squared lengths of rows, bitwise those of `centreTurned`: squares of even and of odd columns apart, strip by strip. */
export function squaredLengthsOf({ rows, cols, data }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let from = 0; from < cols; from += stripColumns) {
      const start = i * cols + from;
      const end = start + Math.min(stripColumns, cols - from);
      let [even, odd] = [0, 0];
      let at = start;
      for (; at + 2 <= end; at += 2) {
        const [a, b] = [data[at] ?? 0, data[at + 1] ?? 0];
        even += a * a;
        odd += b * b;
      }
      const last = at < end ? (data[at] ?? 0) : 0;
      sum += even + odd + last * last;
    }
    return sum;
  });
}

/** The same numbers as columns. */
export function centreTurned(x: AnyMatrix, poll: () => void = () => undefined): Turned {
  const { rows, cols } = x;
  const columns = zeros(cols, rows);
  const squaredLengths = new Float64Array(rows);
  for (const strip of strips(x, poll)) {
    const { from, width, heap, at, type } = strip;
    strip.forEachBlock((first, count) => {
      const lengths = heap.doubles(at.lengths, count);
      lengths.set(squaredLengths.subarray(first, first + count));
      // Of an odd number of rows, what lies behind the last one is turned as well, and left.
      heap.kernels[`turnRows${type}`](count, width, at.block, at.means, at.rest, at.out, stride, at.lengths);
      squaredLengths.set(lengths, first);
      const turned = heap.doubles(at.out, width * stride);
      for (let j = 0; j < width; j++)
        columns.data.set(turned.subarray(j * stride, j * stride + count), (from + j) * rows + first);
    });
  }
  return { columns, squaredLengths };
}
