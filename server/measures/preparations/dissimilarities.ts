import type { Preparation, Prepared } from '../prepared';
import { centred } from './centred';
import {
  forEachLowerBlockOfDistances,
  forEachLowerBlockOfProducts,
  squaredNorms,
  type Visit,
} from './pairwise';
import { unitRows } from './unitRows';

export const inners = ['pearson', 'cosine', 'euclidean', 'sqeuclidean'] as const;
export type Inner = (typeof inners)[number];

export interface Dissimilarities {
  /** Entry (i, j), j < i, at i (i - 1) / 2 + j. Empty when a row has none. */
  readonly values: Float64Array;
  /** The first row whose dissimilarity to others is undefined (constant or zero); -1 when there is none. */
  readonly undefinedRow: number;
}

/**
 * The dissimilarity of every pair of instances, n (n - 1) / 2 of them: 1 - correlation over features, 1 - cosine, or
 * the Euclidean distance or its square (in the unit of the centred matrix).
 */
export function dissimilarities(inner: Inner): Preparation<Dissimilarities> {
  return {
    id: `dissimilarities ${inner}`,
    cost: (n, d) => ({ operations: n * n * d + 250 * n * n, bytes: 4 * n * n }),
    make: (of) => {
      const values = new Float64Array((of.n * (of.n - 1)) / 2);
      const undefinedRow = inner === 'euclidean' || inner === 'sqeuclidean' ? -1 : firstUndefined(of, inner);
      if (undefinedRow >= 0) return { values: new Float64Array(), undefinedRow };
      fill(values, of, inner);
      return { values, undefinedRow };
    },
  };
}

function firstUndefined(of: Prepared, inner: 'pearson' | 'cosine'): number {
  return of.get(unitRows(inner === 'pearson')).firstZeroRow;
}

function fill(values: Float64Array, of: Prepared, inner: Inner): void {
  const keep =
    (toDissimilarity: (value: number, i: number, j: number) => number): Visit =>
    (first, rows, block) => {
      const width = first + rows;
      for (let i = 0; i < rows; i++) {
        const start = ((first + i) * (first + i - 1)) / 2;
        for (let j = 0; j < first + i; j++)
          values[start + j] = toDissimilarity(block[i * width + j] ?? 0, first + i, j);
      }
    };
  if (inner === 'euclidean' || inner === 'sqeuclidean') {
    const toDistance = inner === 'euclidean' ? Math.sqrt : (squared: number) => squared;
    forEachLowerBlockOfDistances(of.engine, of.get(centred), keep(toDistance));
    return;
  }
  const { matrix } = of.get(unitRows(inner === 'pearson'));
  // Lengths are 1 but for rounding; taken as they are, equal rows come out at 0 exactly, all tied.
  const squares = squaredNorms(of.engine, matrix);
  const unlike = (cosine: number, i: number, j: number): number =>
    Math.max(0, Math.min(2, ((squares[i] ?? 0) + (squares[j] ?? 0)) / 2 - cosine));
  forEachLowerBlockOfProducts(of.engine, matrix, keep(unlike));
}
