import type { AnyMatrix } from '../linalg/matrix';
import { BadInput, quoted } from './badInput';
import type { Block } from './blocks';
import type { Values } from './dtype';
import type { Rule } from './representation';
import type { StoredTensor } from './storedTensor';

/**
 * Puts blocks of a tensor [n x a x b x ...], as they are stored, into a matrix with one row per selected instance:
 * n x (a b ...) for `flatten`, n x a for `mean`. Columns count in row-major order whatever order the file has.
 */
export class Assembly {
  readonly #matrix: AnyMatrix;
  /** Where each row of the tensor goes; -1: nowhere. */
  readonly #rowOf: Int32Array;
  /** Where each element of a row goes. */
  readonly #columnOf: Int32Array;
  /** How many elements of a row are averaged into one column. */
  readonly #share: number;

  /**
   * @param single whether float32 holds the tensor's values exactly
   * @param rows the selected rows, each once, in the order wanted; absent: all of them
   * @param firstRow number of the first row, where the tensor is a part of a larger one; for messages
   * Throws BadInput for a tensor without rows and columns, or too large for memory; RangeError for a row it lacks.
   */
  constructor(
    private readonly path: string,
    private readonly tensor: StoredTensor,
    private readonly rule: Rule,
    single: boolean,
    rows?: readonly number[],
    private readonly firstRow = 0,
  ) {
    const [n, ...trailing] = tensor.shape;
    if (n === undefined) throw this.#bad('is a single number and has no rows to compare');
    const width = trailing.reduce((product, length) => product * length, 1);
    if (n * width === 0) throw this.#bad(`is empty (${tensor.shape.join(' x ')}) and cannot be compared`);
    const cols = rule === 'mean' ? (trailing[0] ?? 1) : width;
    this.#share = width / cols;
    const selected = rows?.length ?? n;
    try {
      const length = selected * cols;
      const data = single && this.#share === 1 ? new Float32Array(length) : new Float64Array(length);
      this.#matrix = { rows: selected, cols, data } as AnyMatrix;
      this.#rowOf = placeRows(n, rows);
      this.#columnOf = placeColumns(trailing, tensor.order, this.#share);
    } catch (error) {
      if (!(error instanceof RangeError) || error.message.startsWith('row ')) throw error;
      throw this.#bad(`is too large for the memory as a matrix of ${selected} x ${cols}`);
    }
  }

  /** Adds a block. Throws BadInput at a value in a selected row that is not finite. */
  add({ first, values }: Block): void {
    if (this.tensor.order === 'C') this.#addRowwise(first, values);
    else this.#addColumnwise(first, values);
  }

  /** The matrix, once all blocks have been added. */
  finish(): AnyMatrix {
    const { data } = this.#matrix;
    if (this.#share > 1) data.forEach((sum, i) => (data[i] = sum / this.#share));
    return this.#matrix;
  }

  #addRowwise(first: number, values: Values): void {
    const width = this.#columnOf.length;
    for (let at = 0; at < values.length;) {
      const element = (first + at) % width;
      const row = (first + at - element) / width;
      const run = Math.min(width - element, values.length - at);
      const target = this.#rowOf[row] ?? -1;
      if (target >= 0) {
        for (let i = 0; i < run; i++)
          this.#put(row, target, this.#columnOf[element + i] ?? 0, values[at + i] ?? NaN);
      }
      at += run;
    }
  }

  #addColumnwise(first: number, values: Values): void {
    const n = this.#rowOf.length;
    for (let at = 0; at < values.length;) {
      const row = (first + at) % n;
      const column = this.#columnOf[(first + at - row) / n] ?? 0;
      const run = Math.min(n - row, values.length - at);
      for (let i = 0; i < run; i++) {
        const target = this.#rowOf[row + i] ?? -1;
        if (target >= 0) this.#put(row + i, target, column, values[at + i] ?? NaN);
      }
      at += run;
    }
  }

  #put(row: number, target: number, column: number, value: number): void {
    if (!Number.isFinite(value)) throw this.#notFinite(row, column, value);
    const { data, cols } = this.#matrix;
    const at = target * cols + column;
    if (this.#share === 1) data[at] = value;
    else data[at] = (data[at] ?? 0) + value;
  }

  #notFinite(row: number, column: number, value: number): BadInput {
    const channel = this.rule === 'mean' && this.#share > 1 ? 'channel' : 'column';
    return this.#bad(
      `holds ${value} in row ${this.firstRow + row}, ${channel} ${column} (counted from 0): remove or replace it`,
    );
  }

  #bad(what: string): BadInput {
    return new BadInput(`Tensor ${quoted(this.tensor.name)} of ${this.path} ${what}.`);
  }
}

function placeRows(n: number, rows: readonly number[] | undefined): Int32Array {
  if (rows === undefined) return new Int32Array(n).map((_, row) => row);
  const places = new Int32Array(n).fill(-1);
  for (const [place, row] of rows.entries()) {
    if (places[row] !== -1) throw new RangeError(`row ${row} is not one of ${n} or was selected twice`);
    places[row] = place;
  }
  return places;
}

/** The column of each element of a row, in stored order of the trailing axes. */
function placeColumns(trailing: readonly number[], order: 'C' | 'F', share: number): Int32Array {
  const width = trailing.reduce((product, length) => product * length, 1);
  return new Int32Array(width).map((_, element) => {
    if (order === 'C') return Math.floor(element / share);
    let rest = element;
    let position = 0;
    let stride = width;
    // In Fortran order the first axis runs fastest; in the row-major position it has the largest stride.
    for (const length of trailing) {
      stride /= length;
      position += (rest % length) * stride;
      rest = Math.floor(rest / length);
    }
    return Math.floor(position / share);
  });
}
