import type { Engine } from '../../linalg/engine';
import { zeros, type Matrix } from '../../linalg/matrix';
import { forEachBlockOfDistances } from '../preparations/pairwise';

/** The share of entries below the distance that becomes the unit. */
const share = 0.9;

/**
 * The Euclidean distances between the given rows, count x count, divided by their 0.9 quantile over all count^2
 * entries, the zeros of the diagonal among them. Null when that quantile is 0.
 */
export function quantileDistances(engine: Engine, x: Matrix, rows: Uint32Array): Float64Array | null {
  const count = rows.length;
  const chosen = zeros(count, x.cols);
  rows.forEach((row, i) => {
    chosen.data.set(x.data.subarray(row * x.cols, (row + 1) * x.cols), i * x.cols);
  });
  const distances = new Float64Array(count * count);
  forEachBlockOfDistances(engine, chosen, (first, size, block) => {
    for (let at = 0; at < size * count; at++) distances[first * count + at] = Math.sqrt(block[at] ?? 0);
  });
  const unit = quantile(distances, count, engine);
  if (unit === 0) return null;
  for (let at = 0; at < distances.length; at++) distances[at] = (distances[at] ?? 0) / unit;
  return distances;
}

/** Between the two nearest entries the quantile is linear, as NumPy has it. */
function quantile(distances: Float64Array, count: number, engine: Engine): number {
  const below = new Float64Array((count * (count - 1)) / 2);
  for (let i = 1; i < count; i++) {
    below.set(distances.subarray(i * count, i * count + i), (i * (i - 1)) / 2);
  }
  engine.poll();
  below.sort();
  engine.poll();
  const entry = (k: number): number => (k < count ? 0 : (below[(k - count) >> 1] ?? 0));
  const place = (count * count - 1) * share;
  const [low, rest] = [Math.floor(place), place % 1];
  return entry(low) + rest * (entry(low + 1) - entry(low));
}
