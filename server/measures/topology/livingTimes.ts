import { randomFrom, sample, type Random } from '../../linalg/random';
import { dissimilarities } from '../preparations/dissimilarities';
import type { Preparation } from '../prepared';
import { radialOrder } from './radialOrder';
import { witnessBars } from './witnessBars';
import { emptyComplex, fillComplex, type WitnessComplex } from './witnessComplex';

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
      // A witness sees few landmarks in simplices where the relaxation is small, all where it is large.
      const seen = 4 + (count - 4) * Math.min(1, 8 * gamma);
      const draws = takesAll(rows, landmarks) ? 1 : trials;
      return {
        operations: draws * (rows * (300 * count + 30 * seen ** 3) + 100 * count ** 3),
        bytes: 8 * rows * count + 8 * count ** 3 + 8 * holes * draws,
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
      const complex = emptyComplex(drawn);
      const distances = new Float64Array(n * drawn);
      const draws = takesAll(n, landmarks) ? 1 : trials;
      const result = new Float64Array(draws * holes);
      for (let trial = 0; trial < draws; trial++) {
        poll();
        const rows = places(drawn, n, twice, random).map((place) => order[place] ?? 0);
        rows.forEach((row, l) => {
          gather(values, n, row, distances, drawn, l);
        });
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
  const largest = gamma * distances.reduce((most, value) => Math.max(most, value), 0);
  fillComplex(complex, distances, largest, poll);
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

/** Writes the distances of all rows to one of them as a column of n x width; `values` is the packed lower triangle. */
function gather(
  values: Float64Array,
  n: number,
  row: number,
  distances: Float64Array,
  width: number,
  column: number,
): void {
  const start = (row * (row - 1)) / 2;
  for (let i = 0; i < row; i++) distances[i * width + column] = values[start + i] ?? 0;
  distances[row * width + column] = 0;
  for (let i = row + 1; i < n; i++) distances[i * width + column] = values[(i * (i - 1)) / 2 + row] ?? 0;
}
