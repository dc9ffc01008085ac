import type { Capacity } from './capacity';

const wantedGap = 1e-12;
const mostSteps = 200;

/** The divergences of two distributions from the mixture of both in which the first has weight w, and what they change by. */
export interface FromMixture {
  readonly first: number;
  readonly second: number;
  /** Σ_c (p − q)² / m and Σ_c (p − q)³ / m². */
  readonly squares: number;
  readonly cubes: number;
}

/**
 * The capacity of two rows of C probabilities, as `capacity` finds it for any number. The best weight is where both are
 * as far from their mixture, found by Halley's steps between bounds that close in.
 * @param even what they are to their mean
 */
export function capacityOfTwo(p: Float64Array, q: Float64Array, even: FromMixture): Capacity {
  let [least, most] = [0, 1];
  let weight = 0.5;
  let at = even;
  let limits: Capacity = { low: 0, high: Infinity };
  for (let step = 0; step < mostSteps; step++) {
    const { first, second } = at;
    limits = {
      low: Math.max(limits.low, weight * first + (1 - weight) * second),
      high: Math.min(limits.high, Math.max(first, second)),
    };
    const slope = first - second;
    if (limits.high - limits.low < wantedGap || slope === 0) break;
    if (slope > 0) least = weight;
    else most = weight;
    const to = weight + (2 * slope * at.squares) / (2 * at.squares ** 2 - slope * at.cubes);
    weight = to > least && to < most ? to : (least + most) / 2;
    at = fromMixture(p, q, weight, even);
  }
  return limits;
}

/** From the divergences from the mean, it takes one logarithm a class. */
function fromMixture(p: Float64Array, q: Float64Array, weight: number, even: FromMixture): FromMixture {
  let [first, second, squares, cubes] = [0, 0, 0, 0];
  for (let c = 0; c < p.length; c++) {
    const a = p[c] ?? 0;
    const b = q[c] ?? 0;
    const mixture = weight * a + (1 - weight) * b;
    if (mixture === 0) continue;
    const log = Math.log((2 * mixture) / (a + b));
    first += a * log;
    second += b * log;
    const relative = (a - b) / mixture;
    squares += (a - b) * relative;
    cubes += (a - b) * relative * relative;
  }
  return {
    first: Math.max(0, even.first - first),
    second: Math.max(0, even.second - second),
    squares,
    cubes,
  };
}
