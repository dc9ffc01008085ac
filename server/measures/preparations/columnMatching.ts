import { assign } from '../../linalg/assignment';
import type { Cost } from '../measure';
import type { PairPreparation } from '../prepared';
import { columns } from './columns';

/**
 * The one-to-one matching of columns with the largest sum of products <x_i, y_j>: for each column of the first input
 * its column of the second, -1 for those left over where the first is wider. Scaling an input does not change it.
 */
export function columnMatching(centre: boolean): PairPreparation<Int32Array> {
  return {
    id: `columnMatching ${centre ? 'centred' : 'raw'}`,
    make: (x, y) => {
      const { engine } = x;
      const [left, right] = [x.get(columns(centre)).matrix, y.get(columns(centre)).matrix];
      const products = engine.multiply(left, right, { transposeA: true });
      for (let at = 0; at < products.data.length; at++) products.data[at] = -(products.data[at] ?? 0);
      return assign(products, () => engine.poll()).columns;
    },
  };
}

/** The products of all pairs of columns and the assignment among them. */
export function matchingCost(n: number, d: number, e: number): Cost {
  // The transposed copy is made where the first input is wider.
  return {
    operations: 2 * n * d * e + assignmentOperations(d, e),
    bytes: 8 * d * e * (d > e ? 2 : 1),
  };
}

/** An assignment by time taken: data with much structure needs many long paths. */
export function assignmentOperations(d: number, e: number): number {
  return 4 * d * e * Math.min(d, e) + 60 * d * e;
}
