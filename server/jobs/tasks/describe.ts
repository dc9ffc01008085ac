import { centred } from '../../measures/preparations/centred';
import { magnitude } from '../../measures/preparations/magnitude';
import type { Description } from '../jobs';
import type { LayerSource } from '../layers';
import { constantColumns, duplicateRows, rowNorms } from '../shapeFacts';
import type { Task } from './task';

export interface DescribeInput {
  readonly layer: LayerSource;
  readonly name: string;
}

/** What a representation is like: rank by NumPy's rule on the centred matrix, effective dimension, odd rows and columns. */
export const describe: Task<DescribeInput, never, Description> = {
  async run({ layer: source, name }, at) {
    const { prepared } = await at.layers.get(source, [magnitude, centred], Infinity);
    const { n, d } = prepared;
    const { values } = prepared.representation;
    // The centred matrix is in units of `scale`, so that its squares neither overflow nor vanish.
    const { scale } = prepared.get(magnitude);
    const spectrum = at.engine.singularValues(prepared.get(centred)).map((s) => s * scale);
    const tolerance = Math.max(n, d) * Number.EPSILON;
    const largest = spectrum[0] ?? 0;
    at.poll();
    const norms = rowNorms(values);
    return {
      tensor: name,
      n,
      d,
      rank: spectrum.filter((s) => s > tolerance * largest).length,
      tolerance,
      largestSingularValue: largest,
      smallestSingularValue: spectrum.at(-1) ?? 0,
      effectiveDimension: participationRatio(spectrum),
      zeroRows: norms.filter((norm) => norm === 0).length,
      duplicateRows: duplicateRows(values),
      constantColumns: constantColumns(values),
      meanRowNorm: norms.reduce((sum, norm) => sum + norm, 0) / n,
    };
  },
};

/** (sum of eigenvalues)^2 / sum of squared eigenvalues of the covariance; 0 when nothing varies. */
function participationRatio(spectrum: Float64Array): number {
  const largest = spectrum[0] ?? 0;
  if (largest === 0) return 0;
  let sum = 0;
  let squares = 0;
  for (const s of spectrum) {
    const eigenvalue = (s / largest) ** 2;
    sum += eigenvalue;
    squares += eigenvalue ** 2;
  }
  return sum ** 2 / squares;
}
