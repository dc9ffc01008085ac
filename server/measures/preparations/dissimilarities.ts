import type { Matrix } from '../../linalg/matrix';
import type { Preparation, Prepared } from '../prepared';
import { shifted } from './shifted';
import { firstEqualRows } from './equalRows';
import { leftSpectrum } from './leftSpectrum';
import {
  forEachLowerBlockOfDistances,
  forEachLowerBlockOfProducts,
  squaredNorms,
  type Visit,
} from './pairwise';
import { unitRows } from './unitRows';

export const inners = ['pearson', 'cosine', 'euclidean', 'sqeuclidean', 'mahalanobis'] as const;
export type Inner = (typeof inners)[number];

export interface Dissimilarities {
  /** Entry (i, j), j < i, at i (i - 1) / 2 + j. Empty when a row has none. */
  readonly values: Float64Array;
  /** The first row whose dissimilarity to others is undefined (constant or zero); -1 when there is none. */
  readonly undefinedRow: number;
  /** Of the values; infinite where there are none. */
  readonly low: number;
  readonly high: number;
  readonly sum: number;
}

type Summary = Pick<Dissimilarities, 'low' | 'high' | 'sum'>;

const ofNothing: Summary = { low: Infinity, high: -Infinity, sum: 0 };

/** What a kind of dissimilarity is made of. */
export function rowsFor(inner: Inner): Preparation<unknown> {
  if (inner === 'pearson' || inner === 'cosine') return unitRows(inner === 'pearson');
  return inner === 'mahalanobis' ? leftSpectrum(true) : shifted;
}

/**
 * The dissimilarity of every pair of instances, n (n - 1) / 2 of them: 1 - correlation over features, 1 - cosine; the
 * Euclidean distance or its square (in the unit of the scaled matrix); or the Mahalanobis distance, whose covariance is
 * that of the features over the instances, inverted on its range.
 */
export function dissimilarities(inner: Inner): Preparation<Dissimilarities> {
  return {
    id: `dissimilarities ${inner}`,
    cost: (n, d) => ({ operations: n * n * d + 180 * n * n, bytes: 4 * n * n }),
    make: (of) => {
      const undefinedRow =
        inner === 'pearson' || inner === 'cosine' ? of.get(unitRows(inner === 'pearson')).firstZeroRow : -1;
      if (undefinedRow >= 0) return { values: new Float64Array(), undefinedRow, ...ofNothing };
      const values = new Float64Array((of.n * (of.n - 1)) / 2);
      const fill = inner === 'pearson' || inner === 'cosine' ? fillByProducts : fillByDistances;
      return { values, undefinedRow, ...fill(values, of, inner) };
    },
  };
}

function fillByProducts(values: Float64Array, of: Prepared, inner: Inner): Summary {
  let summary = ofNothing;
  const { matrix } = of.get(unitRows(inner === 'pearson'));
  // Lengths are 1 but for rounding; taken as they are, equal rows come out at 0 exactly, all tied.
  const halves = squaredNorms(of.engine, matrix).map((value) => value / 2);
  forEachLowerBlockOfProducts(of.engine, matrix, (first, rows, block) => {
    const width = first + rows;
    for (let i = first; i < width; i++) {
      const line = rowOf(values, i);
      const row = (i - first) * width;
      fillRow(line, block.subarray(row, row + i), halves, halves[i] ?? 0);
      summary = including(summary, line);
    }
  });
  return summary;
}

function fillRow(values: Float64Array, products: Float64Array, halves: Float64Array, half: number): void {
  for (let j = 0; j < values.length; j++) {
    const value = half + (halves[j] ?? 0) - (products[j] ?? 0);
    values[j] = value < 0 ? 0 : value > 2 ? 2 : value;
  }
}

/** The dissimilarities of row i to those before it. */
function rowOf(values: Float64Array, i: number): Float64Array {
  return values.subarray((i * (i - 1)) / 2, (i * (i + 1)) / 2);
}

/** A row has been written just now: another run through all values would have to fetch them again. */
function including({ low, high, sum }: Summary, values: Float64Array): Summary {
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
    sum += value;
  }
  return { low, high, sum };
}

function fillByDistances(values: Float64Array, of: Prepared, inner: Inner): Summary {
  let summary = ofNothing;
  const keep: Visit = (first, rows, block) => {
    const width = first + rows;
    if (inner !== 'sqeuclidean')
      for (let at = 0; at < block.length; at++) block[at] = Math.sqrt(block[at] ?? 0);
    for (let i = first; i < width; i++) {
      const row = (i - first) * width;
      const line = rowOf(values, i);
      line.set(block.subarray(row, row + i));
      summary = including(summary, line);
    }
  };
  forEachLowerBlockOfDistances(of.engine, inner === 'mahalanobis' ? whitened(of) : of.get(shifted), keep);
  return summary;
}

/** The centred rows times the root of the inverse covariance, up to a rotation: n x r. Equal rows stay equal. */
function whitened(of: Prepared): Matrix {
  // With X = U diag(s) V^T the covariance is V diag(s^2) V^T / (n - 1).
  const { u } = of.get(leftSpectrum(true));
  const root = Math.sqrt(of.n - 1);
  const data = u.data.map((value) => value * root);
  firstEqualRows(of.representation.values).forEach((first, i) => {
    if (first !== i) data.copyWithin(i * u.cols, first * u.cols, (first + 1) * u.cols);
  });
  return { ...u, data };
}
