import type { Engine } from '../../linalg/engine';
import { type Matrix, zeros } from '../../linalg/matrix';
import { dot } from '../../linalg/dot';
import { linearKernel, type LinearKernel } from '../preparations/linearKernel';
import { centred } from '../preparations/centred';
import { mostCondition } from '../preparations/spectrum';
import { Prepared } from '../prepared';
import type { Moments } from './pairMoments';

/** Whether the Gram matrices alone give the subspaces of both inputs; otherwise a `PairFactor` must. */
export function givesBases(engine: Engine, { gram, widths: [d, e] }: Moments): boolean {
  return [part(gram, 0, d), part(gram, d, e)].every((own) => {
    const values = engine.eigenvaluesSymmetric(own);
    return (values.at(-1) ?? 0) * mostCondition ** 2 > (values[0] ?? 0);
  });
}

/**
 * A pair of 1 + d + e rows with the same second moments, centred or not, as the pair that the moments were taken of:
 * what depends on these alone can be computed from it.
 * @param factor R with R^T R = the Gram matrix of the centred columns; null: made from the Gram matrix
 */
export function reducedPair(
  engine: Engine,
  moments: Moments,
  factor: Matrix | null,
): readonly [Prepared, Prepared] {
  const { n, widths, means, constant, lengths } = moments;
  const [d, e] = widths;
  const root = factor ?? rootOf(engine, moments);
  const [first, second] = twoVectors(lengths);
  const side = (from: number, width: number, diagonal: Float64Array): Prepared => {
    const values = zeros(root.rows + 1, width);
    for (let i = 0; i < root.rows; i++) {
      const row = root.data.subarray(i * root.cols + from, i * root.cols + from + width);
      values.data.set(row, (i + 1) * width);
    }
    // Rounding must not make a constant column vary.
    for (let at = 0; at < values.data.length; at++) {
      if (constant[from + (at % width)] === 1) values.data[at] = 0;
    }
    const centredValues = { ...values, data: values.data.slice() };
    for (let j = 0; j < width; j++) values.data[j] = Math.sqrt(n) * (means[from + j] ?? 0);
    const gram = engine.gram(centredValues, 'columns');
    const kernel: LinearKernel = {
      gram: null,
      selfProduct: dot(gram.data, gram.data),
      diagonal,
      squares: new Map(),
      trace: dot(centredValues.data, centredValues.data),
    };
    return new Prepared({ values, meaning: 'activations', instances: n }, engine, [
      [centred, centredValues],
      [linearKernel, kernel],
    ]);
  };
  return [side(0, d, first), side(d, e, second)];
}

/** A square root of the Gram matrix: as accurate as the matrix itself, in the units of each input. */
function rootOf(engine: Engine, { gram, widths: [d] }: Moments): Matrix {
  const k = gram.cols;
  const trace = (from: number, to: number): number => {
    let sum = 0;
    for (let j = from; j < to; j++) sum += gram.data[j * (k + 1)] ?? 0;
    return sum;
  };
  const units = [Math.sqrt(trace(0, d)) || 1, Math.sqrt(trace(d, k)) || 1] as const;
  const unit = (j: number): number => (j < d ? units[0] : units[1]);
  const scaled = zeros(k, k);
  for (let i = 0, at = 0; i < k; i++) {
    for (let j = 0; j < k; j++, at++) scaled.data[at] = (gram.data[at] ?? 0) / unit(i) / unit(j);
  }
  const { values, vectors } = engine.eigenSymmetric(scaled);
  for (let i = 0, at = 0; i < k; i++) {
    const length = Math.sqrt(Math.max(0, values[i] ?? 0));
    for (let j = 0; j < k; j++, at++) vectors.data[at] = (vectors.data[at] ?? 0) * length * unit(j);
  }
  return vectors;
}

/** Two vectors of two entries with the given products: they stand for the n squared lengths of the rows. */
function twoVectors([xx, xy, yy]: Moments['lengths']): readonly [Float64Array, Float64Array] {
  const along = Math.sqrt(Math.max(0, xx));
  const shared = along > 0 ? xy / along : 0;
  const rest = Math.sqrt(Math.max(0, yy - shared * shared));
  return [Float64Array.of(along, 0), Float64Array.of(shared, rest)];
}

/** The square part of a Gram matrix that belongs to `width` columns from `from` on. */
function part({ cols, data }: Matrix, from: number, width: number): Matrix {
  const own = zeros(width, width);
  for (let i = 0; i < width; i++) {
    own.data.set(data.subarray((from + i) * cols + from, (from + i) * cols + from + width), i * width);
  }
  return own;
}
