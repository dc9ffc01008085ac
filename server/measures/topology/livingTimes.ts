import { randomFrom, sample, type Random } from '../../linalg/random';
import { dissimilarities } from '../preparations/dissimilarities';
import type { Preparation } from '../prepared';
import { radialOrder } from './radialOrder';
import { witnessBars } from './witnessBars';
import { WitnessComplex } from './witnessComplex';

/** Numbers of holes that are told apart: 0 to one below this. */
export const holes = 100;

/** Draws whose distances are gathered at once. */
const together = 8;

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
        bytes: rows * ((9 + 8 * Math.min(together, draws)) * count + 40) + 8 * count ** 3 + 8 * holes * draws,
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
      const draws = takesAll(n, landmarks) ? 1 : trials;
      const buffers = Array.from({ length: Math.min(draws, together) }, () => new Float64Array(drawn * n));
      const result = new Float64Array(draws * holes);
      for (let first = 0; first < draws; first += together) {
        const some = buffers.slice(0, draws - first).map((distances): Drawing => {
          const rows = places(drawn, n, twice, random).map((place) => order[place] ?? 0);
          return { rows: rows.sort(), distances };
        });
        gather(values, n, some, poll);
        some.forEach(({ distances }, i) => {
          poll();
          result.set(relativeLivingTimes(complex, distances, gamma, poll), (first + i) * holes);
        });
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

/** Some rows, ascending, and room for their distances to all n, rows x n. */
interface Drawing {
  readonly rows: Uint32Array;
  readonly distances: Float64Array;
}

/**
 * Writes the distances of some drawings. `values` is the packed lower triangle, far larger than a processor keeps: it is
 * read once, row by row, for all of them.
 */
function gather(values: Float64Array, n: number, drawings: readonly Drawing[], poll: () => void): void {
  for (const { rows, distances } of drawings) {
    rows.forEach((row, l) => {
      const start = (row * (row - 1)) / 2;
      distances.set(values.subarray(start, start + row), l * n);
      distances[l * n + row] = 0;
    });
  }
  const below = new Uint32Array(drawings.length);
  for (let i = 0; i < n; i++) {
    if (i % 256 === 0) poll();
    const line = values.subarray((i * (i - 1)) / 2, (i * (i + 1)) / 2);
    drawings.forEach((drawing, at) => {
      below[at] = gatherRow(line, i, n, drawing, below[at] ?? 0);
    });
  }
}

/** From row i of the triangle to the rows drawn that come before it; returns how many do. */
function gatherRow(line: Float64Array, i: number, n: number, drawing: Drawing, before: number): number {
  const { rows, distances } = drawing;
  let below = before;
  while (below < rows.length && (rows[below] ?? n) < i) below++;
  for (let l = 0; l < below; l++) distances[l * n + i] = line[rows[l] ?? 0] ?? 0;
  return below;
}
