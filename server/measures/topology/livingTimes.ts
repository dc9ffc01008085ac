import { randomFrom, sample, type Random } from '../../linalg/random';
import { dissimilarities } from '../preparations/dissimilarities';
import type { Preparation } from '../prepared';
import { radialOrder } from './radialOrder';
import { witnessBars } from './witnessBars';
import { WitnessComplex } from './witnessComplex';

/** Numbers of holes that are told apart: 0 to one below this. */
export const holes = 100;

export interface Landmarks {
  /** How many are drawn; fewer where there are not as many rows, unless they may be drawn twice. */
  readonly count: number;
  readonly twice: boolean;
  /** The largest relaxation over the largest distance between landmark and witness. */
  readonly gamma: number;
  readonly trials: number;
  readonly seed: number;
}

/** Are there so few rows that every draw takes all of them? */
export function takesAll(n: number, { count, twice }: Landmarks): boolean {
  return !twice && n <= count;
}

/**
 * The relative living times of holes, trials x 100: for each draw of landmarks the share of relaxations at which the
 * witness complex has 0, 1, 2 ... loops (Khrulkov and Oseledets 2018, algorithm 1). All rows are witnesses. Landmarks
 * are drawn by their place in the radial order, so that the order of the rows does not matter, and inputs that agree but
 * for rotation, scale, position and the order of rows have the same draws. One trial where every draw takes all rows.
 */
export function livingTimes(landmarks: Landmarks): Preparation<Float64Array> {
  const { count, twice, gamma, trials, seed } = landmarks;
  return {
    id: `living times ${count} ${twice ? 'twice' : 'once'} ${gamma} ${trials} ${seed}`,
    cost: (rows) => {
      // A witness sees few landmarks in simplices where the relaxation is small, all where it is large. Finding the
      // triangles of a few hundred edges takes less than finding all where it sees many.
      const seen = 4 + (count - 4) * Math.min(1, 4 * gamma);
      const draws = takesAll(rows, landmarks) ? 1 : trials;
      const triangles = Math.min(30 * seen ** 3, 5000 * seen);
      return {
        operations: draws * (rows * (700 * count + triangles) + 400 * count ** 3),
        bytes: rows * (17 * count + 40) + 8 * count ** 3 + 8 * holes * draws,
      };
    },
    make: (of) => {
      const poll = (): void => {
        of.engine.poll();
      };
      const { values } = of.get(dissimilarities('euclidean'));
      const order = of.get(radialOrder);
      const { n } = of;
      const random = randomFrom(seed);
      const drawn = twice ? count : Math.min(count, n);
      const complex = new WitnessComplex(drawn, n);
      const distances = new Float64Array(drawn * n);
      const draws = takesAll(n, landmarks) ? 1 : trials;
      const result = new Float64Array(draws * holes);
      for (let trial = 0; trial < draws; trial++) {
        poll();
        const rows = places(drawn, n, twice, random).map((place) => order[place] ?? 0);
        gather(values, n, rows.sort(), distances);
        result.set(relativeLivingTimes(complex, distances, gamma, poll), trial * holes);
      }
      return result;
    },
  };
}

/** The shares of the relaxations from 0 to gamma times the largest distance at which there are 0, 1, 2 ... loops. */
export function relativeLivingTimes(
  complex: WitnessComplex,
  distances: Float64Array,
  gamma: number,
  poll: () => void,
): Float64Array {
  const largest = complex.fill(distances, gamma);
  const changes = witnessBars(complex, poll)
    .map((size, i) => ({ size: Math.min(size, largest), by: i % 2 === 0 ? 1 : -1 }))
    .sort((p, q) => p.size - q.size);
  const times = new Float64Array(holes);
  let [now, loops] = [0, 0];
  for (const { size, by } of [...changes, { size: largest, by: 0 }]) {
    if (loops < holes) times[loops] = (times[loops] ?? 0) + (size - now) / largest;
    now = size;
    loops += by;
  }
  return times;
}

function places(count: number, n: number, twice: boolean, random: Random): Uint32Array {
  return twice ? Uint32Array.from({ length: count }, () => random.below(n)) : sample(count, n, random);
}

/**
 * Writes the distances of some rows, ascending, to all n, rows x n; `values` is the packed lower triangle, which is read
 * row by row, since it is far larger than a processor keeps.
 */
function gather(values: Float64Array, n: number, rows: Uint32Array, distances: Float64Array): void {
  rows.forEach((row, l) => {
    const start = (row * (row - 1)) / 2;
    distances.set(values.subarray(start, start + row), l * n);
    distances[l * n + row] = 0;
  });
  let below = 0;
  for (let i = 0, start = 0; i < n; start += i++) {
    while (below < rows.length && (rows[below] ?? n) < i) below++;
    for (let l = 0; l < below; l++) distances[l * n + i] = values[start + (rows[l] ?? 0)] ?? 0;
  }
}
