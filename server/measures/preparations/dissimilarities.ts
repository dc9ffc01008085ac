import { CosineDistances } from '../../linalg/cosineDistances';
import type { Matrix } from '../../linalg/matrix';
import type { Preparation, Prepared } from '../prepared';
import { shifted } from './shifted';
import { firstEqualRows } from './equalRows';
import { leftSpectrum } from './leftSpectrum';
import { forEachLowerBlockOfDistances, forEachLowerBlockOfProducts, type Visit } from './pairwise';
import { rowDirections } from './rowDirections';
import { Summary } from './summary';

export const inners = ['pearson', 'cosine', 'euclidean', 'sqeuclidean', 'mahalanobis'] as const;
export type Inner = (typeof inners)[number];

export interface Dissimilarities {
  /** Entry (i, j), j < i, at i (i - 1) / 2 + j. Empty when a row has none. */
  readonly values: Float64Array;
  /** The first row whose dissimilarity to others is undefined (constant or zero); -1 when there is none. */
  readonly undefinedRow: number;
  readonly summary: Summary;
}

/** The first rows, whose mean is the origin of the squares. */
const firstRows = 16;
/** Binary digits that are kept of Mahalanobis distances, from the largest possible one on. */
const snappedBits = 40;

/** What a kind of dissimilarity is made of. */
export function rowsFor(inner: Inner): Preparation<unknown> {
  if (inner === 'pearson' || inner === 'cosine') return rowDirections(inner === 'pearson');
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
        inner === 'pearson' || inner === 'cosine'
          ? of.get(rowDirections(inner === 'pearson')).firstZeroRow
          : -1;
      if (undefinedRow >= 0) return { values: new Float64Array(), undefinedRow, summary: new Summary() };
      const values = new Float64Array((of.n * (of.n - 1)) / 2);
      const fill = inner === 'pearson' || inner === 'cosine' ? fillByProducts : fillByDistances;
      return { values, undefinedRow, summary: fill(values, of, inner) };
    },
  };
}

function fillByProducts(values: Float64Array, of: Prepared, inner: Inner): Summary {
  const summary = new Summary();
  const { matrix, squares } = of.get(rowDirections(inner === 'pearson'));
  // Of equal rows product and squares are the same number: they come out at 0 exactly, all tied.
  const cosines = new CosineDistances(squares);
  forEachLowerBlockOfProducts(of.engine, matrix, (first, rows, block) => {
    const width = first + rows;
    for (let i = first; i < width; i++) {
      const row = (i - first) * width;
      const known = cosines.fill(rowOf(values, i), block.subarray(row, row + i), i, summary.origin);
      if (i > firstRows) summary.add(i, known);
      else if (i === firstRows) summary.include(values.subarray(0, (i * (i + 1)) / 2));
    }
  });
  if (of.n <= firstRows) summary.include(values);
  return summary;
}

/** The dissimilarities of row i to those before it. */
function rowOf(values: Float64Array, i: number): Float64Array {
  return values.subarray((i * (i - 1)) / 2, (i * (i + 1)) / 2);
}

/** A few rows have been written just now: another run through all values would have to fetch them again. */
function summarise(summary: Summary, values: Float64Array, first: number, i: number, end: number): void {
  const from = i - ((i - first) % 16);
  if (i + 1 < Math.min(from + 16, end)) return;
  summary.include(values.subarray((from * (from - 1)) / 2, (i * (i + 1)) / 2));
}

function fillByDistances(values: Float64Array, of: Prepared, inner: Inner): Summary {
  const summary = new Summary();
  // No two whitened rows are farther apart than the root of 2 (n - 1).
  const grid = 2 ** (Math.ceil(Math.log2(2 * of.n) / 2) - snappedBits);
  const keep: Visit = (first, rows, block) => {
    const width = first + rows;
    if (inner !== 'sqeuclidean')
      for (let at = 0; at < block.length; at++) block[at] = Math.sqrt(block[at] ?? 0);
    if (inner === 'mahalanobis') snap(block, grid);
    for (let i = first; i < width; i++) {
      const row = (i - first) * width;
      rowOf(values, i).set(block.subarray(row, row + i));
      summarise(summary, values, first, i, width);
    }
  };
  forEachLowerBlockOfDistances(of.engine, inner === 'mahalanobis' ? whitened(of) : of.get(shifted), keep);
  return summary;
}

/** To multiples of a unit: whitening leaves rounding in distances that are equal. */
function snap(values: Float64Array, unit: number): void {
  for (let at = 0; at < values.length; at++) values[at] = Math.round((values[at] ?? 0) / unit) * unit;
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
