import { largeProduct } from '../../linalg/engine';
import type { Matrix } from '../../linalg/matrix';
import { transpose } from '../../linalg/transpose';
import type { Preparation } from '../prepared';
import { float64 } from './float64';

/**
 * X^T [d x n], columns centred or as they are, for products over rows; null where the engine multiplies columns as
 * fast, or X is wide and its columns are not multiplied. In a grid a layer is turned once and multiplied many times.
 */
export function turned(centre: boolean): Preparation<Matrix | null> {
  return {
    id: `turned ${centre ? 'centred' : 'raw'}`,
    cost: (n, d) => {
      const turns = n >= d && worth(n, d, largeProduct);
      return turns ? { operations: 200 * n * d, bytes: 8 * n * d } : { operations: 0, bytes: 0 };
    },
    make: (of) => {
      const x = of.get(float64(centre));
      const turns = x.rows >= x.cols && worth(x.rows, x.cols, of.engine.rowsFasterFrom);
      return turns ? transpose(x, () => of.engine.poll()) : null;
    },
  };
}

/** Whether X^T X takes that many operations: X^T Y then does as well, unless Y is much narrower. */
function worth(n: number, d: number, operations: number): boolean {
  return 2 * n * d * d >= operations;
}

/** What products of the columns of a layer, with each other and with those of other layers, are made from. */
export function forProducts(centre: boolean): readonly Preparation<unknown>[] {
  return [float64(centre), turned(centre)];
}
