import { roundedDistributions, rowSums } from '../../tensors/distributions';
import { eachInstance } from '../eachInstance';
import type { Preparation, Prepared } from '../prepared';

export interface Probabilities {
  /** n x C, row-major, each row of sum 1. Empty when `badRow` is one. */
  readonly values: Float64Array;
  /** The first row that is no distribution; -1 when all are. */
  readonly badRow: number;
  /** Of logits: what each row's log-probabilities are less than its logits, log Σ exp. */
  readonly logSums?: Float64Array;
}

/** Stored probabilities are rounded: half precision leaves sums this far from 1. */
const sumTolerance = 2e-3;
const negativeTolerance = 1e-6;

/** The class probabilities of each row: the softmax of logits, or the given ones checked and made to sum to 1. */
export const probabilities: Preparation<Probabilities> = {
  id: 'probabilities',
  cost: (n, d) => ({ operations: 340 * n * d, bytes: 8 * n * d }),
  make: (of) => (of.representation.meaning === 'logits' ? softmax(of) : normalised(of)),
};

/** Each exponential is taken once, in an array of one element type whatever that of the logits is. */
function softmax(of: Prepared): Probabilities {
  const { rows, cols, data } = of.representation.values;
  const values = new Float64Array(rows * cols);
  const logSums = new Float64Array(rows);
  eachInstance(of, (i) => {
    const row = values.subarray(i * cols, (i + 1) * cols);
    row.set(data.subarray(i * cols, (i + 1) * cols));
    const { largest, sum } = exponentiate(row);
    for (let c = 0; c < cols; c++) row[c] = (row[c] ?? 0) / sum;
    logSums[i] = largest + Math.log(sum);
  });
  return { values, badRow: -1, logSums };
}

/** Replaces numbers by the exponentials of each less the largest, so that none overflows; gives that and their sum. */
function exponentiate(row: Float64Array): { readonly largest: number; readonly sum: number } {
  const { length } = row;
  let largest = -Infinity;
  for (let c = 0; c < length; c++) {
    const value = row[c] ?? 0;
    if (value > largest) largest = value;
  }
  let sum = 0;
  for (let c = 0; c < length; c++) sum += row[c] = Math.exp((row[c] ?? 0) - largest);
  return { largest, sum };
}

function normalised(of: Prepared): Probabilities {
  const { rows, cols, data } = of.representation.values;
  const values = new Float64Array(rows * cols);
  let badRow = -1;
  let isRounded: boolean | undefined;
  eachInstance(of, (i) => {
    if (badRow >= 0) return;
    const row = values.subarray(i * cols, (i + 1) * cols);
    row.set(data.subarray(i * cols, (i + 1) * cols));
    if (normalise(row, sumTolerance)) return;
    // Numbers rounded to two decimals may sum to 0.97: looked for where a row asks for it.
    isRounded ??=
      roundedDistributions(of.representation.values, rowSums(of.representation.values), 1) !== undefined;
    if (!isRounded || !normalise(row, Infinity)) badRow = i;
  });
  return badRow < 0 ? { values, badRow } : { values: new Float64Array(), badRow };
}

/** Makes a distribution sum to 1; false where it is none. */
function normalise(row: Float64Array, tolerance: number): boolean {
  const { length } = row;
  let [sum, lowest] = [0, 0];
  for (let c = 0; c < length; c++) {
    const value = row[c] ?? 0;
    if (value < lowest) lowest = value;
    sum += row[c] = value > 0 ? value : 0;
  }
  if (lowest < -negativeTolerance || Math.abs(sum - 1) > tolerance) return false;
  for (let c = 0; c < length; c++) row[c] = (row[c] ?? 0) / sum;
  return true;
}
