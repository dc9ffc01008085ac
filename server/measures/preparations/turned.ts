import { centreTurned, squaredLengthsOf, type Turned } from '../../linalg/centre';
import { largeProduct } from '../../linalg/engine';
import type { Matrix } from '../../linalg/matrix';
import { transpose } from '../../linalg/transpose';
import type { Preparation, Prepared } from '../prepared';
import { centred } from './centred';
import { float64 } from './float64';
import { scaled } from './scaled';

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
      if (!turns(of)) return null;
      return rowsAreMissing(of, centre)
        ? of.get(centredColumns).columns
        : transpose(of.get(float64(centre)), () => of.engine.poll());
    },
  };
}

/** Straight from the matrix as it is: often the centred rows are needed for nothing else, and then they are never made. */
const centredColumns: Preparation<Turned> = {
  id: 'centredColumns',
  cost: () => ({ operations: 0, bytes: 0 }),
  make: (of) => centreTurned(of.get(scaled), () => of.engine.poll()),
};

/** The squared lengths of the centred rows. */
export const squaredLengths: Preparation<Float64Array> = {
  id: 'squaredLengths',
  cost: (n, d) => ({ operations: 2 * n * d, bytes: 8 * n }),
  make: (of) => {
    if (turns(of) && rowsAreMissing(of, true)) return of.get(centredColumns).squaredLengths;
    return squaredLengthsOf(of.get(centred));
  },
};

function turns(of: Prepared): boolean {
  const { rows, cols } = of.representation.values;
  return rows >= cols && worth(rows, cols, of.engine.rowsFasterFrom);
}

function rowsAreMissing(of: Prepared, centre: boolean): boolean {
  return centre && of.known(centred) === undefined;
}

/** Whether X^T X takes that many operations: X^T Y then does as well, unless Y is much narrower. */
function worth(n: number, d: number, operations: number): boolean {
  return 2 * n * d * d >= operations;
}

/** The numbers of the matrix in float64, by row or by column, whichever products are made from; centred or as they are. */
export function numbers(centre: boolean): Preparation<Float64Array> {
  return {
    id: `numbers ${centre ? 'centred' : 'raw'}`,
    cost: () => ({ operations: 0, bytes: 0 }),
    make: (of) => (of.get(turned(centre)) ?? of.get(float64(centre))).data,
  };
}

/** What products of the columns of a layer, with each other and with those of other layers, are made from. */
export function forProducts(centre: boolean): readonly Preparation<unknown>[] {
  return [float64(centre), turned(centre)];
}
