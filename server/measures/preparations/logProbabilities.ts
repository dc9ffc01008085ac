import type { Prepared } from '../prepared';
import { probabilities } from './probabilities';

/**
 * Reads the natural logarithms of the class probabilities of one instance, into an array of its own; of logits without
 * the underflow that their probabilities may have. -Infinity where a given probability is 0. The rows must be distributions.
 */
export function logProbabilities(of: Prepared): (i: number) => Float64Array {
  const { values, logSums } = of.get(probabilities);
  const { data } = of.representation.values;
  const row = new Float64Array(of.d);
  return (i) => {
    const [start, end] = [i * of.d, (i + 1) * of.d];
    if (logSums === undefined) {
      for (let c = 0; c < row.length; c++) row[c] = Math.log(values[start + c] ?? 0);
      return row;
    }
    row.set(data.subarray(start, end));
    const logSum = logSums[i] ?? 0;
    for (let c = 0; c < row.length; c++) row[c] = (row[c] ?? 0) - logSum;
    return row;
  };
}
