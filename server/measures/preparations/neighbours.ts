import type { Matrix } from '../../linalg/matrix';
import type { Preparation, Prepared } from '../prepared';
import { shifted } from './shifted';
import { Nearest, roomFor } from './nearest';
import { blockBytes, forEachUpperBlockOfProducts, squaredNorms } from './pairwise';
import { rowDirections, signedSquare } from './rowDirections';

export const similarities = ['cosine', 'euclidean'] as const;
export type Similarity = (typeof similarities)[number];

/**
 * The k nearest neighbours of every row: entries i k to (i + 1) k - 1 are row numbers, nearest first. A row is never
 * its own neighbour; of equally near ones the smaller number comes first. k <= n - 1. A zero row has cosine 0 to all.
 */
export function neighbours(k: number, similarity: Similarity): Preparation<Uint32Array> {
  return {
    id: `neighbours ${k} ${similarity}`,
    // Each product serves both of its rows, but the engine copies the second factor for every block.
    cost: (n, d) => ({
      operations: 1.1 * n * n * d + 60 * n * n + 200 * n * k * (Math.log2(k + 1) + Math.log(2 + n / k)),
      bytes: n * (12 * roomFor(n, k) + 4 * k + 12) + blockBytes(n),
    }),
    make: (of) => {
      const euclidean = similarity === 'euclidean';
      const { matrix, squares } = euclidean ? withSquares(of) : of.get(rowDirections(false));
      // The farness of rows i and j is |i|^2 + |j|^2 - 2 i.j, or the square of their cosine, negative for positive ones.
      const toFarness = euclidean ? toDistances : toNegativeSquares;
      const nearest = new Nearest(of.n, k);
      forEachUpperBlockOfProducts(of.engine, matrix, (first, rows, block) => {
        const width = of.n - first;
        for (let i = 0; i < rows; i++) {
          if (i % 16 === 0) of.engine.poll();
          const row = first + i;
          const far = block.subarray(i * width + i + 1, (i + 1) * width);
          toFarness(far, squares.subarray(row + 1), squares[row] ?? 0);
          nearest.offer(row, far);
        }
      });
      return nearest.lists(() => of.engine.poll());
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
