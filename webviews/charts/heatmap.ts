import { element, setText } from '../element';
import { readPalette } from '../theme';
import type { Chart, ChartEvents, MountedChart } from './chart';
import { moveCursor, type GridCell } from './heatmapCursor';
import { heatmapLayout, type HeatmapLayout } from './heatmapLayout';
import { paintCells, paintColumnNames, paintRowNames, type View } from './heatmapPaint';
import { heatmapPicture } from './heatmapPicture';
import { HeatmapTip } from './heatmapTip';
import { legendMarks, legendWidth, needsScale } from './legendMarks';
import { paintPicture } from './pictureCanvas';
import { scoreWords, type ScoreGrid } from './scoreGrid';
import { textMeter } from './textWidth';
import { zoomBar, zoomStep } from './zoomBar';

/** The layer x layer grid on canvases: names stay in sight while the cells scroll; one cursor for keys and pointer. */
class Heatmap implements MountedChart {
  readonly element: HTMLElement;
  readonly #parts = {
    rowTitle: element('div', { class: 'axis-title row-title nowrap' }),
    columnTitle: element('div', { class: 'axis-title column-title nowrap' }),
    rowNames: element('canvas', { class: 'row-names', 'aria-hidden': 'true' }),
    columnNames: element('canvas', { class: 'column-names', 'aria-hidden': 'true' }),
    cells: element('canvas', { class: 'cells', 'aria-hidden': 'true' }),
    hover: element('div', { class: 'cell-hover', hidden: true }),
    cursor: element('div', { class: 'cell-cursor', hidden: true }),
    legend: element('canvas', { class: 'legend', role: 'img' }),
    space: element('div', { class: 'cell-space', role: 'row' }),
    header: element('span', { class: 'spoken', role: 'rowheader' }, 'No row'),
    current: element('span', { class: 'spoken', role: 'gridcell' }, 'No pair chosen'),
  };
  readonly #scroller: HTMLElement;
  readonly #zoomBar: HTMLElement;
  readonly #tip = new HeatmapTip();
  #palette = readPalette();
  #widthOf = textMeter(this.#palette);
  #grid: ScoreGrid | null = null;
  #layout: HeatmapLayout | null = null;
  #zoom = 1;
  #cursor: GridCell | null = null;
  #hover: GridCell | null = null;
  #scheduled = false;
  /** The cells need painting, not only the names and marks. */
  #stale = true;

  constructor(private readonly events: ChartEvents) {
    const { space, cells, hover, cursor, header, current } = this.#parts;
    space.append(cells, hover, cursor, header, current);
    this.#scroller = element('div', { class: 'cell-scroller', role: 'grid', tabindex: 0 }, space);
    this.#zoomBar = zoomBar((factor) => {
      this.#zoomBy(factor);
    });
    const { rowTitle, columnTitle, rowNames, columnNames, legend } = this.#parts;
    const foot = element('div', { class: 'heatmap-foot' }, legend, this.#zoomBar);
    this.element = element(
      'div',
      { class: 'heatmap' },
      ...[rowTitle, columnTitle, rowNames, columnNames, this.#scroller, foot, this.#tip.element],
    );
    this.#listen();
  }

  show(grid: ScoreGrid): void {
    const fresh = this.#grid?.rows !== grid.rows || this.#grid.columns !== grid.columns;
    this.#grid = grid;
    if (fresh) {
      this.#zoom = 1;
      this.#setCursor(null);
    }
    setText(this.#parts.rowTitle, grid.xName);
    setText(this.#parts.columnTitle, grid.yName);
    this.#zoomBar.hidden = Math.max(grid.rows.length, grid.columns.length) <= 12;
    const layers = `${grid.title}: ${grid.rows.length} layers of ${grid.xName} as rows, ${grid.columns.length} layers of ${grid.yName} as columns. Arrow keys move, Enter shows all measures of a pair.`;
    this.#scroller.setAttribute('aria-label', grid.label ?? layers);
    this.#scroller.setAttribute('aria-rowcount', String(grid.rows.length));
    this.#scroller.setAttribute('aria-colcount', String(grid.columns.length));
    this.#measureUp();
  }

  mark(row: number, column: number): void {
    if (this.#cursor === null) this.#setCursor({ row, column }, false);
  }

  themeChanged(): void {
    this.#palette = readPalette();
    this.#widthOf = textMeter(this.#palette);
    this.#measureUp();
  }

  #listen(): void {
    const scroller = this.#scroller;
    new ResizeObserver(() => {
      this.#measureUp();
    }).observe(this.element);
    new ResizeObserver(() => {
      this.#schedule();
    }).observe(scroller);
    scroller.addEventListener('scroll', () => {
      this.#tip.hide();
      this.#schedule();
    });
    scroller.addEventListener('keydown', (event) => {
      this.#key(event);
    });
    scroller.addEventListener('focus', () => {
      if (this.#cursor === null && scroller.matches(':focus-visible')) this.#setCursor({ row: 0, column: 0 });
    });
    scroller.addEventListener('pointermove', (event) => {
      this.#hoverAt(event);
    });
    scroller.addEventListener('pointerleave', () => {
      this.#hoverAt(null);
    });
    scroller.addEventListener('click', (event) => {
      const cell = this.#cellAt(event);
      if (cell) this.#open(cell);
    });
    scroller.addEventListener('wheel', (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.#zoomBy(event.deltaY < 0 ? zoomStep : 1 / zoomStep);
    });
  }

  /** Fits names and cells into the element; the scroller takes what they need and no more. */
  #measureUp(): void {
    const grid = this.#grid;
    const { width, height } = this.element.getBoundingClientRect();
    if (grid === null || width === 0) return;
    const room = { width: width - 20 - 14, height: height - 20 - 76 - 14 };
    const layout = heatmapLayout({
      rowNames: grid.rows.map((layer) => layer.tensor),
      columnNames: grid.columns.map((layer) => layer.tensor),
      ...room,
      zoom: this.#zoom,
      lineHeight: this.#palette.fontSize + 4,
      widthOf: this.#widthOf,
    });
    this.#layout = layout;
    const { space } = this.#parts;
    space.style.width = `${grid.columns.length * layout.cellWidth}px`;
    space.style.height = `${grid.rows.length * layout.cellHeight}px`;
    this.element.style.gridTemplateColumns = `20px ${layout.left}px minmax(0, 1fr)`;
    this.element.style.gridTemplateRows = `20px ${layout.top}px minmax(0, max-content) auto`;
    this.#schedule();
  }

  #schedule(marksOnly = false): void {
    this.#stale ||= !marksOnly;
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.#paint();
    });
  }

  #paint(): void {
    const [grid, layout] = [this.#grid, this.#layout];
    if (grid === null || layout === null) return;
    const scroller = this.#scroller;
    const view: View = {
      x: scroller.scrollLeft,
      y: scroller.scrollTop,
      width: scroller.clientWidth,
      height: Math.min(scroller.clientHeight, Math.ceil(grid.rows.length * layout.cellHeight)),
    };
    const { cells, rowNames, columnNames } = this.#parts;
    const marked = this.#hover ?? this.#cursor;
    const common = [layout, view, this.#palette, this.#widthOf] as const;
    if (this.#stale) {
      paintCells(cells, grid, ...common);
      this.#paintLegend(grid);
    }
    this.#stale = false;
    paintRowNames(rowNames, { names: grid.rows.map((l) => l.tensor), marked: marked?.row ?? -1 }, ...common);
    paintColumnNames(
      columnNames,
      { names: grid.columns.map((l) => l.tensor), marked: marked?.column ?? -1 },
      ...common,
    );
    this.#place(this.#parts.hover, this.#hover);
    this.#place(this.#parts.cursor, this.#cursor);
  }

  #paintLegend(grid: ScoreGrid): void {
    const palette = this.#palette;
    const picture = {
      width: legendWidth + 170,
      height: 52,
      title: '',
      background: palette.background,
      patternInk: palette.muted,
      fontFamily: palette.fontFamily,
      marks: legendMarks(grid, palette, 10, 4),
    };
    const { legend } = this.#parts;
    paintPicture(legend, picture, window.devicePixelRatio);
    legend.style.width = `${picture.width}px`;
    const { low, high } = grid.scale;
    const bright = grid.measure.direction === 'similarity' ? high : low;
    const scale = `Colour scale from ${low} to ${high}; brightest, most similar: ${bright}.`;
    legend.setAttribute('aria-label', needsScale(grid) ? scale : 'No pair has a value.');
  }

  #place(box: HTMLElement, cell: GridCell | null): void {
    const layout = this.#layout;
    box.hidden = cell === null;
    if (cell === null || layout === null) return;
    const { cellWidth, cellHeight } = layout;
    box.style.transform = `translate(${cell.column * cellWidth}px, ${cell.row * cellHeight}px)`;
    box.style.width = `${cellWidth}px`;
    box.style.height = `${cellHeight}px`;
  }

  #cellAt(event: MouseEvent): GridCell | null {
    const [grid, layout] = [this.#grid, this.#layout];
    if (grid === null || layout === null) return null;
    const box = this.#parts.space.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top) / layout.cellHeight);
    const column = Math.floor((event.clientX - box.left) / layout.cellWidth);
    return row >= 0 && column >= 0 && row < grid.rows.length && column < grid.columns.length
      ? { row, column }
      : null;
  }

  #hoverAt(event: PointerEvent | null): void {
    const cell = event === null ? null : this.#cellAt(event);
    const moved = cell?.row !== this.#hover?.row || cell?.column !== this.#hover?.column;
    this.#hover = cell;
    if (moved) this.#schedule(true);
    if (cell === null || event === null || this.#grid === null) this.#tip.hide();
    else this.#tip.show(this.#grid, cell.row, cell.column, { x: event.clientX, y: event.clientY });
  }

  #open(cell: GridCell): void {
    this.#setCursor(cell);
    this.events.open(cell.row, cell.column);
  }

  #setCursor(cell: GridCell | null, aloud = true): void {
    this.#cursor = cell;
    this.#schedule(true);
    const [grid, layout] = [this.#grid, this.#layout];
    if (cell === null || grid === null || layout === null) return;
    const { header, current, space } = this.#parts;
    const [row, column] = [grid.rows[cell.row]?.tensor ?? '', grid.columns[cell.column]?.tensor ?? ''];
    const words = scoreWords(grid.score(cell.row, cell.column), grid.running);
    setText(header, row);
    setText(current, `${column}: ${words}`);
    space.setAttribute('aria-rowindex', String(cell.row + 1));
    current.setAttribute('aria-colindex', String(cell.column + 1));
    if (aloud) this.events.say(`row ${row}, column ${column}: ${words}`);
    this.#reveal(cell, layout);
  }

  #reveal(cell: GridCell, layout: HeatmapLayout): void {
    const scroller = this.#scroller;
    const left = cell.column * layout.cellWidth;
    const top = cell.row * layout.cellHeight;
    const nearest = (start: number, size: number, from: number, room: number) =>
      start < from ? start : start + size > from + room ? start + size - room : from;
    scroller.scrollLeft = nearest(left, layout.cellWidth, scroller.scrollLeft, scroller.clientWidth);
    scroller.scrollTop = nearest(top, layout.cellHeight, scroller.scrollTop, scroller.clientHeight);
  }

  #key(event: KeyboardEvent): void {
    const grid = this.#grid;
    if (grid === null || event.altKey || event.metaKey) return;
    const at = this.#cursor ?? { row: 0, column: 0 };
    const to = moveCursor(event.key, event.ctrlKey, at, grid.rows.length, grid.columns.length);
    if (to) this.#setCursor(to);
    else if (event.key === 'Enter' || event.key === ' ') this.#open(at);
    else if (event.key === '+') this.#zoomBy(zoomStep);
    else if (event.key === '-') this.#zoomBy(1 / zoomStep);
    else if (event.key === '0') this.#zoomBy(0);
    else return;
    event.preventDefault();
  }

  /** 0 goes back to the fitting size. */
  #zoomBy(factor: number): void {
    this.#zoom = factor === 0 ? 1 : Math.max(1, Math.min(40, this.#zoom * factor));
    this.#measureUp();
    if (this.#cursor !== null && this.#layout !== null) this.#reveal(this.#cursor, this.#layout);
  }
}

export const heatmap: Chart = {
  id: 'heatmap',
  title: 'Grid',
  icon: 'symbol-array',
  draws: (kind) => kind === 'activations',
  mount: (events) => new Heatmap(events),
  picture: heatmapPicture,
};
