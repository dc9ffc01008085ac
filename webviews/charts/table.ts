import { element } from '../element';
import { visibleRows } from '../virtualWindow';
import type { Chart, ChartEvents, MountedChart } from './chart';
import { scoreWords, shortScore, type ScoreGrid } from './scoreGrid';

const rowHeight = 24;

/** The scores as a plain table that needs no eyes for colours; long ones hold only the rows in view. */
class ScoreTable implements MountedChart {
  readonly element = element('div', {
    class: 'table-scroller',
    tabindex: 0,
    role: 'region',
    'aria-label': 'Scores as a table',
  });
  #grid: ScoreGrid | null = null;
  #scheduled = false;

  constructor(private readonly events: ChartEvents) {
    this.element.addEventListener('scroll', () => {
      this.#schedule();
    });
    new ResizeObserver(() => {
      this.#schedule();
    }).observe(this.element);
    this.element.addEventListener('click', (event) => {
      const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('button') : null;
      if (cell) this.events.open(Number(cell.dataset.row), Number(cell.dataset.column));
    });
  }

  show(grid: ScoreGrid): void {
    this.#grid = grid;
    this.#schedule();
  }

  themeChanged(): void {
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      if (this.#grid) this.#draw(this.#grid);
    });
  }

  #draw(grid: ScoreGrid): void {
    const weights = grid.kind === 'weights';
    const heads = weights ? [grid.title] : grid.columns.map((layer) => layer.tensor);
    const head = element(
      'tr',
      { 'aria-rowindex': 1 },
      element('th', { scope: 'col', class: 'corner' }, grid.unit ?? (weights ? 'Tensor' : 'Layer')),
      ...heads.map((name) =>
        element('th', { scope: 'col', title: name }, element('span', { class: 'nowrap' }, name)),
      ),
    );
    const count = weights ? grid.pairs.length : grid.rows.length;
    const { scrollTop, clientHeight } = this.element;
    const { first, last } = visibleRows(count, rowHeight, scrollTop, clientHeight, 4);
    const rows: HTMLElement[] = [];
    for (let i = first; i < last; i++) rows.push(this.#row(grid, i, heads.length));
    const filler = (height: number) => {
      const row = element(
        'tr',
        { 'aria-hidden': 'true' },
        element('td', { colspan: heads.length + 1, class: 'filler' }),
      );
      row.style.height = `${height}px`;
      return row;
    };
    const body = element(
      'tbody',
      {},
      first > 0 ? filler(first * rowHeight) : null,
      ...rows,
      last < count ? filler((count - last) * rowHeight) : null,
    );
    const caption = element(
      'caption',
      { class: 'spoken' },
      grid.unit === undefined
        ? `${grid.title} of ${grid.xName} (rows) and ${grid.yName} (columns)`
        : grid.title,
    );
    const focused = this.element.contains(document.activeElement) ? document.activeElement : null;
    const { row, column } = focused instanceof HTMLElement ? focused.dataset : {};
    this.element.replaceChildren(
      element(
        'table',
        { class: 'scores', 'aria-rowcount': count + 1 },
        caption,
        element('thead', {}, head),
        body,
      ),
    );
    if (row === undefined || column === undefined) return;
    this.element.querySelector<HTMLElement>(`button[data-row="${row}"][data-column="${column}"]`)?.focus();
  }

  #row(grid: ScoreGrid, index: number, width: number): HTMLElement {
    const weights = grid.kind === 'weights';
    const [x, y] = weights ? (grid.pairs[index] ?? [0, 0]) : [index, 0];
    const name = grid.rows[x]?.tensor ?? '';
    const cells = Array.from({ length: width }, (_, column) => {
      const at = weights ? y : column;
      const score = grid.score(x, at);
      const words = scoreWords(score, grid.running);
      const value = score?.value ?? null;
      const lacking = score === undefined ? '…' : grid.blank?.(x, at) === true ? '–' : 'no value';
      const text = value === null ? lacking : shortScore(value, grid.scale, 4);
      const open = element(
        'button',
        { type: 'button', class: 'cell-button', title: words, 'data-row': x, 'data-column': at },
        text,
      );
      if (value === null) open.setAttribute('aria-label', score === undefined ? `…, ${words}` : words);
      return element('td', { class: 'number' }, open);
    });
    const head = element('th', { scope: 'row', title: name }, element('span', { class: 'nowrap' }, name));
    return element('tr', { 'aria-rowindex': index + 2 }, head, ...cells);
  }
}

export const table: Chart = {
  id: 'table',
  title: 'Table',
  icon: 'table',
  draws: () => true,
  mount: (events) => new ScoreTable(events),
};
