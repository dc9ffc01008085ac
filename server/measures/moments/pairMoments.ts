import type { Engine } from '../../linalg/engine';
import { type AnyMatrix, type Matrix, zeros } from '../../linalg/matrix';

/** What a pass over the rows of a pair has told, all that its second moments are. */
export interface Moments {
  /** Rows seen. */
  readonly n: number;
  /** Columns of the first input and of the second. */
  readonly widths: readonly [d: number, e: number];
  /** The mean of every column of both, d + e. */
  readonly means: Float64Array;
  /** 1 for the columns whose entries are all equal, d + e. */
  readonly constant: Uint8Array;
  /** (d + e) x (d + e): Z^T Z of the centred columns Z = [X Y] of both. */
  readonly gram: Matrix;
  /** Of the squared lengths a_i, b_i of the centred rows of the two: the sums of a a, a b and b b over all rows. */
  readonly lengths: readonly [xx: number, xy: number, yy: number];
}

/**
 * Sums over the rows of two inputs [n x d] and [n x e], given in blocks: one pass, memory of a few (d + e)^2 however
 * many rows there are. Columns are shifted by the means of the first block, so that offsets cost no digits.
 */
export class PairMoments {
  readonly #k: number;
  readonly #gram: Matrix;
  /** Sums of the shifted columns, and of them times the squared length of the row in each input. */
  readonly #sums: Float64Array;
  readonly #weighted: readonly [Float64Array, Float64Array];
  readonly #lengths: [number, number, number] = [0, 0, 0];
  readonly #constant: Uint8Array;
  #first: Float64Array | undefined;
  #shift: Float64Array | undefined;
  #n = 0;

  constructor(
    private readonly engine: Engine,
    private readonly d: number,
    e: number,
  ) {
    this.#k = d + e;
    this.#gram = zeros(this.#k, this.#k);
    this.#sums = new Float64Array(this.#k);
    this.#constant = new Uint8Array(this.#k).fill(1);
    this.#weighted = [new Float64Array(this.#k), new Float64Array(this.#k)];
  }

  /** Adds the next rows of both: as many of each. */
  add(x: AnyMatrix, y: AnyMatrix): void {
    this.#shift ??= columnMeans(x, y);
    const block = joined(x, y, this.#shift);
    const gram = this.engine.gram(block, 'columns');
    for (let at = 0; at < gram.data.length; at++) {
      this.#gram.data[at] = (this.#gram.data[at] ?? 0) + (gram.data[at] ?? 0);
    }
    this.#addRows(block);
    this.#n += block.rows;
  }

  #addRows({ rows, data }: Matrix): void {
    const k = this.#k;
    const [byX, byY] = this.#weighted;
    const first = (this.#first ??= data.slice(0, k));
    for (let i = 0; i < rows; i++) {
      if (i % 256 === 0) this.engine.poll();
      let p = 0;
      let q = 0;
      for (let j = 0, at = i * k; j < k; j++, at++) {
        const square = (data[at] ?? 0) ** 2;
        if (j < this.d) p += square;
        else q += square;
      }
      this.#lengths[0] += p * p;
      this.#lengths[1] += p * q;
      this.#lengths[2] += q * q;
      for (let j = 0, at = i * k; j < k; j++, at++) {
        const value = data[at] ?? 0;
        if (value !== first[j]) this.#constant[j] = 0;
        this.#sums[j] = (this.#sums[j] ?? 0) + value;
        byX[j] = (byX[j] ?? 0) + p * value;
        byY[j] = (byY[j] ?? 0) + q * value;
      }
    }
  }

  /** The moments of all rows added; at least one. */
  finish(): Moments {
    const n = this.#n;
    const shift = this.#shift ?? new Float64Array(this.#k);
    const rest = this.#sums.map((sum) => sum / n);
    const gram = zeros(this.#k, this.#k);
    for (let i = 0, at = 0; i < this.#k; i++) {
      for (let j = 0; j < this.#k; j++, at++) {
        gram.data[at] = (this.#gram.data[at] ?? 0) - n * (rest[i] ?? 0) * (rest[j] ?? 0);
      }
    }
    return {
      n,
      widths: [this.d, this.#k - this.d],
      means: shift.map((value, j) => value + (rest[j] ?? 0)),
      constant: this.#constant.slice(),
      gram,
      lengths: this.#centredLengths(rest),
    };
  }

  /**
   * With u the shifted row of an input and r the mean of all of them, a = |u - r|^2 = p - 2 u.r + |r|^2. The products
   * of two such, summed, need only the sums kept.
   */
  #centredLengths(rest: Float64Array): [number, number, number] {
    const k = this.#k;
    const sides = [
      { from: 0, to: this.d, weighted: this.#weighted[0] },
      { from: this.d, to: k, weighted: this.#weighted[1] },
    ] as const;
    const over = (from: number, to: number, f: (j: number) => number): number => {
      let sum = 0;
      for (let j = from; j < to; j++) sum += f(j);
      return sum;
    };
    const product = (a: (typeof sides)[number], b: (typeof sides)[number], lengths: number): number => {
      const r = (j: number): number => rest[j] ?? 0;
      const normA = over(a.from, a.to, (j) => r(j) ** 2);
      const normB = over(b.from, b.to, (j) => r(j) ** 2);
      const trace = (side: typeof a): number =>
        over(side.from, side.to, (j) => this.#gram.data[j * (k + 1)] ?? 0);
      const cross = over(a.from, a.to, (i) =>
        over(b.from, b.to, (j) => r(i) * (this.#gram.data[i * k + j] ?? 0) * r(j)),
      );
      const weightedBy = (side: typeof a, of: typeof a): number =>
        over(of.from, of.to, (j) => r(j) * (side.weighted[j] ?? 0));
      return (
        lengths -
        2 * weightedBy(a, b) -
        2 * weightedBy(b, a) +
        4 * cross +
        normB * trace(a) +
        normA * trace(b) -
        // From -2 u.r |r'|^2 twice and |r|^2 |r'|^2 once, with the sum of u.r over the rows being n |r|^2.
        3 * this.#n * normA * normB
      );
    };
    const [x, y] = sides;
    const [xx, xy, yy] = this.#lengths;
    return [product(x, x, xx), product(x, y, xy), product(y, y, yy)];
  }
}

/** The columns of both inputs side by side in float64, minus `shift`. */
export function joined(x: AnyMatrix, y: AnyMatrix, shift: Float64Array): Matrix {
  const k = x.cols + y.cols;
  const block = zeros(x.rows, k);
  for (const [input, offset] of [
    [x, 0],
    [y, x.cols],
  ] as const) {
    for (let i = 0, at = 0; i < input.rows; i++) {
      for (let j = 0, to = i * k + offset; j < input.cols; j++, at++, to++) {
        block.data[to] = (input.data[at] ?? 0) - (shift[offset + j] ?? 0);
      }
    }
  }
  return block;
}

/** The mean of every column of both inputs. */
export function columnMeans(x: AnyMatrix, y: AnyMatrix): Float64Array {
  const means = new Float64Array(x.cols + y.cols);
  for (const [input, offset] of [
    [x, 0],
    [y, x.cols],
  ] as const) {
    for (let at = 0; at < input.data.length; at++) {
      const j = offset + (at % input.cols);
      means[j] = (means[j] ?? 0) + (input.data[at] ?? 0) / input.rows;
    }
  }
  return means;
}
