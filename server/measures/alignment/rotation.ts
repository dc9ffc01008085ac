import type { Engine } from '../../linalg/engine';
import type { Matrix } from '../../linalg/matrix';
import { thinSvd } from '../../linalg/thinSvd';
import type { Cost } from '../measure';
import { alignable, factorProduct, nuclearNorm } from '../preparations/alignable';
import type { Prepared } from '../prepared';

/** Below this share of the squared norms, subtracting them loses too many digits. */
const close = 1e-4;

/** Two matrices F and G about to be rotated onto each other; what is a function is computed when asked for. */
export interface Turnable {
  readonly engine: Engine;
  /** Their Frobenius norms. */
  readonly norms: readonly [number, number];
  /** ||F^T G||_*. */
  readonly nuclear: () => number;
  /** F^T G. */
  readonly cross: () => Matrix;
  readonly factors: () => readonly [Matrix, Matrix];
}

/**
 * min_Q ||a X Q - b Y||_F^2 over orthogonal Q for two inputs and factors a and b > 0, columns centred or as they are,
 * the narrower input padded with zero columns.
 */
export function alignedDistanceSquared(
  x: Prepared,
  y: Prepared,
  centre: boolean,
  a: number,
  b: number,
): number {
  const [left, right] = [x.get(alignable(centre)), y.get(alignable(centre))];
  if (a === b && left.norm === right.norm && sameValues(left.factor(), right.factor())) return 0;
  const pair: Turnable = {
    engine: x.engine,
    norms: [left.norm, right.norm],
    nuclear: () => x.with(y, nuclearNorm(centre)),
    cross: () => x.with(y, factorProduct(centre)),
    factors: () => [left.factor(), right.factor()],
  };
  return distanceSquaredAfterRotation(pair, a, b);
}

/**
 * min_Q ||a F Q - b G||_F^2: a^2 ||F||^2 + b^2 ||G||^2 - 2 a b ||F^T G||_*. Nearly equal matrices are rotated and
 * subtracted instead.
 */
export function distanceSquaredAfterRotation(pair: Turnable, a: number, b: number): number {
  const [f, g] = pair.norms;
  const total = (a * f) ** 2 + (b * g) ** 2;
  if (f === 0 || g === 0) return total;
  const squared = total - 2 * a * b * pair.nuclear();
  if (squared > close * total) return squared;
  const [left, right] = pair.factors();
  return a === b && sameValues(left, right) ? 0 : residual(pair.engine, left, right, pair.cross(), a, b);
}

/**
 * The same by Q = U V^T from the SVD of X^T Y: ||a X Q - b Y||^2 + a^2 ||X - X Q Q^T||^2, a sum of squares and so
 * accurate down to 0. The second term is what of X the narrower side has no room for.
 */
function residual(engine: Engine, x: Matrix, y: Matrix, cross: Matrix, a: number, b: number): number {
  const { u, v } = thinSvd(engine, cross);
  const within = engine.multiply(x, u);
  const rotated = engine.multiply(within, v).data;
  const kept = engine.multiply(within, u, { transposeB: true }).data;
  let sum = 0;
  for (let i = 0; i < rotated.length; i++) sum += (a * (rotated[i] ?? 0) - b * (y.data[i] ?? 0)) ** 2;
  for (let i = 0; i < kept.length; i++) sum += (a * ((x.data[i] ?? 0) - (kept[i] ?? 0))) ** 2;
  return sum;
}

function sameValues(x: Matrix, y: Matrix): boolean {
  return x === y || (x.cols === y.cols && x.data.every((value, i) => value === y.data[i]));
}

/** The cross product of two factors and its singular values. */
export function rotationCost(n: number, d: number, e: number): Cost {
  const k = Math.min(n, d);
  const l = Math.min(n, e);
  return { operations: 2 * n * k * l + 4 * k * l * Math.min(k, l), bytes: 16 * k * l };
}
