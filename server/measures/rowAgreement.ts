import type { AnyMatrix } from '../linalg/matrix';
import type { Prepared } from './prepared';

/** Below this mean cosine nothing in the values says that row i of one tensor is row i of the other. */
const sign = 0.2;

/**
 * What a score of two weight tensors by a measure of representations rests on: rows must be the same things in both.
 * Null when their values show that they are.
 */
export function rowWarning(x: Prepared, y: Prepared): string | null {
  const agreement = rowAgreement(x.representation.values, y.representation.values);
  if (agreement !== null && agreement >= sign) return null;
  const seen =
    agreement === null ? 'cannot be told' : `do not show: their mean cosine is ${agreement.toFixed(2)}`;
  return (
    `Rows of weights are compared as if row i were the same unit in both, which the values ${seen}. Weights of ` +
    'separately trained networks have no common axes; only rows with a meaning of their own, as the entries of a ' +
    'vocabulary, may be compared then.'
  );
}

/**
 * The mean cosine between the rows of equal position of two n x d matrices, columns centred; rows without direction
 * are left out. Near 1 within one training run, near 0 for units in another order. Null for unequal shapes or when no row has a direction.
 */
export function rowAgreement(x: AnyMatrix, y: AnyMatrix): number | null {
  if (x.rows !== y.rows || x.cols !== y.cols) return null;
  const [meanX, meanY] = [columnMeans(x), columnMeans(y)];
  let [sum, rows] = [0, 0];
  for (let i = 0; i < x.rows; i++) {
    let [product, squaresX, squaresY] = [0, 0, 0];
    for (let j = 0; j < x.cols; j++) {
      const a = (x.data[i * x.cols + j] ?? 0) - (meanX[j] ?? 0);
      const b = (y.data[i * y.cols + j] ?? 0) - (meanY[j] ?? 0);
      product += a * b;
      squaresX += a * a;
      squaresY += b * b;
    }
    const cosine = product / Math.sqrt(squaresX) / Math.sqrt(squaresY);
    if (!Number.isFinite(cosine)) continue;
    sum += cosine;
    rows += 1;
  }
  return rows === 0 ? null : sum / rows;
}

function columnMeans({ rows, cols, data }: AnyMatrix): Float64Array {
  const means = new Float64Array(cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) means[j] = (means[j] ?? 0) + (data[i * cols + j] ?? 0) / rows;
  }
  return means;
}
