import { scrollToRow, visibleRows } from './virtualWindow';

export interface RowSource {
  /** px, the same for all rows */
  readonly rowHeight: number;
  readonly count: () => number;
  /** A new, empty row. */
  readonly create: () => HTMLElement;
  /** Fills a row for a position; called again whenever what it shows may have changed. */
  readonly fill: (row: HTMLElement, index: number) => void;
}

/**
 * Rows of a long list of which only those in view are in the document. Rows are reused while scrolling.
 * @param scroller the scrolling element; `body` lies inside it and gets the full height
 * @param covered px of the view hidden by a sticky header
 */
export class VirtualRows {
  readonly #rows = new Map<number, HTMLElement>();
  #spare: HTMLElement[] = [];
  #scheduled = false;

  constructor(
    private readonly scroller: HTMLElement,
    private readonly body: HTMLElement,
    private readonly source: RowSource,
    private readonly covered = 0,
  ) {
    scroller.addEventListener('scroll', () => {
      this.#place(false);
    });
    new ResizeObserver(() => {
      this.#place(false);
    }).observe(scroller);
  }

  /** Draws again before the next frame, however often it is asked for. */
  refresh(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.#place(true);
    });
  }

  /** The row element of a position, if it is in the document. */
  at(index: number): HTMLElement | undefined {
    return this.#rows.get(index);
  }

  /** Scrolls as little as needed to show a row, and draws at once so that it can be pointed at. */
  reveal(index: number): void {
    const view = this.scroller.clientHeight - this.covered;
    const top = scrollToRow(index, this.source.rowHeight, this.scroller.scrollTop, view);
    this.body.style.height = `${this.source.count() * this.source.rowHeight}px`;
    if (top !== this.scroller.scrollTop) this.scroller.scrollTop = top;
    this.#place(true);
  }

  /** Rows that fit into the view. */
  get pageLength(): number {
    return Math.max(1, Math.floor((this.scroller.clientHeight - this.covered) / this.source.rowHeight) - 1);
  }

  #place(fillAll: boolean): void {
    const { rowHeight } = this.source;
    const count = this.source.count();
    this.body.style.height = `${count * rowHeight}px`;
    const shown = visibleRows(count, rowHeight, this.scroller.scrollTop, this.scroller.clientHeight);
    for (const [index, row] of this.#rows) {
      if (index >= shown.first && index < shown.last) continue;
      this.#rows.delete(index);
      this.#spare.push(row);
    }
    for (let index = shown.first; index < shown.last; index++) {
      const known = this.#rows.get(index);
      if (known !== undefined && !fillAll) continue;
      const row = known ?? this.#spare.pop() ?? this.source.create();
      if (known === undefined) {
        row.style.transform = `translateY(${index * rowHeight}px)`;
        this.#rows.set(index, row);
        if (row.parentNode === null) this.body.append(row);
      }
      this.source.fill(row, index);
    }
    for (const row of this.#spare) row.remove();
    this.#spare = this.#spare.slice(0, 64);
  }
}
