import { betweenDiagonals } from '../../linalg/diagonal';
import type { Matrix } from '../../linalg/matrix';
import type { PairPreparation, Preparation } from '../prepared';
import { crossProduct } from './crossProduct';
import { float64 } from './float64';
import { dot } from '../../linalg/dot';
import { spectrumOf } from './spectrum';
import { numbers } from './turned';

/** What alignment by a rotation needs of one input. */
export interface Alignable {
  /**
   * F [n x k], k <= n or k = d, with F F^T = X X^T: the matrix itself, or U diag(s) where there are fewer rows than
   * columns. Rotations reach the same points from either. Its unit is `magnitude.scale`.
   */
  factor(): Matrix;
  /** ||X||_F in the same unit. */
  readonly norm: number;
}

/** The input as it is, or with its columns centred. */
export function alignable(centre: boolean): Preparation<Alignable> {
  return {
    id: `alignable ${centre ? 'centred' : 'raw'}`,
    cost: (n, d) => (n < d ? spectrumOf(centre).cost(n, d) : { operations: 4 * n * d, bytes: 0 }),
    make: (of) => {
      const data = of.get(numbers(centre));
      const norm = Math.sqrt(dot(data, data));
      const { rows, cols } = of.representation.values;
      if (rows >= cols || norm === 0) return { factor: () => of.get(float64(centre)), norm };
      const spectrum = of.get(spectrumOf(centre));
      const factor = betweenDiagonals(null, spectrum.vectors(), spectrum.s);
      return { factor: () => factor, norm };
    },
  };
}

/** F^T F' of the factors of x and y: the cross product of the inputs where neither is wide. */
export function factorProduct(centre: boolean): PairPreparation<Matrix> {
  return {
    id: `factorProduct ${centre ? 'centred' : 'raw'}`,
    make: (x, y) => {
      if (x.n >= x.d && y.n >= y.d) return x.with(y, crossProduct(centre));
      const [left, right] = [x.get(alignable(centre)), y.get(alignable(centre))];
      return x.engine.multiply(left.factor(), right.factor(), { transposeA: true });
    },
  };
}

/** ||X^T Y||_*, the sum of the singular values: what the best rotation of one input onto the other reaches. */
export function nuclearNorm(centre: boolean): PairPreparation<number> {
  return {
    id: `nuclearNorm ${centre ? 'centred' : 'raw'}`,
    make: (x, y) =>
      x.engine.singularValues(x.with(y, factorProduct(centre))).reduce((sum, value) => sum + value, 0),
  };
}
