import type { Matrix } from '../../linalg/matrix';
import type { Preparation } from '../prepared';
import { centred } from './centred';
import { scatter } from './scatter';

/**
 * What HSIC with the linear kernel K = Xc Xc^T needs of one representation. With fewer rows than columns `gram` is K
 * itself (n x n is then the smaller form), otherwise null and products are taken in feature space.
 */
export interface LinearKernel {
  readonly centred: Matrix;
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
    const x = of.get(centred);
    const wide = x.rows < x.cols;
    const products = wide ? of.engine.gram(x, 'rows') : of.get(scatter(true));
    const diagonal = rowNorms(x);
    return {
      centred: x,
      gram: wide ? products : null,
      selfProduct: dot(products.data, products.data),
      diagonal,
      trace: diagonal.reduce((sum, value) => sum + value, 0),
      squares: new Map(),
    };
  },
};

/** The squared Euclidean norm of each row. */
function rowNorms({ rows, cols, data }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    const row = data.subarray(i * cols, (i + 1) * cols);
    return dot(row, row);
  });
}

/** Sum of products of two vectors of equal length, in four sums that do not wait for each other. */
export function dot(a: Float64Array, b: Float64Array): number {
  const whole = a.length - (a.length % 4);
  let [p, q, r, s] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    p += (a[i] ?? 0) * (b[i] ?? 0);
    q += (a[i + 1] ?? 0) * (b[i + 1] ?? 0);
    r += (a[i + 2] ?? 0) * (b[i + 2] ?? 0);
    s += (a[i + 3] ?? 0) * (b[i + 3] ?? 0);
  }
  for (let i = whole; i < a.length; i++) p += (a[i] ?? 0) * (b[i] ?? 0);
  return p + q + (r + s);
}
