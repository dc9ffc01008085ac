import { eachInstance } from '../eachInstance';
import { probabilities } from '../preparations/probabilities';
import type { PairPreparation } from '../prepared';

/** What two distributions p and q are to their mean m, by instance. */
export interface FromMean {
  /** The Kullback-Leibler divergences of both from m, in nats. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** The mean of both divergences. */
  readonly mean: Float64Array;
  /** Σ_c (p − q)² / m and Σ_c (p − q)³ / m². */
  readonly squares: Float64Array;
  readonly cubes: Float64Array;
}

/** How far the class probabilities of two models are from their mean. Both are distributions. */
export const fromMean: PairPreparation<FromMean> = {
  id: 'fromMean',
  make(x, y) {
    const [p, q] = [x.get(probabilities).values, y.get(probabilities).values];
    const empty = (): Float64Array => new Float64Array(x.n);
    const result = { first: empty(), second: empty(), mean: empty(), squares: empty(), cubes: empty() };
    eachInstance(x, (i) => {
      let [first, second, sum, squares, cubes] = [0, 0, 0, 0, 0];
      for (let at = i * x.d; at < (i + 1) * x.d; at++) {
        const a = p[at] ?? 0;
        const b = q[at] ?? 0;
        const mean = (a + b) / 2;
        if (mean === 0) continue;
        const [toA, toB] = [a / mean, b / mean];
        const ofA = a > 0 ? a * Math.log(toA) : 0;
        const ofB = b > 0 ? b * Math.log(toB) : 0;
        first += ofA;
        second += ofB;
        sum += ofA;
        sum += ofB;
        const square = (a - b) * (toA - toB);
        squares += square;
        cubes += square * (toA - toB);
      }
      // Rounding can leave equal distributions a hair below 0.
      result.first[i] = Math.max(0, first);
      result.second[i] = Math.max(0, second);
      result.mean[i] = Math.max(0, sum / 2);
      result.squares[i] = squares;
      result.cubes[i] = cubes;
    });
    return result;
  },
};
