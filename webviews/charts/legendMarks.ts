/** The legend of the colour scale as marks. Pure: no document. */
import type { Palette } from '../palette';
import { tickText } from '../numbers';
import type { Mark } from './picture';
import type { ScoreGrid } from './scoreGrid';

export const legendWidth = 240;
const barHeight = 10;
const steps = 60;

/** Which patterns a reader will meet in the grid. */
function patternKeys(grid: ScoreGrid): readonly (readonly ['pending' | 'none', string])[] {
  let pending = false;
  let none = false;
  for (const [row, column] of grid.pairs) {
    const score = grid.score(row, column);
    if (score === undefined) pending = true;
    else if (score.value === null) none = true;
  }
  const keys: (readonly ['pending' | 'none', string])[] = [];
  if (pending) keys.push(['pending', grid.running ? 'not computed yet' : 'not computed']);
  if (none) keys.push(['none', 'no value']);
  return keys;
}

/** There is or may yet be a value for the colour bar to explain. */
export function needsScale(grid: ScoreGrid): boolean {
  return (
    grid.running || grid.pairs.some(([row, column]) => typeof grid.score(row, column)?.value === 'number')
  );
}

/** The colour bar with its axis and which end means more similar, where there are values; a key for each pattern in use. */
export function legendMarks(grid: ScoreGrid, palette: Palette, x: number, y: number): Mark[] {
  const scaled = needsScale(grid);
  return [
    ...(scaled ? scaleMarks(grid, palette, x, y) : []),
    ...keyMarks(grid, palette, scaled ? x + legendWidth + 28 : x, y),
  ];
}

function scaleMarks(grid: ScoreGrid, palette: Palette, x: number, y: number): Mark[] {
  const { scale, measure } = grid;
  const size = palette.fontSize - 2;
  const step = legendWidth / steps;
  const marks: Mark[] = [];
  for (let i = 0; i < steps; i++) {
    const value = scale.low + ((i + 0.5) / steps) * (scale.high - scale.low);
    // Half a pixel of overlap: without it the background shines through between the steps.
    const width = Math.min(step + 0.5, legendWidth - i * step);
    marks.push({ kind: 'rect', x: x + i * step, y, width, height: barHeight, fill: scale.colour(value) });
  }
  for (const tick of scale.ticks) {
    const at = x + ((tick - scale.low) / (scale.high - scale.low)) * legendWidth;
    marks.push({
      kind: 'line',
      x1: at,
      x2: at,
      y1: y + barHeight,
      y2: y + barHeight + 4,
      stroke: palette.muted,
    });
    marks.push({
      kind: 'text',
      x: at,
      y: y + barHeight + 12,
      text: tickText(tick),
      fill: palette.foreground,
      size,
      anchor: 'middle',
    });
  }
  const words = measure.direction === 'similarity' ? 'more similar →' : '← more similar';
  const atEnd = measure.direction === 'similarity';
  marks.push({
    kind: 'text',
    x: atEnd ? x + legendWidth : x,
    y: y + barHeight + 30,
    text: words,
    fill: palette.muted,
    size,
    anchor: atEnd ? 'end' : 'start',
  });
  return marks;
}

function keyMarks(grid: ScoreGrid, palette: Palette, x: number, y: number): Mark[] {
  const side = 14;
  const size = palette.fontSize - 2;
  return patternKeys(grid).flatMap(([pattern, label], i): Mark[] => {
    const top = y - 2 + i * 20;
    const at = { x: x + side + 6, y: top + side / 2 };
    return [
      { kind: 'rect', x, y: top, width: side, height: side, fill: { pattern }, stroke: palette.muted },
      { kind: 'text', ...at, text: label, fill: palette.foreground, size, anchor: 'start' },
    ];
  });
}
