/** The bars of a weights comparison as a picture to keep. Pure: no document. */
import { elideMiddle } from '../elide';
import { tickText, significant } from '../numbers';
import type { Palette } from '../palette';
import type { Mark, Picture } from './picture';
import type { ScoreGrid } from './scoreGrid';

const margin = 20;
const head = 60;
const rowHeight = 18;
const barRoom = 360;
const valueRoom = 84;

/** One line a tensor in model order: name, value and a bar over a common axis. */
export function barsPicture(grid: ScoreGrid, palette: Palette, widthOf: (text: string) => number): Picture {
  const { low, high, ticks } = grid.scale;
  const names = grid.pairs.map(([x]) => grid.rows[x]?.tensor ?? '');
  const nameRoom = Math.min(360, Math.max(80, ...names.slice(0, 2000).map((name) => widthOf(name))));
  const start = margin + nameRoom + 8 + valueRoom;
  const at = (value: number) => start + Math.max(0, Math.min(1, (value - low) / (high - low))) * barRoom;
  const bottom = margin + head + names.length * rowHeight;
  const subtitle = `${grid.xName} and ${grid.yName}, tensors of equal name`;
  const size = palette.fontSize;
  const text = (x: number, y: number, words: string, more: Partial<Mark & { kind: 'text' }> = {}): Mark => {
    return {
      kind: 'text',
      x,
      y,
      text: words,
      fill: palette.foreground,
      size: size - 1,
      anchor: 'start',
      ...more,
    };
  };
  const better = grid.measure.direction === 'similarity' ? 'larger = more similar' : 'smaller = more similar';
  const marks: Mark[] = [
    text(margin, margin + 8, grid.title, { bold: true, size: size + 2 }),
    text(margin, margin + 28, `${subtitle}; ${better}`, { fill: palette.muted, size }),
  ];
  for (const tick of ticks) {
    const x = at(tick);
    marks.push({ kind: 'line', x1: x, x2: x, y1: margin + head - 4, y2: bottom, stroke: palette.border });
    marks.push(text(x, margin + head - 12, tickText(tick), { anchor: 'middle' }));
  }
  grid.pairs.forEach(([x, y], i) => {
    const top = margin + head + i * rowHeight;
    const middle = top + rowHeight / 2;
    const score = grid.score(x, y);
    const value = score?.value ?? null;
    marks.push(text(margin, middle, elideMiddle(names[i] ?? '', nameRoom, widthOf)));
    if (value === null) {
      marks.push(text(start, middle, score?.reason ?? 'not computed', { fill: palette.muted }));
      return;
    }
    const [left, right] = [Math.min(at(0), at(value)), Math.max(at(0), at(value))];
    marks.push(text(start - 8, middle, significant(value, 4), { anchor: 'end' }));
    marks.push({
      kind: 'rect',
      x: left,
      y: top + 4,
      width: right - left,
      height: rowHeight - 8,
      fill: grid.scale.colour(value),
      stroke: palette.foreground,
    });
  });
  return {
    width: Math.ceil(Math.max(start + barRoom, margin + 1.1 * widthOf(`${subtitle}; ${better}`)) + margin),
    height: bottom + margin,
    title: `${grid.title}: ${subtitle}`,
    background: palette.background,
    patternInk: palette.muted,
    fontFamily: palette.fontFamily,
    marks,
  };
}
