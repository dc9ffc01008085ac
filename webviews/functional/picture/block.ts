import type { LineMark, Mark, RectMark, TextMark } from '../../charts/picture';
import type { Palette } from '../../palette';

/** A part of a picture: its marks from (0, 0) on, and the room they take, px. */
export interface Block {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}

/** What blocks are drawn with. */
export interface Brush {
  readonly palette: Palette;
  readonly widthOf: (text: string) => number;
}

export function text(
  { palette }: Brush,
  x: number,
  y: number,
  words: string,
  more: Partial<TextMark> = {},
): TextMark {
  const { foreground: fill, fontSize: size } = palette;
  return { kind: 'text', x, y, text: words, fill, size, anchor: 'start', ...more };
}

export function line({ palette }: Brush, x1: number, y1: number, x2: number, y2: number): LineMark {
  return { kind: 'line', x1, y1, x2, y2, stroke: palette.muted };
}

export function rect(box: Omit<RectMark, 'kind'>): RectMark {
  return { kind: 'rect', ...box };
}

/** The mark elsewhere. */
export function moved(mark: Mark, dx: number, dy: number): Mark {
  if (mark.kind !== 'line') return { ...mark, x: mark.x + dx, y: mark.y + dy };
  return { ...mark, x1: mark.x1 + dx, x2: mark.x2 + dx, y1: mark.y1 + dy, y2: mark.y2 + dy };
}

/** Words in lines that are at most so wide. */
export function wrapped(words: string, width: number, widthOf: (text: string) => number): readonly string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(`${last} ${word}`) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
