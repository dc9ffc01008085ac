import type { AnyMatrix } from '../linalg/matrix';

/** What the outputs of a classifier can be; binary: one column, the probability of the second of two classes. */
export type OutputKind = 'logits' | 'probabilities' | 'classes' | 'one-hot' | 'binary';

/** How far a row of probabilities may be from summing to 1: what rounding to bfloat16 can do. */
const sumTolerance = 1e-2;

/**
 * What the outputs of a classifier are, by their values: a single column of whole numbers holds `classes`; rows of zeros
 * and a single one are `one-hot`; rows that are non-negative and sum to 1 are `probabilities`; everything else counts as
 * `logits`, but for rows that all sum to some 1. Or why that cannot be said, as a clause about the tensor.
 */
export function guessMeaning(outputs: AnyMatrix): { readonly kind: OutputKind } | { readonly why: string } {
  const { rows, cols, data } = outputs;
  if (cols === 1) return { kind: data.every((value) => Number.isInteger(value)) ? 'classes' : 'logits' };
  const rowsOf = Array.from({ length: rows }, (_, row) => row);
  const rowAt = (row: number): AnyMatrix['data'] => data.subarray(row * cols, (row + 1) * cols);
  if (data.every((value) => value === 0 || value === 1)) {
    const odd = notOneHot(outputs);
    if (odd < 0) return { kind: 'one-hot' };
    const ones = Array.from(rowAt(odd)).filter((value) => value === 1).length;
    return { why: `holds zeros and ones, but row ${odd} has ${ones} ones where one class has one` };
  }
  const odd = rowsOf.filter((row) => !isDistribution(rowAt(row)));
  if (odd.length === 0) return { kind: 'probabilities' };
  if (rowsOf.every((row) => isEven(rowAt(row))))
    return { why: 'has the same number in all columns of every row, which says nothing of a class' };
  const sums = rowsOf.map((row) => sumOf(rowAt(row)));
  // Scores that are no probabilities do not sum to the same in every row, least of all to some 1.
  const [least, most] = [
    sums.reduce((a, b) => Math.min(a, b), Infinity),
    sums.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  if (rows > 2 && least > 0.5 && most < 2 && most - least <= sumTolerance) {
    const about = ((least + most) / 2).toFixed(3);
    return { why: `has rows that all sum to about ${about} where those of probabilities sum to 1` };
  }
  return 2 * odd.length < rows
    ? { why: `holds probabilities, but row ${odd[0] ?? 0} is none: mend that row` }
    : { kind: 'logits' };
}

/** The first row that is not zeros and a single one; -1: all are. */
export function notOneHot({ rows, cols, data }: AnyMatrix): number {
  for (let row = 0; row < rows; row++) {
    let [ones, zeros] = [0, 0];
    for (let at = row * cols; at < (row + 1) * cols; at++) {
      if (data[at] === 1) ones++;
      else if (data[at] === 0) zeros++;
    }
    if (ones !== 1 || zeros !== cols - 1) return row;
  }
  return -1;
}

function isEven(row: AnyMatrix['data']): boolean {
  const [first] = row;
  return row.every((value) => value === first);
}

function isDistribution(row: AnyMatrix['data']): boolean {
  return Math.abs(sumOf(row) - 1) <= sumTolerance;
}

/** The sum of numbers from 0 on; NaN where one is less. */
function sumOf(row: AnyMatrix['data']): number {
  let sum = 0;
  for (const value of row) sum += value >= 0 ? value : NaN;
  return sum;
}
