import { Heap } from './engines/wasm/heap';
import type { AnyMatrix } from './matrix';

/** Rows and columns worked on together: they stay in the nearer caches. */
const blockRows = 128;
export const stripColumns = 1024;
/** From one column of a turned block to the next: not a power of two, by which they would contend for the same caches. */
export const stride = blockRows + 8;
/** Of this thread. */
let shared: Heap | undefined;

/**
 * The strips of a matrix, one after the other: they share their memory, so that one has to be done before the next. `poll` is called
 * every few milliseconds.
 */
export function* strips(x: AnyMatrix, poll: () => void): Generator<Strip> {
  const heap = (shared ??= new Heap());
  const constant = constantColumns(x);
  for (let from = 0; from < x.cols; from += stripColumns) yield new Strip(x, from, heap, constant, poll);
}

/** Some columns of a matrix in the memory of the kernels, and what is to be subtracted from them. */
export class Strip {
  readonly width: number;
  readonly at: Readonly<Record<'block' | 'out' | 'means' | 'rest' | 'sums' | 'lengths', number>>;
  /** The ending of the names of the kernels for such numbers. */
  readonly type: 'Float32' | 'Float64';

  constructor(
    private readonly x: AnyMatrix,
    readonly from: number,
    readonly heap: Heap,
    constant: readonly number[],
    private readonly poll: () => void,
  ) {
    const width = (this.width = Math.min(stripColumns, x.cols - from));
    this.type = x.data instanceof Float32Array ? 'Float32' : 'Float64';
    const [block, out] = [blockRows * width, stride * width];
    this.at = heap.layout({ block, out, means: width, rest: width, sums: width, lengths: blockRows });
    const { means, rest } = this.at;
    heap.doubles(rest, width).fill(0);
    const first = this.#meansLess(rest);
    // Their means are rounded, unlike the number itself.
    for (const j of constant) if (j >= from && j < from + width) first[j - from] = x.data[j] ?? 0;
    heap.doubles(means, width).set(first);
    heap.doubles(rest, width).set(this.#meansLess(means));
  }

  /** Loads some rows at a time. */
  forEachBlock(work: (first: number, count: number) => void): void {
    const { rows } = this.x;
    for (let first = 0; first < rows; first += blockRows) {
      if (first % (8 * blockRows) === 0) this.poll();
      const count = Math.min(blockRows, rows - first);
      this.#load(first, count);
      work(first, count);
    }
  }

  /** The mean of every column less a number of its own. */
  #meansLess(less: number): Float64Array {
    const { width, heap, at, type } = this;
    const sums = heap.doubles(at.sums, width).fill(0);
    this.forEachBlock((_, count) => heap.kernels[`addRows${type}`](count, width, at.block, less, at.sums));
    return sums.map((sum) => sum / this.x.rows);
  }

  #load(first: number, count: number): void {
    const { x, from, width, heap, at } = this;
    const { cols, data } = x;
    const block =
      this.type === 'Float32' ? heap.singles(at.block, count * width) : heap.doubles(at.block, count * width);
    if (width === cols) block.set(data.subarray(first * cols, (first + count) * cols));
    for (let i = 0; i < count && width < cols; i++) {
      const start = (first + i) * cols + from;
      block.set(data.subarray(start, start + width), i * width);
    }
  }
}

/** The columns that hold one number only: of those still in question row by row, which soon are few. */
function constantColumns({ rows, cols, data }: AnyMatrix): readonly number[] {
  let columns = Array.from({ length: cols }, (_, j) => j);
  for (let i = 1, at = cols; i < rows && columns.length > 0; i++, at += cols) {
    if (columns.some((j) => data[at + j] !== data[j])) {
      columns = columns.filter((j) => data[at + j] === data[j]);
    }
  }
  return rows === 0 ? [] : columns;
}
