/** A heatmap as a picture to keep: title, axes, cells, legend. Pure: no document. */
import type { Palette } from '../palette';
import { legendMarks } from './legendMarks';
import { axisLabels, heatmapLayout } from './heatmapLayout';
import type { Mark, Picture } from './picture';
import { scoreWords, shortScore, type ScoreGrid } from './scoreGrid';

const margin = 20;
const line = 16;
const titleHeight = 52;
const legendHeight = 64;
/** Cells of larger grids carry no words of their own: at 300 x 300 they would be most of the file. */
const mostTitles = 2500;
/** The grid itself, px, before the names: large enough to print, small enough for a page. */
const roomFor = (count: number) => Math.max(count * 3, Math.min(count * 112, 900));

function cellMarks(
  grid: ScoreGrid,
  origin: { x: number; y: number },
  cell: { width: number; height: number },
  palette: Palette,
): Mark[] {
  const marks: Mark[] = [];
  const gap = cell.width >= 10 ? 1 : 0;
  const titled = grid.pairs.length <= mostTitles;
  const print = cell.width >= 44 && cell.height >= 14;
  for (const [row, column] of grid.pairs) {
    const score = grid.score(row, column);
    const value = score?.value ?? null;
    const x = origin.x + column * cell.width;
    const y = origin.y + row * cell.height;
    marks.push({
      kind: 'rect',
      x,
      y,
      width: cell.width - gap,
      height: cell.height - gap,
      fill: value === null ? { pattern: score === undefined ? 'pending' : 'none' } : grid.scale.colour(value),
      ...(titled && {
        title: `${grid.rows[row]?.tensor ?? ''} × ${grid.columns[column]?.tensor ?? ''}: ${scoreWords(score, grid.running)}`,
      }),
    });
    if (value === null || !print) continue;
    marks.push({
      kind: 'text',
      x: x + cell.width / 2,
      y: y + cell.height / 2,
      text: shortScore(value, grid.scale, 3),
      fill: grid.scale.ink(value),
      size: palette.fontSize - 1,
      anchor: 'middle',
    });
  }
  return marks;
}

/** Draws the whole grid, whatever part of it is in view. */
export function heatmapPicture(
  grid: ScoreGrid,
  palette: Palette,
  widthOf: (text: string) => number,
): Picture {
  const rowNames = grid.rows.map((layer) => layer.tensor);
  const columnNames = grid.columns.map((layer) => layer.tensor);
  const room = { width: roomFor(columnNames.length) + 240, height: roomFor(rowNames.length) + 160 };
  const layout = heatmapLayout({ rowNames, columnNames, ...room, zoom: 1, lineHeight: line, widthOf });
  const { left, top, cellWidth, cellHeight, rotated } = layout;
  const origin = { x: margin + line + left, y: margin + titleHeight + line + top };
  const gridWidth = cellWidth * columnNames.length;
  const gridHeight = cellHeight * rowNames.length;
  const text = (x: number, y: number, words: string, more: Partial<Mark & { kind: 'text' }> = {}): Mark => {
    return {
      kind: 'text',
      x,
      y,
      text: words,
      fill: palette.foreground,
      size: palette.fontSize,
      anchor: 'start',
      ...more,
    };
  };
  const { instances = [] } = grid;
  const ran = instances.length === 0 ? '' : `, run on ${instances.join(' and ')}`;
  const subtitle = `${grid.subject ?? `${grid.xName} (rows) and ${grid.yName} (columns)`}${ran}`;
  const marks: Mark[] = [
    text(margin, margin + 8, grid.title, { bold: true, size: palette.fontSize + 2 }),
    text(margin, margin + 28, subtitle, { fill: palette.muted }),
    text(origin.x, margin + titleHeight + line / 2, grid.yName, { fill: palette.muted }),
    text(margin + line / 2, origin.y, grid.xName, { fill: palette.muted, upright: true, anchor: 'end' }),
  ];
  for (const label of axisLabels(rowNames, layout.rowStep, left - 8, widthOf)) {
    marks.push(text(origin.x - 6, origin.y + (label.at + 0.5) * cellHeight, label.text, { anchor: 'end' }));
  }
  const nameRoom = rotated ? top - 8 : cellWidth - 6;
  for (const label of axisLabels(columnNames, layout.columnStep, nameRoom, widthOf)) {
    const x = origin.x + (label.at + 0.5) * cellWidth;
    marks.push(
      text(
        x,
        origin.y - (rotated ? 6 : line / 2 + 2),
        label.text,
        rotated ? { upright: true } : { anchor: 'middle' },
      ),
    );
  }
  marks.push(...cellMarks(grid, origin, { width: cellWidth, height: cellHeight }, palette));
  marks.push(...legendMarks(grid, palette, origin.x, origin.y + gridHeight + 20));
  const widest = Math.max(
    origin.x + Math.max(gridWidth, 260),
    margin + widthOf(subtitle),
    margin + 1.3 * widthOf(grid.title),
  );
  return {
    width: Math.ceil(widest + margin),
    height: Math.ceil(origin.y + gridHeight + legendHeight + margin),
    title: `${grid.title}: ${subtitle}`,
    background: palette.background,
    patternInk: palette.muted,
    fontFamily: palette.fontFamily,
    marks,
  };
}
