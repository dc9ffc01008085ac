import type { Engine } from '../../linalg/engine';
import { type Matrix, zeros } from '../../linalg/matrix';
import { randomFrom } from '../../linalg/random';

/** The widths of an encoder: inputs, hidden units, outputs. */
export interface Widths {
  readonly input: number;
  readonly hidden: number;
  readonly output: number;
}

/** What went through an encoder, kept for the way back. */
interface Passed {
  readonly input: Matrix;
  /** After the rectifier. */
  readonly hidden: Matrix;
  /** Of length 1, or zero. */
  readonly output: Matrix;
  readonly lengths: Float64Array;
  /** What was subtracted from the outputs before they were brought to length 1. */
  readonly mean: Float64Array;
}

/** A weight matrix, its gradient and the moments that Adam keeps. */
interface Weights {
  readonly values: Matrix;
  readonly gradient: Float64Array;
  readonly mean: Float64Array;
  readonly square: Float64Array;
}

/** Of Adam: step, decay of the moments, what keeps the division finite; and how much weights shrink. */
const adam = { step: 1e-3, mean: 0.9, square: 0.999, least: 1e-8, decay: 5e-4 };

/**
 * A perceptron with one hidden layer of rectified units whose outputs are centred and have length 1, trained by Adam.
 * Centred, since otherwise inputs that have nothing in common end as one and the same vector, all of them alike.
 * Products are taken so that the same seed gives the same bits on every machine.
 */
export class Encoder {
  readonly #first: Weights;
  readonly #firstBias: Weights;
  readonly #second: Weights;
  #steps = 0;

  /** The weights of a narrower encoder are the first of those of a wider one with the same seed, up to scale. */
  constructor(
    private readonly engine: Engine,
    { input, hidden, output }: Widths,
    seed: number,
  ) {
    const random = randomFrom(seed);
    const drawn = (rows: number, cols: number, spread: number): Weights => {
      const values = zeros(rows, cols);
      for (let at = 0; at < values.data.length; at++) values.data[at] = spread * random.gaussian();
      return weights(values);
    };
    this.#second = drawn(hidden, output, Math.sqrt(1 / hidden));
    this.#first = drawn(input, hidden, Math.sqrt(2 / input));
    this.#firstBias = weights(zeros(1, hidden));
  }

  /** Encodes the rows of a matrix; their own mean output is subtracted, or the one given. */
  forward(input: Matrix, given?: Float64Array): Passed {
    const hidden = this.#product(input, this.#first.values);
    addRow(hidden, this.#firstBias.values.data);
    for (let at = 0; at < hidden.data.length; at++) hidden.data[at] = Math.max(0, hidden.data[at] ?? 0);
    const output = this.#product(hidden, this.#second.values);
    const mean = given ?? meanRow(output);
    addRow(
      output,
      mean.map((value) => -value),
    );
    return { input, hidden, output, lengths: normaliseRows(output), mean };
  }

  /** Adds the gradient of a loss to those of the weights, given that by outputs centred by their own mean. */
  backward({ input, hidden, output, lengths }: Passed, gradient: Matrix): void {
    const { cols } = output;
    const back = zeros(output.rows, cols);
    for (let i = 0; i < output.rows; i++) {
      let along = 0;
      for (let at = i * cols; at < (i + 1) * cols; at++)
        along += (output.data[at] ?? 0) * (gradient.data[at] ?? 0);
      const scale = (lengths[i] ?? 0) > 0 ? 1 / (lengths[i] ?? 1) : 0;
      for (let at = i * cols; at < (i + 1) * cols; at++) {
        back.data[at] = scale * ((gradient.data[at] ?? 0) - along * (output.data[at] ?? 0));
      }
    }
    addRow(
      back,
      meanRow(back).map((value) => -value),
    );
    add(this.#second.gradient, this.#product(hidden, back, true).data);
    const toHidden = this.engine.multiply(back, this.#second.values, { transposeB: true, exactRows: true });
    for (let at = 0; at < toHidden.data.length; at++) if ((hidden.data[at] ?? 0) <= 0) toHidden.data[at] = 0;
    add(this.#first.gradient, this.#product(input, toHidden, true).data);
    addColumnSums(this.#firstBias.gradient, toHidden);
  }

  /** One step of Adam with the gradients gathered, which are zero afterwards. */
  step(): void {
    this.#steps++;
    this.engine.poll();
    for (const each of [this.#first, this.#firstBias, this.#second]) move(each, this.#steps);
  }

  #product(a: Matrix, b: Matrix, transposeA = false): Matrix {
    return this.engine.multiply(a, b, { transposeA, exactRows: true });
  }
}

function weights(values: Matrix): Weights {
  const room = (): Float64Array => new Float64Array(values.data.length);
  return { values, gradient: room(), mean: room(), square: room() };
}

function move({ values: { data }, gradient, mean, square }: Weights, steps: number): void {
  const [first, second] = [1 - adam.mean ** steps, 1 - adam.square ** steps];
  for (let at = 0; at < data.length; at++) {
    const slope = (gradient[at] ?? 0) + adam.decay * (data[at] ?? 0);
    gradient[at] = 0;
    const average = adam.mean * (mean[at] ?? 0) + (1 - adam.mean) * slope;
    const spread = adam.square * (square[at] ?? 0) + (1 - adam.square) * slope * slope;
    mean[at] = average;
    square[at] = spread;
    data[at] = (data[at] ?? 0) - (adam.step * average) / first / (Math.sqrt(spread / second) + adam.least);
  }
}

function add(to: Float64Array, what: Float64Array): void {
  for (let at = 0; at < to.length; at++) to[at] = (to[at] ?? 0) + (what[at] ?? 0);
}

function addRow({ rows, cols, data }: Matrix, row: Float64Array): void {
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++, at++) data[at] = (data[at] ?? 0) + (row[j] ?? 0);
  }
}

function addColumnSums(to: Float64Array, { rows, cols, data }: Matrix): void {
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++, at++) to[j] = (to[j] ?? 0) + (data[at] ?? 0);
  }
}

function meanRow(m: Matrix): Float64Array {
  const sums = new Float64Array(m.cols);
  addColumnSums(sums, m);
  return sums.map((sum) => sum / m.rows);
}

/** Divides every row by its length, in place; zero rows stay. Returns the lengths. */
export function normaliseRows({ rows, cols, data }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    const row = data.subarray(i * cols, (i + 1) * cols);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    if (length > 0) for (let k = 0; k < cols; k++) row[k] = (row[k] ?? 0) / length;
    return length;
  });
}
