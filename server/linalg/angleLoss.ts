import { Heap } from './engines/wasm/heap';

/** What stands beside the rows or the columns of a block: squared lengths and inverse lengths of both inputs. */
export type Beside = readonly [Float64Array, Float64Array, Float64Array, Float64Array];

/**
 * Sums of the Huber loss between cosines of angles, over blocks of two inputs. A block holds squared distances a_ik
 * between points; of the vectors from a common point to these d are the squared lengths and r the inverse lengths, 0 where
 * there is no direction: the cosine of two of them is (d_i + d_k - a_ik) r_i r_k / 2.
 */
export class AngleLoss {
  readonly #heap = new Heap();
  readonly #at: { readonly a: number; readonly b: number; readonly rows: number; readonly cols: number };
  #rows = 0;
  #cols = 0;

  /** Room for blocks up to so many rows and columns. */
  constructor(rows: number, cols: number) {
    this.#at = this.#heap.layout({ a: rows * cols, b: rows * cols, rows: 4 * rows, cols: 4 * cols });
  }

  /** Takes the columns `from` to `to` - 1 of the first `rows` rows of two row-major matrices of a width. */
  fill(a: Float64Array, b: Float64Array, rows: number, width: number, from: number, to: number): void {
    [this.#rows, this.#cols] = [rows, to - from];
    for (const [at, data] of [
      [this.#at.a, a],
      [this.#at.b, b],
    ] as const) {
      const block = this.#heap.doubles(at, rows * this.#cols);
      for (let i = 0; i < rows; i++)
        block.set(data.subarray(i * width + from, i * width + to), i * this.#cols);
    }
  }

  /** The sum over the entries (i, k) of the block with k < i + diagonal. */
  sum(diagonal: number, besideRows: Beside, besideCols: Beside): number {
    const { a, b, rows, cols } = this.#at;
    besideRows.forEach((values, i) => this.#heap.doubles(rows + 8 * i * this.#rows, this.#rows).set(values));
    besideCols.forEach((values, i) => this.#heap.doubles(cols + 8 * i * this.#cols, this.#cols).set(values));
    return this.#heap.kernels.angleLoss(this.#rows, this.#cols, diagonal, a, b, rows, cols);
  }
}
