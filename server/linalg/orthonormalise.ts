import type { Engine } from './engine';
import { gramSchmidt } from './gramSchmidt';
import { inverseCholesky } from './inverseCholesky';
import type { Matrix } from './matrix';
import { transpose } from './transpose';

/** Rows whose products differ from 0 and 1 by no more are as orthonormal as float64 gets. */
const good = 4e-15;
/** One correction takes rows that are at most this far from orthonormal to working precision. */
const close = 1e-2;
/** Where less is left of a vector's square once those before it are taken away, correcting is no longer safe. */
const leastPivot = 0.05;

/**
 * Makes nearly orthonormal vectors, the rows or the columns of v, orthonormal to working precision: in order, each
 * loses its components along those before it, so that errors of the later ones do not reach the earlier ones.
 */
export function orthonormalise(engine: Engine, v: Matrix, of: 'rows' | 'columns'): Matrix {
  let current = v;
  for (let round = 0; round < 3; round++) {
    const products = engine.gram(current, of);
    const distance = distanceFromIdentity(products);
    if (distance <= good) return current;
    const factor = inverseCholesky(engine, products, leastPivot);
    if (factor === null) break;
    current =
      of === 'rows'
        ? engine.multiply(factor, current)
        : engine.multiply(current, factor, { transposeB: true });
    if (distance <= close) return current;
  }
  if (of === 'rows') return gramSchmidt(current, () => engine.poll());
  return transpose(gramSchmidt(transpose(current), () => engine.poll()));
}

function distanceFromIdentity({ rows, data }: Matrix): number {
  let largest = 0;
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++, at++) {
      largest = Math.max(largest, Math.abs((data[at] ?? 0) - (i === j ? 1 : 0)));
    }
  }
  return largest;
}
