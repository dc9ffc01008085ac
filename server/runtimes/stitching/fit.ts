import type { Engine } from '../../linalg/engine';
import { type Matrix, zeros } from '../../linalg/matrix';

/** Sums over the rows of a layer that were seen, about the mean of the first of them: so that far means cost no digits. */
export class Seen {
  readonly #origin: Float64Array;
  readonly #sums: Float64Array;
  readonly #squares: Matrix | undefined;
  rows = 0;

  /** @param first some rows; they are not counted yet. `squares`: whether the layer is mapped from. */
  constructor(
    first: Matrix,
    private readonly engine: Engine,
    { squares }: { readonly squares: boolean },
  ) {
    this.#origin = sums(first).map((sum) => sum / first.rows);
    this.#sums = new Float64Array(first.cols);
    this.#squares = squares ? zeros(first.cols, first.cols) : undefined;
  }

  /** Counts rows, and returns them about the origin. */
  add(rows: Matrix): Matrix {
    const moved = this.about(rows);
    addTo(this.#sums, sums(moved));
    if (this.#squares !== undefined) addTo(this.#squares.data, this.engine.gram(moved, 'columns').data);
    this.rows += rows.rows;
    return moved;
  }

  /** Rows about the origin. */
  private about(rows: Matrix): Matrix {
    return plus(
      rows,
      this.#origin.map((value) => -value),
    );
  }

  /** The mean of the rows about the origin, and by itself. */
  mean(): { readonly about: Float64Array; readonly whole: Float64Array } {
    const about = this.#sums.map((sum) => sum / this.rows);
    return { about, whole: about.map((value, j) => value + (this.#origin[j] ?? 0)) };
  }

  /** The scatter matrix: of the rows about their mean. */
  scatter(): Matrix {
    if (this.#squares === undefined) throw new TypeError('the layer is not mapped from');
    const { about } = this.mean();
    return less(this.#squares, about, about, this.rows);
  }
}

/** A map of rows: times a matrix, plus a row. */
export interface LinearMap {
  readonly matrix: Matrix;
  readonly bias: Float64Array;
}

/** The eigenvectors of a scatter matrix as rows, and what each is divided by in the fit; 0 where it is left out. */
export interface Solver {
  readonly vectors: Matrix;
  readonly weights: Float64Array;
}

const epsilon = 2 ** -52;

/**
 * What solves for maps from a layer: once for all layers they lead to.
 * @param ridge penalty as a share of the largest eigenvalue; 0: least squares, of the smallest norm where there are several
 */
export function solverOf(from: Seen, ridge: number, engine: Engine): Solver {
  const scatter = from.scatter();
  const { values, vectors } = engine.eigenSymmetric(scatter);
  const largest = Math.max(0, values[0] ?? 0);
  const least = Math.max(from.rows, scatter.cols) * epsilon * largest;
  const weights = values.map((value) => (value > least ? 1 / (value + ridge * largest) : 0));
  return { vectors, weights };
}

/** The least-squares map with a constant between two layers: ridge regression of one on the other. */
export function fitted(
  { from, to, cross }: { readonly from: Seen; readonly to: Seen; readonly cross: Matrix },
  { vectors, weights }: Solver,
  engine: Engine,
): LinearMap {
  const [x, y] = [from.mean(), to.mean()];
  const together = less(cross, x.about, y.about, from.rows);
  const turned = engine.multiply(vectors, together);
  for (let at = 0; at < turned.data.length; at++)
    turned.data[at] = (turned.data[at] ?? 0) * (weights[Math.floor(at / turned.cols)] ?? 0);
  const matrix = engine.multiply(vectors, turned, { transposeA: true });
  const moved = engine.multiply({ rows: 1, cols: x.whole.length, data: x.whole }, matrix).data;
  return { matrix, bias: y.whole.map((value, j) => value - (moved[j] ?? 0)) };
}

export function mapped(rows: Matrix, { matrix, bias }: LinearMap, engine: Engine): Matrix {
  return plus(engine.multiply(rows, matrix), bias);
}

/** A row added to each row. */
function plus({ rows, cols, data }: Matrix, row: Float64Array): Matrix {
  const sum = new Float64Array(data.length);
  for (let i = 0, at = 0; i < rows; i++)
    for (let j = 0; j < cols; j++, at++) sum[at] = (data[at] ?? 0) + (row[j] ?? 0);
  return { rows, cols, data: sum };
}

/** A matrix less n times the outer product of two means. */
function less({ rows, cols, data }: Matrix, left: Float64Array, right: Float64Array, n: number): Matrix {
  const of = (at: number): number => (left[Math.floor(at / cols)] ?? 0) * (right[at % cols] ?? 0);
  return { rows, cols, data: data.map((value, at) => value - n * of(at)) };
}

function sums({ rows, cols, data }: Matrix): Float64Array {
  const found = new Float64Array(cols);
  for (let i = 0; i < rows; i++) addTo(found, data.subarray(i * cols, (i + 1) * cols));
  return found;
}

/** Adds numbers to others, in place. */
export function addTo(into: Float64Array, values: Float64Array): void {
  for (let at = 0; at < into.length; at++) into[at] = (into[at] ?? 0) + (values[at] ?? 0);
}
