import type { Preparation, Prepared } from '../prepared';
import { allEqual } from './equalRows';
import { dot } from '../../linalg/dot';
import { rowDirections } from './rowDirections';

/** Whether rows point in directions that differ by more than rounding, and by enough for cosines to tell. */
export interface AngularSpread {
  /** The mean of 1 - cosine over all pairs of rows that have a direction, from differences where it is small, so that it keeps its digits. */
  readonly spread: number;
  /** All rows point the same way, as far as rounding lets cosines tell, or none has a direction. */
  readonly none: boolean;
  /** Rounding of the cosines is more than a thousandth of what they differ by. */
  readonly blurred: boolean;
}

/** Below it the spread is made from differences. */
const close = 0.01;

/** Of the rows as they are, or each without its own mean: correlations. */
export function angularSpread(centre: boolean): Preparation<AngularSpread> {
  return {
    id: `angularSpread ${centre ? 'centred' : 'raw'}`,
    cost: (n, d) => ({ operations: 60 * n * d, bytes: 0 }),
    make: (of) => {
      const { matrix, squares, zeroRows } = of.get(rowDirections(centre));
      const { rows, cols, data } = matrix;
      const counted = rows - zeroRows;
      const mean = new Float64Array(cols);
      const forEachDirection = (visit: (row: Float64Array, inverse: number) => void): void => {
        for (let i = 0; i < rows; i++) {
          if (i % 64 === 0) of.engine.poll();
          const length = Math.sqrt(squares[i] ?? 0);
          if (length < Infinity) visit(data.subarray(i * cols, (i + 1) * cols), 1 / length);
        }
      };
      forEachDirection((row, inverse) => {
        addScaled(mean, row, inverse / counted);
      });
      let spread = counted === 0 ? 0 : 1 - dot(mean, mean);
      // Directions that are close together need their differences from the mean, or digits are lost.
      if (spread < close) {
        spread = 0;
        forEachDirection((row, inverse) => (spread += squaredDistance(row, inverse, mean) / counted));
      }
      const rounding = Number.EPSILON * Math.sqrt(cols);
      return {
        spread,
        none: counted === 0 || (zeroRows === 0 && spread < Number.EPSILON),
        blurred: spread < 1000 * rounding,
      };
    },
  };
}

function addScaled(sum: Float64Array, row: Float64Array, factor: number): void {
  for (let j = 0; j < row.length; j++) sum[j] = (sum[j] ?? 0) + (row[j] ?? 0) * factor;
}

/** ||factor row - to||^2, in two sums that do not wait for each other. */
function squaredDistance(row: Float64Array, factor: number, to: Float64Array): number {
  let [even, odd] = [0, 0];
  for (let j = 0; j + 1 < row.length; j += 2) {
    const p = (row[j] ?? 0) * factor - (to[j] ?? 0);
    const q = (row[j + 1] ?? 0) * factor - (to[j + 1] ?? 0);
    even += p * p;
    odd += q * q;
  }
  const last = row.length % 2 === 0 ? 0 : (row.at(-1) ?? 0) * factor - (to.at(-1) ?? 0);
  return even + odd + last * last;
}

/** The sentence for a pair of which one input has no two directions; null when both have. */
export function oneDirectionReason(x: Prepared, y: Prepared): string | null {
  if (x.get(angularSpread(false)).none) return oneDirection('first', x);
  if (y.get(angularSpread(false)).none) return oneDirection('second', y);
  return null;
}

/** The same for an input that has none. */
export function oneDirection(which: string, of: Prepared): string {
  const advice = allEqual(of.representation.values) ? '' : ': subtract the mean of each column first';
  return `All instances of the ${which} input point the same way, or differ from it by less than cosines can tell${advice}.`;
}

/** A note for each input whose cosines are lost in rounding; `instead`: what else can be done about it. */
export function blurredNotes(x: Prepared, y: Prepared, instead: string): readonly string[] {
  return [
    ...blurredNote(x, instead).map((note) => note('first')),
    ...blurredNote(y, instead).map((note) => note('second')),
  ];
}

/** The same for one input, of either name. */
export function blurredNote(of: Prepared, instead: string): readonly ((which: string) => string)[] {
  const { spread, blurred } = of.get(angularSpread(false));
  if (!blurred) return [];
  return [
    (which) =>
      `Cosines of the ${which} input differ from 1 by ${spread.toExponential(0)} on average, of which rounding leaves ` +
      'few digits or none: its instances lie close together, far from the origin. Subtract the mean of each column ' +
      `first${instead}.`,
  ];
}
