import type { ComparisonKind } from '../../server/protocol';
import type { Palette } from '../palette';
import type { Picture } from './picture';
import type { ScoreGrid } from './scoreGrid';

export interface ChartEvents {
  /** The reader wants to know more about a pair. */
  readonly open: (row: number, column: number) => void;
  /** The cursor reached a pair; what to read aloud. */
  readonly say: (text: string) => void;
}

/** A chart on the page. */
export interface MountedChart {
  readonly element: HTMLElement;
  /** Draws a comparison, or the same one with more cells. */
  readonly show: (grid: ScoreGrid) => void;
  /** Puts the cursor, while it is nowhere, on the pair that was chosen before the page was made anew. */
  readonly mark?: (row: number, column: number) => void;
  /** Draws again in the colours of another palette. */
  readonly themeChanged: () => void;
}

/** Draws a picture to keep. `widthOf`: width of a text in the editor's font, px. */
export type DrawPicture = (palette: Palette, widthOf: (text: string) => number) => Picture;

/** One way to look at a comparison. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly icon: string;
  readonly draws: (kind: ComparisonKind) => boolean;
  readonly mount: (events: ChartEvents) => MountedChart;
  /** The chart as a picture to keep; absent when it is not a picture. */
  readonly picture?: (grid: ScoreGrid, palette: Palette, widthOf: (text: string) => number) => Picture;
}
