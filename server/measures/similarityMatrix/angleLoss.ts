import { AngleLoss, type Beside } from '../../linalg/angleLoss';
import { anchors, type Anchors } from '../preparations/anchors';
import { shifted } from '../preparations/shifted';
import { blockRows, forEachPairOfLowerBlocks } from '../preparations/pairwise';
import type { Prepared } from '../prepared';

/** Columns of a block that are gone through at once: the block of both inputs then stays in the cache. */
const strip = 512;

/**
 * For each anchor j the sum over all i and k of the Huber loss between cos(i, j, k), the cosine of the angle that
 * rows i and k make at row j, in x and in y. It is (D_ij + D_kj - D_ik) / (2 |ij| |kj|) with squared distances D, so
 * that no vectors are needed; 0 where i or k equals j. O(n^2) per anchor; the n x n matrices never exist as a whole.
 */
export function angleLosses(x: Prepared, y: Prepared, most: number, seed: number): Float64Array {
  const preparation = anchors(most, seed);
  const [p, q] = [x.get(preparation), y.get(preparation)];
  const losses = new Float64Array(p.rows.length);
  const { n, engine } = x;
  const loss = new AngleLoss(blockRows, strip);
  forEachPairOfLowerBlocks(engine, x.get(shifted), y.get(shifted), (first, rows, a, b) => {
    const width = first + rows;
    for (let from = 0; from < width; from += strip) {
      const to = Math.min(width, from + strip);
      loss.fill(a, b, rows, width, from, to);
      for (let j = 0; j < losses.length; j++) {
        if (j % 64 === 0) engine.poll();
        const [besideRows, besideCols] = [beside(p, q, j * n, first, width), beside(p, q, j * n, from, to)];
        losses[j] = (losses[j] ?? 0) + loss.sum(first - from, besideRows, besideCols);
      }
    }
  });
  // Each pair of i and k was met once.
  for (let j = 0; j < losses.length; j++) losses[j] = 2 * (losses[j] ?? 0) + diagonalLoss(p, q, j, n);
  return losses;
}

/** An anchor's squared distances and their inverse roots, of both inputs, to rows `from` to `to` - 1. */
function beside(
  { squared, inverse }: Anchors,
  other: Anchors,
  anchor: number,
  from: number,
  to: number,
): Beside {
  const [start, end] = [anchor + from, anchor + to];
  return [
    squared.data.subarray(start, end),
    inverse.data.subarray(start, end),
    other.squared.data.subarray(start, end),
    other.inverse.data.subarray(start, end),
  ];
}

/** i = k: the cosine is 1 but for rows equal to the anchor, which it is 0 for; these may differ between the inputs. */
function diagonalLoss(p: Anchors, q: Anchors, j: number, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const [inX, inY] = [p.inverse.data[j * n + i] ?? 0, q.inverse.data[j * n + i] ?? 0];
    if (inX > 0 !== inY > 0) sum += 0.5;
  }
  return sum;
}
