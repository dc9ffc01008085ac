import { simplexStep } from './simplexStep';

/** The two limits of a capacity in nats. */
export interface Capacity {
  readonly low: number;
  readonly high: number;
}

const wantedGap = 1e-12;
const mostSteps = 200;
const mostHalvings = 40;
/** Of an information, which is second-order near the best weights where the limit above it is first-order. */
const rounding = 1e-13;

/** Weights of the rows, their mixture and the Kullback-Leibler divergence of each row from it, in nats. */
interface Weighted {
  readonly weights: Float64Array;
  readonly mixture: Float64Array;
  readonly distances: Float64Array;
}

/**
 * The capacity of the channel whose m rows of C probabilities are `rows`: the largest mutual information, over weights
 * of the rows, of a row drawn by weight and a class drawn from it. Newton's steps on the simplex of the weights, from
 * equal ones: the limits are those of Blahut and Arimoto, whose own steps close in slower by far. `steps` is called at each.
 */
export function capacity(rows: readonly Float64Array[], steps: () => void): Capacity {
  // Exactly 0, which the mixture of equal rows, rounded, is a hair above.
  if (rows.every((row) => isSame(row, rows[0] ?? row))) return { low: 0, high: 0 };
  const start = evenly(rows);
  let at = start;
  let limits = limitsOf(at);
  for (let step = 0; step < mostSteps && limits.high - limits.low >= wantedGap; step++) {
    steps();
    const next = better(rows, at, start);
    if (next === undefined) break;
    at = next;
    const found = limitsOf(at);
    limits = { low: Math.max(found.low, limits.low), high: Math.min(found.high, limits.high) };
  }
  return limits;
}

function isSame(row: Float64Array, other: Float64Array): boolean {
  for (let c = 0; c < row.length; c++) if (row[c] !== other[c]) return false;
  return true;
}

/** Where a step leads that raises the information or lowers the limit above it; undefined where none does. */
function better(rows: readonly Float64Array[], at: Weighted, start: Weighted): Weighted | undefined {
  const { weights, mixture, distances } = at;
  const { low, high } = limitsOf(at);
  const step = simplexStep(weights, distances, low, curvature(rows, mixture));
  let share = 1;
  for (const [j, change] of step.entries()) {
    if (change < 0) share = Math.min(share, -(weights[j] ?? 0) / change);
  }
  for (let halving = 0; halving < mostHalvings && share > 0; halving++, share /= 2) {
    const moved = weights.map((weight, j) => {
      const to = weight + share * (step[j] ?? 0);
      // What the longest step takes away is exactly all.
      return to > 1e-16 ? to : 0;
    });
    const next = weighted(rows, moved, start);
    const found = limitsOf(next);
    if (found.low > low || (found.low > low - rounding && found.high < high)) return next;
  }
  return undefined;
}

/** The information with these weights, and the largest that there may be with others. */
function limitsOf({ weights, distances }: Weighted): Capacity {
  let [low, high] = [0, 0];
  for (const [j, distance] of distances.entries()) {
    const weight = weights[j] ?? 0;
    if (weight > 0) low += weight * distance;
    high = Math.max(high, distance);
  }
  return { low, high };
}

/** All rows with the same weight. */
function evenly(rows: readonly Float64Array[]): Weighted {
  const weights = new Float64Array(rows.length).fill(1 / rows.length);
  const mixture = mixed(rows, weights);
  return {
    weights,
    mixture,
    distances: Float64Array.from(rows, (row) => divergence(row, mixture)),
  };
}

/** The same for other weights: from the divergences at equal ones it takes one logarithm a class, whatever the rows are. */
function weighted(rows: readonly Float64Array[], weights: Float64Array, start: Weighted): Weighted {
  const mixture = mixed(rows, weights);
  const logs = new Float64Array(mixture.length);
  for (let c = 0; c < logs.length; c++) {
    const before = start.mixture[c] ?? 0;
    if (before > 0) logs[c] = Math.log((mixture[c] ?? 0) / before);
  }
  const distances = Float64Array.from(rows, (row, j) => {
    let sum = 0;
    for (let c = 0; c < logs.length; c++) {
      const p = row[c] ?? 0;
      if (p > 0) sum += p * (logs[c] ?? 0);
    }
    return Math.max(0, (start.distances[j] ?? 0) - sum);
  });
  return { weights, mixture, distances };
}

function mixed(rows: readonly Float64Array[], weights: Float64Array): Float64Array {
  const mixture = new Float64Array(rows[0]?.length ?? 0);
  rows.forEach((row, j) => {
    const weight = weights[j] ?? 0;
    if (weight > 0)
      for (let c = 0; c < row.length; c++) mixture[c] = (mixture[c] ?? 0) + weight * (row[c] ?? 0);
  });
  return mixture;
}

/** Kullback-Leibler, in nats; the mixture has every class of the row. */
function divergence(row: Float64Array, mixture: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < row.length; c++) {
    const p = row[c] ?? 0;
    if (p > 0) sum += p * Math.log(p / (mixture[c] ?? 0));
  }
  return Math.max(0, sum);
}

/** The m x m second derivatives of the information by the weights, with the sign turned: Σ_c p_jc p_kc / q_c. */
function curvature(rows: readonly Float64Array[], mixture: Float64Array): Float64Array {
  const m = rows.length;
  const result = new Float64Array(m * m);
  const divided = new Float64Array(mixture.length);
  for (const [j, row] of rows.entries()) {
    for (let c = 0; c < divided.length; c++) {
      const q = mixture[c] ?? 0;
      divided[c] = q > 0 ? (row[c] ?? 0) / q : 0;
    }
    for (let k = j; k < m; k++) {
      const other = rows[k] ?? divided;
      let sum = 0;
      for (let c = 0; c < divided.length; c++) sum += (divided[c] ?? 0) * (other[c] ?? 0);
      result[j * m + k] = result[k * m + j] = sum;
    }
  }
  return result;
}
