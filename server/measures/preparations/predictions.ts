import { eachInstance } from '../eachInstance';
import type { Preparation } from '../prepared';

/** The predicted class of each row: the class given, or that of the largest score, of equal ones that of the lowest column. */
export const predictions: Preparation<Float64Array> = {
  id: 'predictions',
  cost: (n, d) => ({ operations: 60 * n * d, bytes: 8 * n }),
  make: (of) => {
    const { values, meaning, classes } = of.representation;
    const { rows, cols, data } = values;
    if (meaning === 'classes') return Float64Array.from(data);
    const numbers = classes?.numbers;
    const predicted = new Float64Array(rows);
    // A loop that sees arrays of one type only is faster by more than the copy takes.
    const row = new Float64Array(cols);
    eachInstance(of, (i) => {
      row.set(data.subarray(i * cols, (i + 1) * cols));
      const best = largestAt(row);
      predicted[i] = numbers?.[best] ?? best;
    });
    return predicted;
  },
};

function largestAt(row: Float64Array): number {
  let [best, most] = [0, row[0] ?? 0];
  for (let c = 1; c < row.length; c++) {
    const value = row[c] ?? 0;
    if (value > most) [best, most] = [c, value];
  }
  return best;
}
