import type { Matrix } from '../../linalg/matrix';
import { thinSvd } from '../../linalg/thinSvd';
import type { Preparation } from '../prepared';
import { centred } from './centred';
import { dot } from './linearKernel';
import { scaled } from './scaled';

/** What alignment by a rotation needs of one input. */
export interface Alignable {
  /**
   * F [n x k], k <= n or k = d, with F F^T = X X^T: the matrix itself, or U diag(s) where there are fewer rows than
   * columns. Rotations reach the same points from either. Its unit is `magnitude.scale`.
   */
  readonly factor: Matrix;
  /** ||X||_F in the same unit. */
  readonly norm: number;
}

/** The input as it is, or with its columns centred. */
export function alignable(centre: boolean): Preparation<Alignable> {
  return {
    id: `alignable ${centre ? 'centred' : 'raw'}`,
    cost: (n, d) =>
      n < d
        ? { operations: 8 * n * n * d + 10 * n ** 3, bytes: 8 * (2 * n * n + n * d) }
        : { operations: 60 * n * d, bytes: centre ? 0 : 8 * n * d },
    make: (of) => {
      const x = centre ? of.get(centred) : inFloat64(of.get(scaled));
      const norm = Math.sqrt(dot(x.data, x.data));
      if (x.rows >= x.cols || norm === 0) return { factor: x, norm };
      const { u, s } = thinSvd(of.engine, x);
      const data = u.data.map((value, at) => value * (s[at % s.length] ?? 0));
      return { factor: { rows: u.rows, cols: s.length, data }, norm };
    },
  };
}

function inFloat64({
  rows,
  cols,
  data,
}: {
  rows: number;
  cols: number;
  data: Float32Array | Float64Array;
}): Matrix {
  return { rows, cols, data: data instanceof Float64Array ? data : Float64Array.from(data) };
}
