import type { AnyMatrix } from '../linalg/matrix';
import { BadInput, quoted } from './badInput';
import { firstNotFinite } from './finite';
import type { Block } from './blocks';
import { type Layout, layoutOf } from './layout';
import type { Rule } from './rule';
import type { StoredTensor } from './storedTensor';

/** The place of an element that is not used. */
const nowhere = -1;
/** Axes are put together until a table has so many entries, and never to more than this. */
const longEnough = 512;
const longest = 65_536;

/**
 * Puts blocks of a tensor of any axes, as they are stored, into a matrix with one row per selected instance (or per
 * position of one). Columns count in row-major order whatever order the file has.
 */
export class Assembly {
  readonly #layout: Layout;
  readonly #matrix: AnyMatrix;
  /**
   * Where entries lie in the matrix, the fastest axis in the file first; -1: nowhere. The first table stands for as
   * many axes as make it long.
   */
  readonly #offsets: readonly Float64Array[];
  /** Whether the entries of a run lie side by side in the matrix, as they do in the file. */
  readonly #together: boolean;
  /** The axes in the same order. */
  readonly #axes: readonly number[];

  /**
   * @param single whether float32 holds the tensor's values exactly
   * @param rows the selected instances, each once, in the order wanted; absent: all of them
   * @param firstRow number of the first instance, where the tensor is a part of a larger one; for messages
   * Throws BadInput for a tensor the rule does not fit, without elements, or too large for memory; RangeError for an
   * instance it lacks.
   */
  constructor(
    private readonly path: string,
    private readonly tensor: StoredTensor,
    rule: Rule,
    single: boolean,
    rows?: readonly number[] | Int32Array,
    private readonly firstRow = 0,
  ) {
    const layout = layoutOf(tensor.shape, rule);
    if (typeof layout === 'string') throw this.#bad(layout);
    this.#layout = layout;
    if (tensor.shape.includes(0))
      throw this.#bad(`is empty (${tensor.shape.join(' x ')}) and cannot be compared`);
    const { instances, rowsEach, columns, reduce } = layout;
    const height = (rows?.length ?? instances) * rowsEach;
    try {
      const length = height * columns;
      const data = single && reduce !== 'mean' ? new Float32Array(length) : new Float64Array(length);
      if (reduce === 'max') data.fill(-Infinity);
      this.#matrix = { rows: height, cols: columns, data } as AnyMatrix;
      const axes = layout.axes.map((_, axis) => axis);
      this.#axes = tensor.order === 'C' ? axes.reverse() : axes;
      this.#offsets = merged(this.#axes.map((axis) => this.#offsetsOf(axis, rows)));
      this.#together = reduce === null && (this.#offsets[0]?.every((offset, i) => offset === i) ?? false);
    } catch (error) {
      if (!(error instanceof RangeError) || error.message.startsWith('row ')) throw error;
      throw this.#bad(`is too large for the memory as a matrix of ${height} x ${columns}`);
    }
  }

  /** Adds a block. Throws BadInput at a value of a selected instance that is used and not finite. */
  add({ first, values }: Block): void {
    const { reduce } = this.#layout;
    const { data } = this.#matrix;
    const [fastest = new Float64Array(1)] = this.#offsets;
    const run = fastest.length;
    for (let at = 0; at < values.length;) {
      const start = (first + at) % run;
      const end = Math.min(run, start + values.length - at);
      const base = this.#baseOf((first + at - start) / run);
      if (base !== nowhere && this.#together) {
        const part = values.subarray(at, at + end - start);
        const bad = firstNotFinite(part);
        if (bad >= 0) throw this.#notFinite(first + at + bad, part[bad] ?? NaN);
        data.set(part, base + start);
      } else if (base !== nowhere) {
        for (let i = start, from = at; i < end; i++, from++) {
          const offset = fastest[i] ?? nowhere;
          if (offset === nowhere) continue;
          const value = values[from] ?? NaN;
          if (!Number.isFinite(value)) throw this.#notFinite(first + from, value);
          const to = base + offset;
          if (reduce === null) data[to] = value;
          else if (reduce === 'mean') data[to] = (data[to] ?? 0) + value;
          else if (value > (data[to] ?? 0)) data[to] = value;
        }
      }
      at += end - start;
    }
  }

  /** The matrix, once all blocks have been added. */
  finish(): AnyMatrix {
    const { data } = this.#matrix;
    const { reduce, share } = this.#layout;
    if (reduce === 'mean') data.forEach((sum, i) => (data[i] = sum / share));
    return this.#matrix;
  }

  /** Where the elements of one run along the fastest axis start in the matrix; `rest` counts the runs. */
  #baseOf(rest: number): number {
    let base = 0;
    for (let axis = 1; axis < this.#offsets.length; axis++) {
      const offsets = this.#offsets[axis];
      if (offsets === undefined) break;
      const offset = offsets[rest % offsets.length] ?? nowhere;
      if (offset === nowhere) return nowhere;
      base += offset;
      rest = Math.floor(rest / offsets.length);
    }
    return base;
  }

  #offsetsOf(axis: number, rows: readonly number[] | Int32Array | undefined): Float64Array {
    const { axes, columns, instances } = this.#layout;
    const { role, length, rowStep, columnStep, only } = axes[axis] ?? {
      length: 1,
      rowStep: 0,
      columnStep: 0,
    };
    const places = role === 'instances' && rows !== undefined ? placeRows(instances, rows) : undefined;
    return new Float64Array(length).map((_, entry) => {
      if (only !== undefined) return entry === only ? 0 : nowhere;
      const place = places === undefined ? entry : (places[entry] ?? nowhere);
      return place === nowhere ? nowhere : place * (rowStep * columns + columnStep);
    });
  }

  /** @param element its number in stored order */
  #notFinite(element: number, value: number): BadInput {
    const { axes, reduce, columns } = this.#layout;
    const entries = new Map<number, number>();
    let rest = element;
    for (const axis of this.#axes) {
      const length = axes[axis]?.length ?? 1;
      entries.set(axis, rest % length);
      rest = Math.floor(rest / length);
    }
    let [row, column, position] = [this.firstRow, 0, 0];
    for (const [axis, { role, length, columnStep }] of axes.entries()) {
      const entry = entries.get(axis) ?? 0;
      if (role === 'instances') row += entry;
      if (role === 'features') column += entry * columnStep;
      if (role === 'positions') position = position * length + entry;
    }
    const what = reduce === null || columns === 1 ? 'column' : 'channel';
    const where = axes.some(({ role }) => role === 'positions') ? `, position ${position}` : '';
    return this.#bad(
      `holds ${value} in row ${row}, ${what} ${column}${where} (counted from 0): remove or replace it`,
    );
  }

  #bad(what: string): BadInput {
    return new BadInput(`Tensor ${quoted(this.tensor.name)} of ${this.path} ${what}.`);
  }
}

/** One table for the first axes together, so that the innermost loop is long. */
function merged(tables: readonly Float64Array[]): readonly Float64Array[] {
  let [first = new Float64Array(1), ...others] = tables;
  for (let next = others[0]; next !== undefined; next = others[0]) {
    if (first.length >= longEnough || first.length * next.length > longest) break;
    const [inner, outer] = [first, next];
    first = new Float64Array(inner.length * outer.length).map((_, i) => {
      const a = inner[i % inner.length] ?? nowhere;
      const b = outer[Math.floor(i / inner.length)] ?? nowhere;
      return a === nowhere || b === nowhere ? nowhere : a + b;
    });
    others = others.slice(1);
  }
  return [first, ...others];
}

function placeRows(n: number, rows: readonly number[] | Int32Array): Int32Array {
  const places = new Int32Array(n).fill(nowhere);
  for (const [place, row] of rows.entries()) {
    if (places[row] !== nowhere) throw new RangeError(`row ${row} is not one of ${n} or was selected twice`);
    places[row] = place;
  }
  return places;
}
