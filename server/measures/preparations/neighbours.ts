import type { Matrix } from '../../linalg/matrix';
import type { Preparation, Prepared } from '../prepared';
import { shifted } from './shifted';
import { Nearest } from './nearest';
import { blockBytes, forEachUpperBlockOfProducts, squaredNorms } from './pairwise';
import { rowDirections, signedSquare } from './rowDirections';

export const similarities = ['cosine', 'euclidean'] as const;
export type Similarity = (typeof similarities)[number];

/** Bytes of the heaps of rows that are offered neighbours at a time: they stay in the processor's cache. */
const heapBytes = 2 ** 20;

/**
 * The k nearest neighbours of every row: entries i k to (i + 1) k - 1 are row numbers, nearest first. A row is never
 * its own neighbour; of equally near ones the smaller number comes first. k <= n - 1. A zero row has cosine 0 to all.
 */
export function neighbours(k: number, similarity: Similarity): Preparation<Uint32Array> {
  return {
    id: `neighbours ${k} ${similarity}`,
    // Each product serves both of its rows, but the engine copies the second factor for every block.
    cost: (n, d) => ({
      operations: 1.1 * n * n * d + 80 * n * n + 300 * n * k * Math.log2(k + 1) * Math.log(2 + n / k),
      bytes: 12 * n * k + 8 * n + blockBytes(n),
    }),
    make: (of) => {
      const euclidean = similarity === 'euclidean';
      const { matrix, squares } = euclidean ? withSquares(of) : of.get(rowDirections(false));
      // The farness of rows i and j is |i|^2 + |j|^2 - 2 i.j, or the square of their cosine, negative for positive ones.
      const toFarness = euclidean ? toDistances : toNegativeSquares;
      const nearest = new Nearest(of.n, k);
      const tileRows = Math.max(8, Math.floor(heapBytes / (12 * k)));
      forEachUpperBlockOfProducts(of.engine, matrix, (first, rows, block) => {
        const width = of.n - first;
        const rowAt = (i: number): Float64Array => block.subarray(i * width, (i + 1) * width);
        // Where all heaps fit the cache, a row at a time is done with while it is there too.
        const together = tileRows >= width ? 1 : rows;
        for (let from = 0; from < rows; from += together) {
          const to = from + together;
          for (let i = from; i < to; i++) {
            toFarness(rowAt(i), squares.subarray(first), squares[first + i] ?? 0);
          }
          // These rows to all later ones.
          for (let tile = from + 1; tile < width; tile += tileRows) {
            if (together > 1 || from % 16 === 0) of.engine.poll();
            const end = Math.min(width, tile + tileRows);
            for (let i = from; i < to; i++) nearest.offerRowTo(rowAt(i), first, i, tile, end);
          }
          // Then, in their order, all later ones to these rows.
          for (let i = from; i < to; i++) {
            if (i % 16 === 0) of.engine.poll();
            nearest.offerAllTo(rowAt(i), first, i);
          }
        }
      });
      return nearest.lists();
    },
  };
}

function withSquares(of: Prepared): { readonly matrix: Matrix; readonly squares: Float64Array } {
  const matrix = of.get(shifted);
  return { matrix, squares: squaredNorms(of.engine, matrix) };
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
