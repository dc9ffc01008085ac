import type { AnyMatrix } from '../linalg/matrix';

/** How far a row of probabilities may be from summing to 1: what rounding to bfloat16 can do. */
const sumTolerance = 1e-2;

/**
 * What the outputs of a classifier are, by their values: a single column of whole numbers holds `classes`; rows that
 * are non-negative and sum to 1 are `probabilities`; everything else counts as `logits`.
 */
export function guessMeaning(outputs: AnyMatrix): 'classes' | 'probabilities' | 'logits' {
  const { rows, cols, data } = outputs;
  if (cols === 1) return data.every((value) => Number.isInteger(value)) ? 'classes' : 'logits';
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = row * cols; i < (row + 1) * cols; i++) {
      const value = data[i] ?? 0;
      if (value < 0) return 'logits';
      sum += value;
    }
    if (!(Math.abs(sum - 1) <= sumTolerance)) return 'logits';
  }
  return 'probabilities';
}
