export interface Estimate {
  /** null when too few rows can be used. */
  readonly value: number | null;
  /** Rows used. */
  readonly used: number;
}

/** Distances that differ by no more than this, relatively, are the same but for rounding. */
const rounding = 64 * Number.EPSILON;

/** Whether the nearest of a row is at a distance, and its farthest of k at another. */
function isUsable(nearest: number, farthest: number): boolean {
  return nearest > 0 && farthest > nearest * (1 + rounding);
}

/**
 * TwoNN (Facco et al. 2017): of the rows' ratios mu of second to first distance, in ascending order, F = 1/N, 2/N, ...
 * is the distribution; for dimension D, -log(1 - F) = D log mu. D is fitted through the origin, to the given share of
 * the smallest ratios and without the last two.
 *
 * @param distances to the two nearest of each row, in pairs
 */
export function twoNearest(distances: Float64Array, fraction: number): Estimate {
  const logs: number[] = [];
  for (let at = 0; at < distances.length; at += 2) {
    const [nearest, second] = [distances[at] ?? 0, distances[at + 1] ?? 0];
    if (isUsable(nearest, second)) logs.push(Math.log(second / nearest));
  }
  const used = logs.length;
  logs.sort((a, b) => a - b);
  const fitted = Math.min(used - 2, Math.floor(used * fraction));
  if (fitted < 1) return { value: null, used };
  let [products, squares] = [0, 0];
  for (let i = 0; i < fitted; i++) {
    const x = logs[i] ?? 0;
    products += x * -Math.log(1 - (i + 1) / used);
    squares += x * x;
  }
  return { value: products / squares, used };
}

/**
 * Maximum likelihood from the distances to the k nearest (Levina and Bickel 2004), the inverse dimensions of the rows
 * averaged (MacKay and Ghahramani 2005). With k = 2: N / sum of log(r2 / r1).
 *
 * @param distances to the k nearest of each row, ascending
 */
export function maximumLikelihood(distances: Float64Array, k: number): Estimate {
  let [sum, used] = [0, 0];
  for (let at = 0; at < distances.length; at += k) {
    const farthest = distances[at + k - 1] ?? 0;
    if (!isUsable(distances[at] ?? 0, farthest)) continue;
    used++;
    for (let j = 0; j < k - 1; j++) sum += Math.log(farthest / (distances[at + j] ?? 0)) / (k - 1);
  }
  return { value: used === 0 ? null : used / sum, used };
}
