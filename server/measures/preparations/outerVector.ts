import type { Preparation } from '../prepared';
import { angularSpread } from './angularSpread';
import { averageRanks } from './averageRanks';
import { dissimilarities, type Inner } from './dissimilarities';

export const outers = ['spearman', 'pearson', 'kendall', 'cosine'] as const;
export type Outer = (typeof outers)[number];

/** Dissimilarities that differ by less than this share of the largest are equal but for rounding. */
const rounding = 1e-13;
const block = 2 ** 20;

/** A list of numbers, and what takes it to mean 0 and length 1. */
export interface OuterVector {
  readonly values: Float64Array;
  readonly mean: number;
  /** Of the values less their mean. */
  readonly length: number;
}

/**
 * The dissimilarities made ready for the outer comparison: ranked for spearman, otherwise as they are; with mean 0 for
 * the cosine. Null when they are all equal or undefined.
 */
export function outerVector(inner: Inner, outer: Outer): Preparation<OuterVector | null> {
  return {
    id: `outerVector ${inner} ${outer}`,
    cost: (n) => {
      const pairs = (n * n) / 2;
      const ranked = outer === 'spearman';
      return { operations: (ranked ? 2000 : 60) * pairs, bytes: ranked ? 8 * pairs + 17 * pairs : 0 };
    },
    make: (of) => {
      const { values, summary } = of.get(dissimilarities(inner));
      const { low, high, sum } = summary;
      const poll = (): void => of.engine.poll();
      if (values.length === 0) return null;
      // Cosines that differ by rounding alone.
      if ((inner === 'pearson' || inner === 'cosine') && of.get(angularSpread(inner === 'pearson')).none)
        return null;
      // Nothing to correlate: no spread, or for the cosine nothing but zeros.
      const spread = outer === 'cosine' ? Math.abs(high) : high - low;
      if (spread <= rounding * Math.max(Math.abs(low), Math.abs(high))) return null;
      const compared = outer === 'spearman' ? averageRanks(values, poll) : values;
      const mean =
        outer === 'cosine' ? 0 : outer === 'spearman' ? (compared.length + 1) / 2 : sum / compared.length;
      const known = outer === 'spearman' || outer === 'cosine' ? NaN : summary.centredSquares;
      const vector = { values: compared, mean };
      const squares = Number.isNaN(known) ? centredProduct(vector, vector, poll) : known;
      return { ...vector, length: Math.sqrt(squares) };
    },
  };
}

/** The sum of the products of two lists of equal length, each less its mean. */
export function centredProduct(
  x: Pick<OuterVector, 'values' | 'mean'>,
  y: Pick<OuterVector, 'values' | 'mean'>,
  poll: () => void,
): number {
  let sum = 0;
  for (let from = 0; from < x.values.length; from += block) {
    poll();
    sum += partialProduct(x, y, from, Math.min(x.values.length, from + block));
  }
  return sum;
}

/** Four sums side by side: one alone would wait for each addition. */
function partialProduct(
  { values: a, mean: p }: Pick<OuterVector, 'values' | 'mean'>,
  { values: b, mean: q }: Pick<OuterVector, 'values' | 'mean'>,
  from: number,
  to: number,
): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let i = from;
  for (; i + 4 <= to; i += 4) {
    s0 += ((a[i] ?? 0) - p) * ((b[i] ?? 0) - q);
    s1 += ((a[i + 1] ?? 0) - p) * ((b[i + 1] ?? 0) - q);
    s2 += ((a[i + 2] ?? 0) - p) * ((b[i + 2] ?? 0) - q);
    s3 += ((a[i + 3] ?? 0) - p) * ((b[i + 3] ?? 0) - q);
  }
  for (; i < to; i++) s0 += ((a[i] ?? 0) - p) * ((b[i] ?? 0) - q);
  return s0 + s1 + (s2 + s3);
}
