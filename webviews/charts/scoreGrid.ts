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

/** A score in the few digits that fit into a cell: fixed decimals for bounded measures, so that cells line up. */
export function shortScore(value: number, scale: ColourScale, decimals: number): string {
  const bounded = Math.max(Math.abs(scale.low), Math.abs(scale.high)) <= 10;
  return bounded ? fixed(value, decimals) : significant(value, decimals);
}

/** The state of one cell in words. */
export function scoreWords(score: Score | undefined, running: boolean): string {
  if (score === undefined) return running ? 'not computed yet' : 'not computed';
  if (score.value !== null) return significant(score.value, 6);
  return `no value: ${score.reason ?? score.status}`;
}
