import type { Engine } from '../../linalg/engine';
import { type AnyMatrix, type Matrix, zeros } from '../../linalg/matrix';
import { columnMeans, joined } from './pairMoments';

/**
 * The triangular factor of [1 X Y] for two inputs given in blocks of rows: blocks are folded into it one after the
 * other by Householder reflections, so that it is as accurate as a QR factorisation of all rows at once, whatever their
 * condition. Twice the work of `PairMoments`.
 */
export class PairFactor {
  readonly #columns: number;
  #factor: Matrix;
  #waiting: Matrix[] = [];
  #waitingRows = 0;
  #shift: Float64Array | undefined;

  constructor(
    private readonly engine: Engine,
    d: number,
    e: number,
  ) {
    this.#columns = 1 + d + e;
    this.#factor = zeros(this.#columns, this.#columns);
  }

  /** Adds the next rows of both: as many of each. */
  add(x: AnyMatrix, y: AnyMatrix): void {
    this.#shift ??= columnMeans(x, y);
    this.#waiting.push(joined(x, y, this.#shift));
    this.#waitingRows += x.rows;
    // Each fold also works through the factor's own rows: worth it for several times as many new ones.
    if (this.#waitingRows >= 3 * this.#columns) this.#fold();
  }

  /** R [(d + e) x (d + e)], upper triangular, with R^T R = Z^T Z for the centred columns Z = [X Y]. */
  finish(): Matrix {
    this.#fold();
    const k = this.#columns - 1;
    const { data } = this.#factor;
    const factor = zeros(k, k);
    // The first row and column belong to the ones: what lies below is orthogonal to them, so centred.
    for (let i = 0; i < k; i++) {
      const from = (i + 1) * this.#columns + 1;
      factor.data.set(data.subarray(from, from + k), i * k);
    }
    return factor;
  }

  #fold(): void {
    if (this.#waitingRows === 0) return;
    const columns = this.#columns;
    const stacked = zeros(columns + this.#waitingRows, columns);
    stacked.data.set(this.#factor.data);
    let row = columns;
    for (const { rows, cols, data } of this.#waiting) {
      for (let i = 0; i < rows; i++, row++) {
        stacked.data[row * columns] = 1;
        stacked.data.set(data.subarray(i * cols, (i + 1) * cols), row * columns + 1);
      }
    }
    this.#waiting = [];
    this.#waitingRows = 0;
    this.#factor = this.engine.triangularFactor(stacked);
  }
}
