import type { Preparation } from '../prepared';
import { centred } from './centred';
import { blockBytes, forEachBlockOfDistances, forEachBlockOfProducts } from './pairwise';
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
    cost: (n, d) => ({
      operations: 2 * n * n * d + 200 * n * n + 60 * n * k * Math.log2(k + 1) * Math.log2(n + 1),
      bytes: 4 * n * k + blockBytes(n),
    }),
    make: (of) => {
      const lists = new Uint32Array(of.n * k);
      const select = (first: number, rows: number, block: Float64Array): void => {
        for (let i = 0; i < rows; i++) {
          const near = block.subarray(i * of.n, (i + 1) * of.n);
          lists.set(smallest(near, k, first + i), (first + i) * k);
        }
      };
      if (similarity === 'euclidean') {
        forEachBlockOfDistances(of.engine, of.get(centred), select);
      } else {
        forEachBlockOfProducts(of.engine, of.get(unitRows(false)).matrix, (first, rows, block) => {
          for (let at = 0; at < block.length; at++) block[at] = -(block[at] ?? 0);
          select(first, rows, block);
        });
      }
      return lists;
    },
  };
}

/** Positions of the k smallest values, smallest first, ties by position; `without` is left out. */
function smallest(values: Float64Array, k: number, without: number): Uint32Array {
  const later = (i: number, j: number): boolean => {
    const difference = (values[i] ?? 0) - (values[j] ?? 0);
    return difference > 0 || (difference === 0 && i > j);
  };
  // A heap of the k best so far with the worst of them on top.
  const heap = new Uint32Array(k);
  let size = 0;
  const sink = (from: number, length: number): void => {
    for (let parent = from; ;) {
      let child = 2 * parent + 1;
      if (child >= length) return;
      if (child + 1 < length && later(heap[child + 1] ?? 0, heap[child] ?? 0)) child++;
      if (!later(heap[child] ?? 0, heap[parent] ?? 0)) return;
      [heap[parent], heap[child]] = [heap[child] ?? 0, heap[parent] ?? 0];
      parent = child;
    }
  };
  for (let i = 0; i < values.length; i++) {
    if (i === without) continue;
    if (size < k) {
      heap[size++] = i;
      if (size === k) for (let parent = (k >> 1) - 1; parent >= 0; parent--) sink(parent, k);
    } else if (later(heap[0] ?? 0, i)) {
      heap[0] = i;
      sink(0, k);
    }
  }
  return heap.sort((i, j) => (later(i, j) ? 1 : -1));
}
