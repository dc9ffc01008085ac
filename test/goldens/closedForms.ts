import type { Matrix } from '../../server/linalg/matrix';
import { build, entryOf } from '../unit/measures/inputs';

/** Inputs written as formulas, so that the values computed from them need no random numbers and no files. */

/** 24 x 5. */
export const a: Matrix = build(24, 5, (i, j) => {
  return Math.sin(0.7 * (i + 1) * (j + 2)) + 0.3 * Math.cos(i + 1 + (j + 1) ** 2);
});

/** 24 x 7: a mixed by a fixed matrix, and some more. */
export const b: Matrix = build(24, 7, (i, k) => {
  let sum = 0.5 * Math.sin(1.3 * (i + 1) + 0.9 * (k + 1) * (i + 2)) + 0.25;
  for (let j = 0; j < 5; j++) sum += entryOf(a, i, j) * Math.cos(j + 1 + 2 * (k + 1));
  return sum;
});

/** Logits of model 0, 1 or 2 on 12 instances and 3 classes. */
export function logits(model: number): Matrix {
  return build(12, 3, (i, c) => 2 * Math.sin(0.9 * (i + 1) + 1.7 * c + 0.6 * model * (c + 1)));
}
