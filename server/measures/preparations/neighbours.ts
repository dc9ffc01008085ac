import type { Preparation } from '../prepared';
import { centred } from './centred';
import { Nearest } from './nearest';
import { blockBytes, forEachUpperBlockOfProducts, squaredNorms } from './pairwise';
import { unitRows } from './unitRows';

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
      operations: 1.1 * n * n * d + 80 * n * n + 120 * n * k * Math.log2(k + 1) * Math.log(2 + n / k),
      bytes: 12 * n * k + 8 * n + blockBytes(n),
    }),
    make: (of) => {
      const euclidean = similarity === 'euclidean';
      const matrix = euclidean ? of.get(centred) : of.get(unitRows(false)).matrix;
      // The farness of rows i and j is |i|^2 + |j|^2 - 2 i.j, or -i.j; bitwise the same for equal rows.
      const squares = euclidean ? squaredNorms(of.engine, matrix) : new Float64Array(of.n);
      const nearest = new Nearest(of.n, k);
      forEachUpperBlockOfProducts(of.engine, matrix, (first, rows, block) => {
        const width = of.n - first;
        for (let i = 0; i < rows; i++) {
          if (i % 16 === 0) of.engine.poll();
          const square = squares[first + i] ?? 0;
          for (let j = i + 1, at = i * width + j; j < width; j++, at++) {
            const product = block[at] ?? 0;
            const far = euclidean ? Math.max(0, square + (squares[first + j] ?? 0) - 2 * product) : -product;
            nearest.offer(first + i, first + j, far);
          }
        }
      });
      return nearest.lists();
    },
  };
}
