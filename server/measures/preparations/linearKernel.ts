import { dot } from '../../linalg/dot';
import type { Matrix } from '../../linalg/matrix';
import type { Preparation } from '../prepared';
import { centred } from './centred';
import { scatter } from './scatter';
import { squaredLengths } from './turned';

/**
 * What HSIC with the linear kernel K = Xc Xc^T needs of one representation. With fewer rows than columns `gram` is K
 * itself (n x n is then the smaller form), otherwise null and products are taken in feature space.
 */
export interface LinearKernel {
  readonly gram: Matrix | null;
  /** ||K||_F^2. */
  readonly selfProduct: number;
  /** K_ii, the squared norms of the centred rows. */
  readonly diagonal: Float64Array;
  /** tr K. */
  readonly trace: number;
  /** (K K)_ii of the rows it was asked for. */
  readonly squares: Map<number, number>;
}

export const linearKernel: Preparation<LinearKernel> = {
  id: 'linearKernel',
  cost: (n, d) => {
    const side = Math.min(n, d);
    return { operations: 1.5 * n * d * side + 20 * n * d, bytes: 8 * (n < d ? n * n : d * d) };
  },
  make: (of) => {
    const { rows, cols } = of.representation.values;
    const wide = rows < cols;
    const products = wide ? of.engine.gram(of.get(centred), 'rows') : of.get(scatter(true));
    const diagonal = of.get(squaredLengths);
    return {
      gram: wide ? products : null,
      selfProduct: dot(products.data, products.data),
      diagonal,
      trace: diagonal.reduce((sum, value) => sum + value, 0),
      squares: new Map(),
    };
  },
};
