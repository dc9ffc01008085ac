import { betweenDiagonals } from '../../linalg/diagonal';
import type { Engine } from '../../linalg/engine';
import { type Matrix, zeros } from '../../linalg/matrix';
import { randomFrom, shuffle } from '../../linalg/random';
import { centred } from '../preparations/centred';
import { magnitude } from '../preparations/magnitude';
import { spectrum } from '../preparations/spectrum';
import { Prepared } from '../prepared';

/** The rows 0 ... n - 1 in folds whose sizes differ by one at most: in their order, or shuffled by a seed. */
export function foldsOf(n: number, count: number, seed: number | null): readonly Uint32Array[] {
  const rows = Uint32Array.from({ length: n }, (_, i) => i);
  if (seed !== null) shuffle(rows, randomFrom(seed));
  const start = (fold: number): number => Math.floor((fold * n) / count);
  return Array.from({ length: count }, (_, fold) => rows.slice(start(fold), start(fold + 1)));
}

/** Sums of squares over the rows of all folds, each fold seen by a regression on the other rows. */
export interface Errors {
  /** What is left of the target once its prediction is subtracted. */
  readonly residual: number;
  /** What is left of it once its mean over the training rows is subtracted. */
  readonly total: number;
}

/**
 * Predicts each fold of `target` [n x e] from `predictor` [n x d] by a least squares fit with intercept to the other
 * rows, with a ridge of `ridge` times the largest eigenvalue of the predictor's scatter matrix.
 */
export function validate(
  engine: Engine,
  predictor: Matrix,
  target: Matrix,
  folds: readonly Uint32Array[],
  ridge: number,
): Errors {
  let [residual, total] = [0, 0];
  for (const [k, test] of folds.entries()) {
    const training = Uint32Array.from(folds.flatMap((fold, i) => (i === k ? [] : [...fold])));
    const of = (m: Matrix): Prepared =>
      new Prepared({ values: rowsOf(m, training), meaning: 'activations' }, engine);
    const [from, to] = [of(predictor), of(target)];
    const expected = minusRow(rowsOf(target, test), meansOf(to));
    const seen = minusRow(rowsOf(predictor, test), meansOf(from));
    const predicted = predict(from, to, seen, ridge);
    const unit = to.get(magnitude).scale;
    for (let at = 0; at < expected.data.length; at++) {
      const value = expected.data[at] ?? 0;
      total += value * value;
      residual += (value - unit * (predicted?.data[at] ?? 0)) ** 2;
    }
  }
  return { residual, total };
}

/**
 * The fit of `to` on `from`, both centred, applied to other rows: in the unit of `to`; null where `from` is constant.
 */
function predict(from: Prepared, to: Prepared, rows: Matrix, ridge: number): Matrix | null {
  const { engine } = from;
  const { s, v, rank, whitening, ...basis } = from.get(spectrum);
  if (rank === 0) return null;
  const projected =
    whitening === null
      ? engine.multiply(basis.vectors(), to.get(centred), { transposeA: true })
      : engine.multiply(whitening, engine.multiply(from.get(centred), to.get(centred), { transposeA: true }));
  const largest = s[0] ?? 1;
  const { scale } = from.get(magnitude);
  const coordinates = betweenDiagonals(
    null,
    engine.multiply(rows, v, { transposeB: true }),
    s.map((value) => value / scale / (value ** 2 + ridge * largest ** 2)),
  );
  return engine.multiply(coordinates, projected);
}

function rowsOf({ cols, data }: Matrix, rows: Uint32Array): Matrix {
  const part = zeros(rows.length, cols);
  rows.forEach((row, i) => {
    part.data.set(data.subarray(row * cols, (row + 1) * cols), i * cols);
  });
  return part;
}

/** What centring subtracted from every column. */
function meansOf(of: Prepared): Float64Array {
  const raw = of.representation.values.data;
  const { scale } = of.get(magnitude);
  return of
    .get(centred)
    .data.slice(0, of.d)
    .map((value, j) => (raw[j] ?? 0) - scale * value);
}

function minusRow({ rows, cols, data }: Matrix, row: Float64Array): Matrix {
  return { rows, cols, data: data.map((value, at) => value - (row[at % cols] ?? 0)) };
}
