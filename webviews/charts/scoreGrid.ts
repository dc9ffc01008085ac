import type { ComparisonKind, Layer, MeasureDescription, Score } from '../../server/protocol';
import { fixed, significant } from '../numbers';
import type { ColourScale } from './colourScale';

/** What the charts of a comparison draw: the pairs, their scores as far as they are known, and the colour scale. */
export interface ScoreGrid {
  readonly kind: ComparisonKind;
  /** Measure and parameters in words. */
  readonly title: string;
  readonly measure: MeasureDescription;
  readonly xName: string;
  readonly yName: string;
  /** The files that both were run on, by name. */
  readonly instances?: readonly string[];
  readonly rows: readonly Layer[];
  readonly columns: readonly Layer[];
  readonly pairs: readonly (readonly [number, number])[];
  /** Undefined while it is not computed. */
  readonly score: (row: number, column: number) => Score | undefined;
  /** Whether a cell stands for no pair, and is left empty; absent: none does. */
  readonly blank?: (row: number, column: number) => boolean;
  readonly scale: ColourScale;
  /** More cells may come. */
  readonly running: boolean;
  /** What the grid is and how to move in it, for readers of the screen; absent: that of layers of two models. */
  readonly label?: string;
  /** What is compared, for a picture to keep; absent: the rows of x and the columns of y. */
  readonly subject?: string;
  /** What a row is, for the head of a table; absent: a layer or tensor. */
  readonly unit?: string;
}

/** As near as this, scores of the same data differ by the rounding of their computation. */
const rounding = 1e-9;

/**
 * A score in the few digits that fit into a cell: fixed decimals for bounded measures, so that cells line up. What is
 * neither 0 nor 1 is not told as if it were, because identical data have one or the other: 0.99962 -> ">0.999".
 */
export function shortScore(value: number, scale: ColourScale, decimals: number): string {
  if (!isBounded(scale)) return significant(value, decimals);
  const least = 10 ** -decimals;
  const text = fixed(value, decimals);
  if (Number(text) === 0 && value > rounding) return `<${fixed(least, decimals)}`;
  if (Number(text) === 1 && value < 1 - rounding) return `>${fixed(1 - least, decimals)}`;
  return text;
}

/** Whether values are written with fixed decimals. */
function isBounded({ low, high }: ColourScale): boolean {
  return Math.max(Math.abs(low), Math.abs(high)) <= 10;
}

/** The widest of the texts of `shortScore` for a scale. */
export function longestScores(scale: ColourScale, decimals: number): readonly string[] {
  const ends = [scale.low, scale.high].map((end) => (Math.abs(end) <= 10 ? end + 0.1 : end * 1.01));
  const almost = isBounded(scale) ? [1e-6, 1 - 1e-6] : [];
  return [...ends, ...almost].map((value) => shortScore(value, scale, decimals));
}

/** The state of one cell in words. */
export function scoreWords(score: Score | undefined, running: boolean): string {
  if (score === undefined) return running ? 'not computed yet' : 'not computed';
  if (score.value !== null) return significant(score.value, 6);
  return `no value: ${score.reason ?? score.status}`;
}
