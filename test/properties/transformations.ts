import type { Matrix } from '../../server/linalg/matrix';
import type { Invariances } from '../../server/measures/measure';
import { build, engine, entryOf, gaussian, random } from '../unit/measures/inputs';

/** For each group of maps: one of its members, drawn by a seed and applied to the columns of a matrix. */
export const transformations: Readonly<Record<keyof Invariances, (x: Matrix, seed: number) => Matrix>> = {
  permutation: (x, seed) => {
    const order = shuffled(x.cols, seed);
    return build(x.rows, x.cols, (i, j) => entryOf(x, i, order[j] ?? NaN));
  },
  orthogonal: (x, seed) => engine.multiply(x, orthogonal(x.cols, seed)),
  isotropicScaling: (x, seed) => {
    const factor = Math.exp(gaussian(seed)());
    return build(x.rows, x.cols, (i, j) => factor * entryOf(x, i, j));
  },
  invertibleLinear: (x, seed) => engine.multiply(x, invertible(x.cols, seed)),
  translation: (x, seed) => translated(x, seed),
  affine: (x, seed) => translated(engine.multiply(x, invertible(x.cols, seed)), seed + 1),
};

/** The rows in another order. */
export function rowsInOrder(x: Matrix, order: readonly number[]): Matrix {
  return build(x.rows, x.cols, (i, j) => entryOf(x, order[i] ?? NaN, j));
}

/** 0 ... count - 1 in an order drawn by a seed. */
export function shuffled(count: number, seed: number): readonly number[] {
  const next = gaussian(seed);
  return Array.from({ length: count }, (_, i) => ({ i, key: next() }))
    .sort((p, q) => p.key - q.key)
    .map(({ i }) => i);
}

/** A rotation or reflection: the eigenvectors of a random symmetric matrix. */
function orthogonal(d: number, seed: number): Matrix {
  return engine.eigenSymmetric(engine.gram(random(2 * d, d, seed), 'columns')).vectors;
}

/** A rotation, stretches between 1/2 and 3, another rotation: far from singular, far from orthogonal. */
function invertible(d: number, seed: number): Matrix {
  const first = orthogonal(d, seed);
  const stretched = build(d, d, (i, j) => entryOf(first, i, j) * (0.5 + (2.5 * i) / Math.max(1, d - 1)));
  return engine.multiply(orthogonal(d, seed + 7), stretched);
}

function translated(x: Matrix, seed: number): Matrix {
  const next = gaussian(seed);
  const shift = Array.from({ length: x.cols }, () => 3 * next());
  return build(x.rows, x.cols, (i, j) => entryOf(x, i, j) + (shift[j] ?? NaN));
}
