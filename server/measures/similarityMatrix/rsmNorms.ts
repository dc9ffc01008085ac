import { type Matrix, zeros } from '../../linalg/matrix';
import { crossProduct } from '../preparations/crossProduct';
import { dissimilarities } from '../preparations/dissimilarities';
import { float64 } from '../preparations/float64';
import { dot } from '../../linalg/dot';
import { magnitude } from '../preparations/magnitude';
import { scatter } from '../preparations/scatter';
import type { Outcome } from '../measure';
import type { Prepared } from '../prepared';
import { unscaledSquare } from '../unscaled';
import { gramDifference, inCommonSpace } from './gramDifference';

/** Below this share of the sum of squares, subtracting loses too many digits. */
const close = 1e-4;

/** ||X X^T - Y Y^T|| in the Frobenius or the spectral norm, columns centred or as they are. */
export function linearNorm(x: Prepared, y: Prepared, centre: boolean, spectral: boolean): Outcome {
  const unit = Math.max(x.get(magnitude).scale, y.get(magnitude).scale);
  const [a, b] = [x.get(magnitude).scale / unit, y.get(magnitude).scale / unit];
  const [left, right] = [x.get(float64(centre)), y.get(float64(centre))];
  if (!spectral && left.rows >= Math.max(left.cols, right.cols)) {
    const square = (values: Float64Array): number => dot(values, values);
    const total = a ** 4 * square(x.get(scatter(centre)).data) + b ** 4 * square(y.get(scatter(centre)).data);
    const squared = total - 2 * (a * b) ** 2 * square(x.with(y, crossProduct(centre)).data);
    if (squared > close * total || total === 0) return unscaledSquare(Math.sqrt(squared), unit);
  }
  const [f, g] = inCommonSpace(x.engine, times(left, a), times(right, b));
  return unscaledSquare(normOf(x, gramDifference(x.engine, f, g), spectral), unit);
}

/** The same of the matrices of Euclidean distances. */
export function euclideanNorm(x: Prepared, y: Prepared, spectral: boolean): number {
  const unit = Math.max(x.get(magnitude).scale, y.get(magnitude).scale);
  const [a, b] = [x.get(magnitude).scale / unit, y.get(magnitude).scale / unit];
  const [left, right] = [x, y].map((of) => of.get(dissimilarities('euclidean')).values);
  const { n, engine } = x;
  const differences = spectral ? zeros(n, n) : null;
  let squares = 0;
  for (let i = 1, at = 0; i < n; i++) {
    if (i % 64 === 0) engine.poll();
    for (let j = 0; j < i; j++, at++) {
      const difference = a * (left?.[at] ?? 0) - b * (right?.[at] ?? 0);
      squares += 2 * difference * difference;
      if (differences !== null) {
        differences.data[i * n + j] = difference;
        differences.data[j * n + i] = difference;
      }
    }
  }
  return (differences === null ? Math.sqrt(squares) : normOf(x, differences, true)) * unit;
}

/** The Frobenius norm or the largest absolute eigenvalue of a symmetric matrix. */
function normOf({ engine }: Prepared, m: Matrix, spectral: boolean): number {
  if (!spectral) return Math.sqrt(dot(m.data, m.data));
  const values = engine.eigenvaluesSymmetric(m);
  return Math.max(Math.abs(values[0] ?? 0), Math.abs(values.at(-1) ?? 0));
}

function times(m: Matrix, factor: number): Matrix {
  return factor === 1 ? m : { ...m, data: m.data.map((value) => value * factor) };
}
