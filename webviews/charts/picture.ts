/** A picture as a list of marks, independent of how it is written down. Lengths in px, colours as CSS. */
export type PatternName = 'pending' | 'none';

export interface RectMark {
  readonly kind: 'rect';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill: string | { readonly pattern: PatternName };
  readonly stroke?: string;
  /** Shown on hovering, where the form allows it. */
  readonly title?: string;
}

export interface TextMark {
  readonly kind: 'text';
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly fill: string;
  readonly size: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
  /** Turned left by a quarter around (x, y). */
  readonly upright?: boolean;
}

export interface LineMark {
  readonly kind: 'line';
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly stroke: string;
}

export type Mark = RectMark | TextMark | LineMark;

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly background: string;
  /** Colour of the lines of the patterns. */
  readonly patternInk: string;
  readonly fontFamily: string;
  readonly marks: readonly Mark[];
}

/** Side of the square that the patterns repeat, px, and their strokes in it. */
export const patternSide = 6;
export const patternStrokes: Readonly<
  Record<PatternName, readonly (readonly [number, number, number, number])[]>
> = {
  pending: [
    [-1, 1, 1, -1],
    [0, 6, 6, 0],
    [5, 7, 7, 5],
  ],
  none: [
    [1.5, 1.5, 4.5, 4.5],
    [1.5, 4.5, 4.5, 1.5],
  ],
};
