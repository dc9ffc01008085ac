import { type AnyMatrix, type Matrix, zeros } from '../../linalg/matrix';
import type { PairPreparation, Preparation, Prepared } from '../prepared';
import { centred } from './centred';
import { scaled } from './scaled';

export interface UnitColumns {
  /** Each column centred and divided by its length, n x d; columns without variation are zero. */
  readonly matrix: Matrix;
  /** How many columns have no variation. */
  readonly constant: number;
}

/** Columns of mean 0 and length 1, so that their products are correlations. */
export const unitColumns: Preparation<UnitColumns> = {
  id: 'unitColumns',
  cost: (n, d) => ({ operations: 120 * n * d, bytes: 8 * n * d }),
  make: (of) => unit(of, of.get(centred)),
};

/** Columns of length 1 as they are, not centred; `constant` counts those that are zero. */
export const unitRawColumns: Preparation<UnitColumns> = {
  id: 'unitRawColumns',
  cost: (n, d) => ({ operations: 120 * n * d, bytes: 8 * n * d }),
  make: (of) => unit(of, of.get(scaled)),
};

function unit(of: Prepared, columns: AnyMatrix): UnitColumns {
  const { rows, cols, data } = columns;
  const original = largestOfColumns(of.get(scaled), of);
  const largest = largestOfColumns(columns, of);
  const matrix = zeros(rows, cols);
  const squares = new Float64Array(cols);
  // A column whose entries differ by rounding alone is constant. Others are divided by their largest entry first:
  // columns of very different size must not vanish when squared.
  const factor = largest.map((size, j) =>
    size > 4 * Number.EPSILON * (original[j] ?? 0) && size > 0 ? 1 / size : 0,
  );
  for (let i = 0, at = 0; i < rows; i++) {
    if (i % 256 === 0) of.engine.poll();
    for (let j = 0; j < cols; j++, at++) {
      const value = (data[at] ?? 0) * (factor[j] ?? 0);
      matrix.data[at] = value;
      squares[j] = (squares[j] ?? 0) + value * value;
    }
  }
  const inverse = squares.map((sum) => (sum > 0 ? 1 / Math.sqrt(sum) : 0));
  for (let i = 0, at = 0; i < rows; i++) {
    if (i % 256 === 0) of.engine.poll();
    for (let j = 0; j < cols; j++, at++) matrix.data[at] = (matrix.data[at] ?? 0) * (inverse[j] ?? 0);
  }
  return { matrix, constant: inverse.filter((length) => length === 0).length };
}

function largestOfColumns({ rows, cols, data }: AnyMatrix, { engine }: Prepared): Float64Array {
  const largest = new Float64Array(cols);
  for (let i = 0, at = 0; i < rows; i++) {
    if (i % 256 === 0) engine.poll();
    for (let j = 0; j < cols; j++, at++) {
      const size = Math.abs(data[at] ?? 0);
      if (size > (largest[j] ?? 0)) largest[j] = size;
    }
  }
  return largest;
}

/** The correlation of every column of the first input with every column of the second, d x e; 0 for constant ones. */
export const correlations: PairPreparation<Matrix> = {
  id: 'correlations',
  make: (x, y) =>
    x.engine.multiply(x.get(unitColumns).matrix, y.get(unitColumns).matrix, { transposeA: true }),
};

/** A sentence for each input with constant columns. */
export function constantNotes(x: Prepared, y: Prepared): readonly string[] {
  return (
    [
      ['First', x],
      ['Second', y],
    ] as const
  ).flatMap(([which, input]) => {
    const { constant } = input.get(unitColumns);
    if (constant === 0) return [];
    const what =
      constant === 1
        ? '1 constant neuron, which correlates'
        : `${constant} constant neurons, which correlate`;
    return [`${which} input has ${what} with nothing: counted as correlation 0.`];
  });
}
