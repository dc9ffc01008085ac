import type { Preparation } from '../prepared';
import { averageRanks } from './averageRanks';
import { dissimilarities, type Inner } from './dissimilarities';

export const outers = ['spearman', 'pearson', 'kendall', 'cosine'] as const;
export type Outer = (typeof outers)[number];

/** Dissimilarities that differ by less than this share of the largest are equal but for rounding. */
const rounding = 1e-13;

/**
 * The dissimilarities made ready for the outer comparison: centred (after ranking, for spearman) and scaled to length
 * 1, so that a product is the coefficient; for kendall as they are. Null when they are all equal or undefined.
 */
export function outerVector(inner: Inner, outer: Outer): Preparation<Float64Array | null> {
  return {
    id: `outerVector ${inner} ${outer}`,
    cost: (n) => {
      const pairs = (n * n) / 2;
      const sorting = outer === 'spearman' ? 2600 * pairs : 0;
      return {
        operations: 300 * pairs + sorting,
        bytes: (outer === 'kendall' ? 0 : 8 * pairs) + (outer === 'spearman' ? 24 * pairs : 0),
      };
    },
    make: (of) => {
      const { values } = of.get(dissimilarities(inner));
      if (values.length === 0 || allEqual(values, outer)) return null;
      if (outer === 'kendall') return values;
      const poll = (): void => of.engine.poll();
      const compared = outer === 'spearman' ? averageRanks(values, poll) : values;
      poll();
      const mean = outer === 'cosine' ? 0 : compared.reduce((sum, value) => sum + value, 0) / compared.length;
      return unit(compared, mean, poll);
    },
  };
}

/** Nothing to correlate: no spread, or for the cosine nothing but zeros. */
function allEqual(values: Float64Array, outer: Outer): boolean {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const spread = outer === 'cosine' ? Math.abs(high) : high - low;
  return spread <= rounding * Math.max(Math.abs(low), Math.abs(high));
}

/** The values less their mean, divided by the length of that vector. */
function unit(values: Float64Array, mean: number, poll: () => void): Float64Array {
  poll();
  const result = new Float64Array(values.length);
  let squares = 0;
  for (let i = 0; i < result.length; i++) {
    const value = (values[i] ?? 0) - mean;
    result[i] = value;
    squares += value * value;
  }
  poll();
  const length = Math.sqrt(squares);
  for (let i = 0; i < result.length; i++) result[i] = (result[i] ?? 0) / length;
  return result;
}
