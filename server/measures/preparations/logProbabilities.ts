import type { Preparation } from '../prepared';
import { probabilities } from './probabilities';

/**
 * The natural logarithms of the class probabilities, n x C, row-major; of logits without the underflow that their
 * probabilities may have. -Infinity where a given probability is 0. Empty when `probabilities` has a bad row.
 */
export const logProbabilities: Preparation<Float64Array> = {
  id: 'logProbabilities',
  cost: (n, d) => ({ operations: 500 * n * d, bytes: 8 * n * d }),
  make: (of) => {
    const { values, meaning } = of.representation;
    if (meaning !== 'logits') return of.get(probabilities).values.map(Math.log);
    const { rows, cols, data } = values;
    const logs = new Float64Array(rows * cols);
    for (let i = 0; i < rows; i++) {
      let largest = -Infinity;
      for (let c = 0; c < cols; c++) largest = Math.max(largest, data[i * cols + c] ?? 0);
      let sum = 0;
      for (let c = 0; c < cols; c++) sum += Math.exp((data[i * cols + c] ?? 0) - largest);
      const shift = largest + Math.log(sum);
      for (let c = 0; c < cols; c++) logs[i * cols + c] = (data[i * cols + c] ?? 0) - shift;
    }
    return logs;
  },
};
