import { expSum } from '../../linalg/expSum';
import type { AnyMatrix } from '../../linalg/matrix';
import type { Preparation } from '../prepared';

export interface Probabilities {
  /** n x C, row-major, each row of sum 1. Empty when `badRow` is one. */
  readonly values: Float64Array;
  /** The first row that is no distribution; -1 when all are. */
  readonly badRow: number;
}

/** Stored probabilities are rounded: half precision leaves sums this far from 1. */
const sumTolerance = 2e-3;
const negativeTolerance = 1e-6;

/** The class probabilities of each row: the softmax of logits, or the given ones checked and made to sum to 1. */
export const probabilities: Preparation<Probabilities> = {
  id: 'probabilities',
  cost: (n, d) => ({ operations: 340 * n * d, bytes: 8 * n * d }),
  make: (of) => {
    const { values, meaning } = of.representation;
    return meaning === 'logits' ? { values: softmax(values), badRow: -1 } : normalised(values);
  },
};

function softmax({ rows, cols, data }: AnyMatrix): Float64Array {
  const result = new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    const { largest, sum } = expSum(data, i * cols, cols);
    for (let at = i * cols; at < (i + 1) * cols; at++) result[at] = Math.exp((data[at] ?? 0) - largest) / sum;
  }
  return result;
}

function normalised({ rows, cols, data }: AnyMatrix): Probabilities {
  const values = new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    let lowest = 0;
    for (let c = 0; c < cols; c++) {
      const value = data[i * cols + c] ?? 0;
      lowest = Math.min(lowest, value);
      sum += values[i * cols + c] = Math.max(0, value);
    }
    if (lowest < -negativeTolerance || Math.abs(sum - 1) > sumTolerance)
      return { values: new Float64Array(), badRow: i };
    for (let c = 0; c < cols; c++) values[i * cols + c] = (values[i * cols + c] ?? 0) / sum;
  }
  return { values, badRow: -1 };
}
