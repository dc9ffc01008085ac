/** The two limits of a capacity in nats. */
export interface Capacity {
  readonly low: number;
  readonly high: number;
}

const wantedGap = 1e-12;
const mostSteps = 2000;

/**
 * The capacity of the channel whose m rows of C probabilities are `rows`: the largest mutual information, over weights
 * of the rows, of a row drawn by weight and a class drawn from it. Weight is moved from the row that the mixture resembles
 * most to the one it resembles least, as much as raises the information most, which closes in faster than
 * the Blahut-Arimoto steps where some rows end with weight 0; the limits are theirs. `steps` is called at each.
 */
export function capacity(rows: readonly Float64Array[], steps: () => void): Capacity {
  const m = rows.length;
  const weights = new Float64Array(m).fill(1 / m);
  let limits: Capacity = { low: 0, high: Infinity };
  for (let step = 0; step < mostSteps; step++) {
    if (step % 64 === 63) steps();
    const mixture = mixed(rows, weights);
    const distances = rows.map((row) => divergence(row, mixture));
    const low = distances.reduce((sum, distance, j) => sum + distance * (weights[j] ?? 0), 0);
    const [far, near] = extremes(distances, weights);
    limits = { low: Math.max(low, limits.low), high: Math.min(distances[far] ?? 0, limits.high) };
    if (limits.high - limits.low < wantedGap || far === near) break;
    const given = bestMove(rows[far], rows[near], mixture, weights[near] ?? 0);
    weights[far] = (weights[far] ?? 0) + given;
    weights[near] = (weights[near] ?? 0) - given;
  }
  return limits;
}

function mixed(rows: readonly Float64Array[], weights: Float64Array): Float64Array {
  const mixture = new Float64Array(rows[0]?.length ?? 0);
  rows.forEach((row, j) => {
    const weight = weights[j] ?? 0;
    if (weight > 0) row.forEach((value, c) => (mixture[c] = (mixture[c] ?? 0) + weight * value));
  });
  return mixture;
}

/** Kullback-Leibler, in nats; infinite where the mixture lacks a class. */
function divergence(row: Float64Array, mixture: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < row.length; c++) {
    const p = row[c] ?? 0;
    if (p > 0) sum += p * Math.log(p / (mixture[c] ?? 0));
  }
  return Math.max(0, sum);
}

/** The row farthest from the mixture, and the nearest of those that have weight to give. */
function extremes(distances: readonly number[], weights: Float64Array): readonly [far: number, near: number] {
  let far = 0;
  let near = -1;
  distances.forEach((distance, j) => {
    if (distance > (distances[far] ?? 0)) far = j;
    if ((weights[j] ?? 0) > 0 && (near < 0 || distance < (distances[near] ?? 0))) near = j;
  });
  return [far, near];
}

/** The weight, at most `most`, whose move from one row to another raises the information most: by bisection of its slope. */
function bestMove(
  to: Float64Array | undefined,
  from: Float64Array | undefined,
  mixture: Float64Array,
  most: number,
): number {
  if (to === undefined || from === undefined) return 0;
  /** Of the information, by the weight moved: the distance of the one from the moved mixture less that of the other. */
  const slope = (moved: number): number => {
    let sum = 0;
    for (let c = 0; c < mixture.length; c++) {
      const [p, q] = [to[c] ?? 0, from[c] ?? 0];
      const at = Math.max(0, (mixture[c] ?? 0) + moved * (p - q));
      if (p > 0) sum += p * Math.log(p / at);
      if (q > 0) sum -= q * Math.log(q / at);
    }
    return sum;
  };
  if (slope(most) >= 0) return most;
  let [low, high] = [0, most];
  for (let i = 0; i < 60 && high - low > 1e-17; i++) {
    const middle = (low + high) / 2;
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
