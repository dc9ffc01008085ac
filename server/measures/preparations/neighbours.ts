import { type Matrix } from '../../linalg/matrix';
import { transpose } from '../../linalg/transpose';
import type { Preparation, Prepared } from '../prepared';
import { kthSmallest } from './kthSmallest';
import { Nearest, nearestOf, type NearestRows, ranked, roomFor } from './nearest';
import { blockBytes, forEachUpperBlockOfProducts, productsOf, squaredNorms } from './pairwise';
import { rowDirections, signedSquare } from './rowDirections';
import { shifted } from './shifted';

export const similarities = ['cosine', 'euclidean'] as const;
export type Similarity = (typeof similarities)[number];

/**
 * The k nearest neighbours of every row: entries i k to (i + 1) k - 1 are row numbers, nearest first. A row is never
 * its own neighbour; of equally near ones the smaller number comes first. k <= n - 1. A zero row has cosine 0 to all.
 */
export function neighbours(k: number, similarity: Similarity): Preparation<Uint32Array> {
  const sets = neighbourSets(k, similarity);
  return {
    id: `neighbours ${k} ${similarity}`,
    cost: (n, d) => {
      const { operations, bytes } = sets.cost(n, d);
      return { operations: operations + 200 * n * k * Math.log2(k + 1), bytes: bytes + 4 * n * k };
    },
    make: (of) => ranked(of.get(sets), k, () => of.engine.poll()),
  };
}

/** The same, but in no order within a row, with how far they are. */
export function neighbourSets(k: number, similarity: Similarity): Preparation<NearestRows> {
  return {
    id: `neighbourSets ${k} ${similarity}`,
    // Each product serves both of its rows, but the engine copies the second factor for every block.
    cost: (n, d) => ({
      operations: 1.1 * n * n * d + 60 * n * n + 200 * n * k * Math.log(2 + n / k),
      bytes: n * (12 * roomFor(n, k) + 12 * k + 12) + 2 * blockBytes(n),
    }),
    make: (of) => {
      const farness = farnessOf(of, similarity);
      const nearest = new Nearest(of.n, k, sampledRank(of.n, k) > 0 ? likelyLimits(of, farness, k) : null);
      forEachUpperBlockOfProducts(of.engine, farness.matrix, (first, rows, block) => {
        const width = of.n - first;
        for (let i = 0; i < rows; i++) {
          if (i % 16 === 0) of.engine.poll();
          const row = first + i;
          const far = block.subarray(i * width + i + 1, (i + 1) * width);
          farness.of(far, farness.squares.subarray(row + 1), farness.squares[row] ?? 0);
          nearest.offer(row, far);
        }
      });
      const found = nearest.rows(() => of.engine.poll());
      if (found.short.length > 0) complete(of, farness, found, k);
      return found;
    },
  };
}

interface Farness {
  readonly matrix: Matrix;
  readonly squares: Float64Array;
  /** Turns products of a row with others into how far it is from them: in place, given the squares of all. */
  readonly of: (products: Float64Array, squares: Float64Array, square: number) => void;
}

/** The farness of rows i and j is |i|^2 + |j|^2 - 2 i.j, or the square of their cosine, negative for positive ones. */
function farnessOf(of: Prepared, similarity: Similarity): Farness {
  if (similarity === 'cosine') return { ...of.get(rowDirections(false)), of: toNegativeSquares };
  const matrix = of.get(shifted);
  return { matrix, squares: squaredNorms(of.engine, matrix), of: toDistances };
}

function toDistances(products: Float64Array, squares: Float64Array, square: number): void {
  for (let j = 0; j < products.length; j++) {
    const far = square + (squares[j] ?? 0) - 2 * (products[j] ?? 0);
    products[j] = far > 0 ? far : 0;
  }
}

function toNegativeSquares(products: Float64Array, squares: Float64Array, square: number): void {
  for (let j = 0; j < products.length; j++)
    products[j] = -signedSquare(products[j] ?? 0, square, squares[j] ?? 0);
}

/** Rows of a sample, spread over all. */
const sampleSize = 192;

/**
 * Which of the nearest of a sample is farther than the k-th nearest of all, in nearly all rows: three standard
 * deviations beyond what is expected. 0: k is so small that a sample says little.
 */
function sampledRank(n: number, k: number): number {
  const expected = (k / n) * sampleSize;
  if (expected < 8 || n < 4 * sampleSize) return 0;
  const rank = Math.ceil(expected + 3 * Math.sqrt(expected * (1 - k / n)) + 1);
  return rank < sampleSize ? rank : 0;
}

/** How far the k nearest of each row are at most, as a sample has it: most offers then need not be kept. */
function likelyLimits(of: Prepared, farness: Farness, k: number): Float64Array {
  const poll = (): void => of.engine.poll();
  const sample = Uint32Array.from({ length: sampleSize }, (_, i) => Math.floor((i * of.n) / sampleSize));
  const far = transpose(farFrom(of, farness, sample), poll);
  const rank = sampledRank(of.n, k);
  return Float64Array.from({ length: of.n }, (_, j) =>
    kthSmallest(far.data.subarray(j * sampleSize, (j + 1) * sampleSize), rank),
  );
}

/** How far some rows are from all, infinitely far from themselves: [some x n]. */
function farFrom(of: Prepared, { matrix, squares, of: turn }: Farness, some: Uint32Array): Matrix {
  const far = productsOf(of.engine, matrix, some);
  some.forEach((row, i) => {
    const all = far.data.subarray(i * of.n, (i + 1) * of.n);
    turn(all, squares, squares[row] ?? 0);
    all[row] = Infinity;
  });
  return far;
}

/** Finds the neighbours of the rows whose limit was too low. */
function complete(of: Prepared, farness: Farness, { who, far, short }: NearestRows, k: number): void {
  for (let from = 0; from < short.length; from += sampleSize) {
    of.engine.poll();
    const some = Uint32Array.from(short.slice(from, from + sampleSize));
    const { data } = farFrom(of, farness, some);
    some.forEach((row, i) => {
      const target = { who: who.subarray(row * k, (row + 1) * k), far: far.subarray(row * k, (row + 1) * k) };
      nearestOf(data.subarray(i * of.n, (i + 1) * of.n), target);
    });
  }
}
