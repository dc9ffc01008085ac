import type { AnyMatrix } from '../linalg/matrix';

/** How far a row of probabilities may be from summing to 1: what rounding to bfloat16 can do. */
const sumTolerance = 1e-2;

/**
 * What the outputs of a classifier are, by their values: a single column of whole numbers holds `classes`; rows that
 * are non-negative and sum to 1 are `probabilities`; everything else counts as `logits`. Where more than half of the rows
 * are probabilities and others are not, nothing can be said: then the number of the first such row.
 */
export function guessMeaning(outputs: AnyMatrix): 'classes' | 'probabilities' | 'logits' | number {
  const { rows, cols, data } = outputs;
  if (cols === 1) return data.every((value) => Number.isInteger(value)) ? 'classes' : 'logits';
  let [distributions, firstOdd] = [0, -1];
  for (let row = 0; row < rows; row++) {
    if (isDistribution(data.subarray(row * cols, (row + 1) * cols))) distributions++;
    else if (firstOdd < 0) firstOdd = row;
  }
  if (firstOdd < 0) return 'probabilities';
  return 2 * distributions > rows ? firstOdd : 'logits';
}

function isDistribution(row: AnyMatrix['data']): boolean {
  let sum = 0;
  for (const value of row) {
    if (!(value >= 0)) return false;
    sum += value;
  }
  return Math.abs(sum - 1) <= sumTolerance;
}
