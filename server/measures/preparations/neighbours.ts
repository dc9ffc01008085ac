import type { Preparation } from '../prepared';
import { centred } from './centred';
import { Nearest } from './nearest';
import { blockBytes, forEachUpperBlockOfProducts, squaredNorms } from './pairwise';
import { unitRows } from './unitRows';

export const similarities = ['cosine', 'euclidean'] as const;
export type Similarity = (typeof similarities)[number];

/** Rows that are offered neighbours at a time: a cache line of products. */
const tileRows = 8;

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
      const matrix = euclidean ? of.get(centred) : of.get(unitRows(false)).matrix;
      // The farness of rows i and j is |i|^2 + |j|^2 - 2 i.j, or -i.j; bitwise the same for equal rows.
      const squares = euclidean ? squaredNorms(of.engine, matrix) : new Float64Array(of.n);
      const nearest = new Nearest(of.n, k);
      forEachUpperBlockOfProducts(of.engine, matrix, (first, rows, block) => {
        const width = of.n - first;
        const far = (i: number, j: number): number => {
          const product = block[i * width + j] ?? 0;
          if (!euclidean) return -product;
          return Math.max(0, (squares[first + i] ?? 0) + (squares[first + j] ?? 0) - 2 * product);
        };
        // The block's rows to all later ones, a few of these at a time, whose heaps stay in the processor's cache.
        for (let tile = 1; tile < width; tile += tileRows) {
          if (tile % 64 === 1) of.engine.poll();
          const end = Math.min(width, tile + tileRows);
          for (let i = 0; i < rows; i++) {
            for (let j = Math.max(tile, i + 1); j < end; j++) nearest.offer(first + j, first + i, far(i, j));
          }
        }
        // Then, in their order, all later ones to the block's rows.
        for (let i = 0; i < rows; i++) {
          if (i % 16 === 0) of.engine.poll();
          for (let j = i + 1; j < width; j++) nearest.offer(first + i, first + j, far(i, j));
        }
      });
      return nearest.lists();
    },
  };
}
