/** Paints the parts of a heatmap that are in view. */
import type { Palette } from '../palette';
import { elideMiddle } from '../elide';
import { axisLabels, boldness, type HeatmapLayout } from './heatmapLayout';
import { canvasPattern } from './pictureCanvas';
import { longestScores, shortScore, type ScoreGrid } from './scoreGrid';

/** The part in view, px of the whole grid. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Makes a canvas crisp on this screen and gives a brush in CSS pixels. */
function brushOf(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const scale = window.devicePixelRatio;
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  context?.scale(scale, scale);
  return context;
}

/** Cell edges fall on whole device pixels, so that no seams shine through. */
const snap = (value: number) => Math.round(value * window.devicePixelRatio) / window.devicePixelRatio;

/** How many decimals fit into every cell; 0 when values do not fit at all. */
function printableDecimals(
  grid: ScoreGrid,
  layout: HeatmapLayout,
  widthOf: (text: string) => number,
): number {
  if (layout.cellHeight < 14) return 0;
  for (const decimals of [3, 2]) {
    const width = Math.max(...longestScores(grid.scale, decimals).map(widthOf));
    if (width + 8 <= layout.cellWidth) return decimals;
  }
  return 0;
}

export function paintCells(
  canvas: HTMLCanvasElement,
  grid: ScoreGrid,
  layout: HeatmapLayout,
  view: View,
  palette: Palette,
  widthOf: (text: string) => number,
): void {
  const brush = brushOf(canvas, view.width, view.height);
  if (brush === null) return;
  const { cellWidth, cellHeight } = layout;
  const right = Math.min(view.width, snap(grid.columns.length * cellWidth - view.x));
  const bottom = Math.min(view.height, snap(grid.rows.length * cellHeight - view.y));
  const gap = Math.min(cellWidth, cellHeight) >= 10 ? 1 : 0;
  const patterned = Math.min(cellWidth, cellHeight) >= 5;
  const scale = window.devicePixelRatio;
  const pending = canvasPattern(brush, 'pending', palette.muted, scale);
  const none = patterned ? canvasPattern(brush, 'none', palette.foreground, scale) : palette.muted;
  brush.fillStyle = pending;
  brush.fillRect(0, 0, right, bottom);
  brush.textAlign = 'center';
  brush.textBaseline = 'middle';
  brush.font = `${palette.fontSize - 1}px ${palette.fontFamily}`;
  const decimals = printableDecimals(grid, layout, widthOf);
  const lastRow = Math.min(grid.rows.length, Math.ceil((view.y + view.height) / cellHeight));
  const lastColumn = Math.min(grid.columns.length, Math.ceil((view.x + view.width) / cellWidth));
  for (let row = Math.floor(view.y / cellHeight); row < lastRow; row++) {
    const top = snap(row * cellHeight - view.y);
    const height = snap((row + 1) * cellHeight - view.y) - top - gap;
    for (let column = Math.floor(view.x / cellWidth); column < lastColumn; column++) {
      const score = grid.score(row, column);
      const left = snap(column * cellWidth - view.x);
      const width = snap((column + 1) * cellWidth - view.x) - left - gap;
      if (gap > 0) {
        brush.fillStyle = palette.background;
        brush.fillRect(left + width, top, gap, height + gap);
        brush.fillRect(left, top + height, width, gap);
      }
      if (score === undefined) continue;
      const { value } = score;
      brush.fillStyle = value === null ? palette.background : grid.scale.colour(value);
      brush.fillRect(left, top, width, height);
      if (value === null && grid.blank?.(row, column) !== true) {
        brush.fillStyle = none;
        brush.fillRect(left, top, width, height);
      } else if (value !== null && decimals > 0) {
        brush.fillStyle = grid.scale.ink(value);
        brush.fillText(shortScore(value, grid.scale, decimals), left + width / 2, top + height / 2 + 0.5);
      }
    }
  }
}

export interface Axis {
  readonly names: readonly string[];
  /** The name written in bold and always, -1 for none. */
  readonly marked: number;
}

/** Names of the outermost cells are not cut in half, however small the cells are. */
const within = (at: number, low: number, high: number) => Math.max(low, Math.min(high, at));

/** Names to the left of the rows. */
export function paintRowNames(
  canvas: HTMLCanvasElement,
  axis: Axis,
  layout: HeatmapLayout,
  view: View,
  palette: Palette,
  widthOf: (text: string) => number,
): void {
  const brush = brushOf(canvas, layout.left, view.height);
  if (brush === null) return;
  brush.textAlign = 'right';
  const half = palette.fontSize * 0.6;
  paintNames(brush, axis, palette, layout.rowStep, layout.left - 8, widthOf, (at) => ({
    x: layout.left - 6,
    y: within((at + 0.5) * layout.cellHeight - view.y, half, view.height - half),
    visible: at * layout.cellHeight < view.y + view.height && (at + 1) * layout.cellHeight > view.y,
  }));
}

/** Names above the columns, upright when they are wider than their cells. */
export function paintColumnNames(
  canvas: HTMLCanvasElement,
  axis: Axis,
  layout: HeatmapLayout,
  view: View,
  palette: Palette,
  widthOf: (text: string) => number,
): void {
  const brush = brushOf(canvas, view.width, layout.top);
  if (brush === null) return;
  const { rotated, cellWidth, top } = layout;
  brush.textAlign = rotated ? 'left' : 'center';
  const room = rotated ? top - 8 : cellWidth - 6;
  if (rotated) brush.rotate(-Math.PI / 2);
  paintNames(brush, axis, palette, layout.columnStep, room, widthOf, (at) => {
    const half = palette.fontSize * 0.6;
    const middle = (at + 0.5) * cellWidth - view.x;
    const x = rotated ? within(middle, half, view.width - half) : middle;
    const visible = at * cellWidth < view.x + view.width && (at + 1) * cellWidth > view.x;
    return rotated ? { x: 6 - top, y: x, visible } : { x, y: top / 2, visible };
  });
}

function paintNames(
  brush: CanvasRenderingContext2D,
  axis: Axis,
  palette: Palette,
  step: number,
  room: number,
  widthOf: (text: string) => number,
  place: (at: number) => { x: number; y: number; visible: boolean },
): void {
  brush.textBaseline = 'middle';
  const apart = palette.fontSize + 2;
  const name = axis.names[axis.marked];
  const marked = name === undefined ? null : place(axis.marked);
  brush.fillStyle = palette.foreground;
  brush.font = `${palette.fontSize}px ${palette.fontFamily}`;
  let last = -Infinity;
  for (const { at, text } of axisLabels(axis.names, step, room, widthOf)) {
    const { x, y, visible } = place(at);
    if (!visible || at === axis.marked) continue;
    // Neither an outermost name that was moved inwards nor the marked one may run into another.
    if (y !== last && y - last < apart) continue;
    if (marked?.visible === true && y !== marked.y && Math.abs(y - marked.y) < apart) continue;
    last = y;
    brush.fillText(text, x, y);
  }
  if (name === undefined || marked?.visible !== true) return;
  brush.font = `bold ${palette.fontSize}px ${palette.fontFamily}`;
  brush.fillText(
    elideMiddle(name, room, (text) => widthOf(text) * boldness),
    marked.x,
    marked.y,
  );
}
