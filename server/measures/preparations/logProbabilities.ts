import { expSum } from '../../linalg/expSum';
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
      const { largest, sum } = expSum(data, i * cols, cols);
      const shift = largest + Math.log(sum);
      for (let at = i * cols; at < (i + 1) * cols; at++) logs[at] = (data[at] ?? 0) - shift;
    }
    return logs;
  },
};
