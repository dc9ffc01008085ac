import { betweenDiagonals } from '../../linalg/diagonal';
import type { Matrix } from '../../linalg/matrix';
import { dot } from '../../linalg/dot';
import { principalOverlapOf } from '../preparations/overlap';
import { spectrumOf } from '../preparations/spectrum';
import type { Prepared } from '../prepared';
import { gramDifference, inCommonSpace } from './gramDifference';

/** Below this share of the sum of squares, subtracting loses too many digits. */
const close = 1e-4;

/**
 * ||K - K'||_F as a function of lambda, for the kernels K = U diag(g) U^T of predictions by ridge regression, with
 * g = e / (e + lambda) and e = s^2 / `unit`, one unit an input: the eigenvalues of the covariance once it is scaled.
 */
export function ridgeKernelDistance(
  x: Prepared,
  y: Prepared,
  centre: boolean,
  units: readonly [number, number],
): (lambda: number) => number {
  const { engine } = x;
  const [left, right] = [x.get(spectrumOf(centre)), y.get(spectrumOf(centre))];
  const squares = x.with(y, principalOverlapOf(centre)).data.map((value) => value * value);
  const kept = (s: Float64Array, unit: number, lambda: number): Float64Array => {
    return s.map((value) => {
      const variance = (value / Math.sqrt(unit)) ** 2;
      return variance / (variance + lambda);
    });
  };
  let bases: readonly [Matrix, Matrix] | undefined;
  return (lambda) => {
    const [g, h] = [kept(left.s, units[0], lambda), kept(right.s, units[1], lambda)];
    const total = dot(g, g) + dot(h, h);
    const squared = total - 2 * between(g, squares, h);
    if (squared > close * total) return Math.sqrt(squared);
    bases ??= inCommonSpace(engine, left.vectors(), right.vectors());
    const [a, b] = bases;
    const { data } = gramDifference(
      engine,
      betweenDiagonals(null, a, g.map(Math.sqrt)),
      betweenDiagonals(null, b, h.map(Math.sqrt)),
    );
    return Math.sqrt(dot(data, data));
  };
}

/** g^T M h for the row-major matrix M. */
function between(g: Float64Array, m: Float64Array, h: Float64Array): number {
  let sum = 0;
  for (const [i, factor] of g.entries()) {
    sum += factor * dot(m.subarray(i * h.length, (i + 1) * h.length), h);
  }
  return sum;
}
