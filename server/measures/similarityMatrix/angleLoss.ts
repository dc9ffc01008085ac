import { anchors, type Anchors } from '../preparations/anchors';
import { shifted } from '../preparations/shifted';
import { forEachPairOfLowerBlocks } from '../preparations/pairwise';
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
  forEachPairOfLowerBlocks(engine, x.get(shifted), y.get(shifted), (first, rows, a, b) => {
    for (let from = 0; from < first + rows; from += strip) {
      for (let j = 0; j < losses.length; j++) {
        if (j % 64 === 0) engine.poll();
        losses[j] = (losses[j] ?? 0) + blockLoss(p, q, j * n, first, rows, a, b, from);
      }
    }
  });
  for (let j = 0; j < losses.length; j++) losses[j] = 2 * (losses[j] ?? 0) + diagonalLoss(p, q, j, n);
  return losses;
}

/** The part of an anchor's sum with i in a block of rows and k < i in a strip of columns. */
function blockLoss(
  { squared: { data: d }, inverse: { data: r } }: Anchors,
  { squared: { data: e }, inverse: { data: s } }: Anchors,
  anchor: number,
  first: number,
  rows: number,
  a: Float64Array,
  b: Float64Array,
  from: number,
): number {
  const width = first + rows;
  let sum = 0;
  for (let i = Math.max(first, from + 1); i < width; i++) {
    const to = Math.min(i, from + strip);
    const row = (i - first) * width;
    const [dij, rij] = [d[anchor + i] ?? 0, (r[anchor + i] ?? 0) / 2];
    const [eij, sij] = [e[anchor + i] ?? 0, (s[anchor + i] ?? 0) / 2];
    for (let k = from; k < to; k++) {
      const inX = (dij + (d[anchor + k] ?? 0) - (a[row + k] ?? 0)) * rij * (r[anchor + k] ?? 0);
      const inY = (eij + (e[anchor + k] ?? 0) - (b[row + k] ?? 0)) * sij * (s[anchor + k] ?? 0);
      const size = Math.abs(inX - inY);
      const bent = size < 1 ? size : 1;
      sum += bent * (size - 0.5 * bent);
    }
  }
  return sum;
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
