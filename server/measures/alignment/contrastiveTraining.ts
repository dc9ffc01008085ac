import type { Engine } from '../../linalg/engine';
import { type AnyMatrix, type Matrix, zeros } from '../../linalg/matrix';
import { randomFrom, shuffle } from '../../linalg/random';
import { scaled } from '../preparations/scaled';
import type { Prepared } from '../prepared';
import { ascending, radii } from '../topology/radialOrder';
import { Encoder } from './encoder';

export interface Training {
  readonly seed: number;
  readonly epochs: number;
  /** Hidden units; half as many outputs. */
  readonly width: number;
  readonly temperature: number;
  /** One encoder for both inputs, which must then be equally wide. */
  readonly shared: boolean;
}

/** Rows of a step: an instance is told from so many others. */
const batch = 128;

/** Which rows train and which are held out. */
export interface Split {
  readonly train: Uint32Array;
  readonly held: Uint32Array;
}

/**
 * Draws the rows to train on. Rows are counted by how far out they are in both inputs, so that the order in the file,
 * rotation, scale and position do not change what is drawn.
 */
export function split(x: Prepared, y: Prepared, share: number, seed: number): Split {
  const [left, right] = [x.get(radii), y.get(radii)];
  const squares = (of: Float64Array): number => of.reduce((sum, r) => sum + r * r, 0);
  const [p, q] = [squares(left), squares(right)];
  const order = ascending(left.map((r, i) => (r * r) / p + (right[i] ?? 0) ** 2 / q));
  shuffle(order, randomFrom(seed));
  const count = trainRows(x.n, share);
  return { train: order.slice(0, count), held: order.slice(count) };
}

/** How many of n rows train. */
export function trainRows(n: number, share: number): number {
  return Math.round(n * share);
}

/** The outputs of trained encoders for the rows held out, of length 1, and the loss of the last epoch. */
export interface Encoded {
  readonly x: Matrix;
  readonly y: Matrix;
  readonly loss: number;
}

/**
 * Trains encoders to tell which row of one input belongs to a row of the other (symmetric InfoNCE) on the rows of the
 * split meant for it, and encodes the others. Null where an input does not vary over the rows that train.
 */
export function encode(x: Prepared, y: Prepared, { train, held }: Split, training: Training): Encoded | null {
  const { engine } = x;
  const [left, right] = [standardised(x, train), standardised(y, train)];
  if (left === null || right === null) return null;
  const encoderFor = ({ cols }: Matrix): Encoder => {
    const widths = { input: cols, hidden: training.width, output: Math.max(2, training.width >> 1) };
    return new Encoder(engine, widths, training.seed);
  };
  const first = encoderFor(left);
  const second = training.shared ? first : encoderFor(right);
  const random = randomFrom(training.seed + 1);
  const order = train.slice();
  let loss = 0;
  for (let epoch = 0; epoch < training.epochs; epoch++) {
    shuffle(order, random);
    loss = 0;
    for (const rows of batches(order)) {
      const [p, q] = [first.forward(rowsOf(left, rows)), second.forward(rowsOf(right, rows))];
      const found = contrast(engine, p.output, q.output, training.temperature);
      loss += (found.loss * rows.length) / order.length;
      first.backward(p, found.left);
      second.backward(q, found.right);
      first.step();
      if (second !== first) second.step();
    }
  }
  const outputs = (encoder: Encoder, of: Matrix): Matrix => {
    const { mean } = encoder.forward(rowsOf(of, train));
    return encoder.forward(rowsOf(of, held), mean).output;
  };
  return { x: outputs(first, left), y: outputs(second, right), loss };
}

/** Parts of about equal size, of `batch` rows at most: a last part of one row would have nothing to be told from. */
function batches(order: Uint32Array): readonly Uint32Array[] {
  const count = Math.ceil(order.length / batch);
  return Array.from({ length: count }, (_, k) =>
    order.subarray(Math.floor((k * order.length) / count), Math.floor(((k + 1) * order.length) / count)),
  );
}

/** The loss of a batch and its gradients by the outputs of both encoders. */
export function contrast(
  engine: Engine,
  x: Matrix,
  y: Matrix,
  temperature: number,
): { loss: number; left: Matrix; right: Matrix } {
  const cosines = engine.multiply(x, y, { transposeB: true, exactRows: true });
  const b = cosines.rows;
  // Cosines are at most 1: taken from it, no exponential overflows.
  const weights = cosines.data.map((cosine) => Math.exp((cosine - 1) / temperature));
  const [ofRow, ofColumn] = [new Float64Array(b), new Float64Array(b)];
  for (let i = 0, at = 0; i < b; i++) {
    for (let j = 0; j < b; j++, at++) {
      ofRow[i] = (ofRow[i] ?? 0) + (weights[at] ?? 0);
      ofColumn[j] = (ofColumn[j] ?? 0) + (weights[at] ?? 0);
    }
  }
  let loss = 0;
  const gradient = zeros(b, b);
  for (let i = 0, at = 0; i < b; i++) {
    for (let j = 0; j < b; j++, at++) {
      const share = (weights[at] ?? 0) / (ofRow[i] ?? 1) + (weights[at] ?? 0) / (ofColumn[j] ?? 1);
      gradient.data[at] = (share - (i === j ? 2 : 0)) / (2 * b * temperature);
    }
    const own = ((cosines.data[i * (b + 1)] ?? 0) - 1) / temperature;
    loss += (Math.log(ofRow[i] ?? 1) + Math.log(ofColumn[i] ?? 1) - 2 * own) / (2 * b);
  }
  return {
    loss,
    left: engine.multiply(gradient, y, { exactRows: true }),
    right: engine.multiply(gradient, x, { transposeA: true, exactRows: true }),
  };
}

/** All rows less the mean of those that train, over the root mean square of these; null where these are all equal. */
function standardised(of: Prepared, train: Uint32Array): Matrix | null {
  const x: AnyMatrix = of.get(scaled);
  const { cols, data } = x;
  const means = new Float64Array(cols);
  let largest = 0;
  train.forEach((row, k) => {
    if (k % 64 === 0) of.engine.poll();
    for (let j = 0; j < cols; j++) {
      const value = data[row * cols + j] ?? 0;
      means[j] = (means[j] ?? 0) + value / train.length;
      largest = Math.max(largest, Math.abs(value));
    }
  });
  const result = zeros(x.rows, cols);
  for (let i = 0, at = 0; i < x.rows; i++) {
    if (i % 64 === 0) of.engine.poll();
    for (let j = 0; j < cols; j++, at++) result.data[at] = (data[at] ?? 0) - (means[j] ?? 0);
  }
  let squares = 0;
  for (const row of train) {
    for (let at = row * cols; at < (row + 1) * cols; at++) squares += (result.data[at] ?? 0) ** 2;
  }
  const spread = Math.sqrt(squares / train.length / cols);
  if (!(spread > 4 * Number.EPSILON * largest)) return null;
  for (let at = 0; at < result.data.length; at++) result.data[at] = (result.data[at] ?? 0) / spread;
  return result;
}

function rowsOf({ cols, data }: Matrix, rows: Uint32Array): Matrix {
  const copy = zeros(rows.length, cols);
  rows.forEach((row, k) => copy.data.set(data.subarray(row * cols, (row + 1) * cols), k * cols));
  return copy;
}
