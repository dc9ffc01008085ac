import type { TensorEntry, TensorSlice } from '../../server/protocol';
import { dropdown, iconButton, setDisabled } from '../components';
import { element, setText } from '../element';
import { exactCount } from '../numbers';
import { isWhole, type NumberFormat, numberFormats, rowLabel, valueText } from './valueText';

const pageRows = 12;
const usualColumns = 6;
/** Pixels of the column of row numbers with the margins, and of the shortest numbers: what does not fit is not drawn. */
const [labelWidth, numberWidth] = [48, 56];

export interface SliceWindow {
  readonly firstRow: number;
  readonly rows: number;
  readonly firstColumn: number;
  readonly columns: number;
}

/** The values of the selected tensor, a page at a time. */
export class ValuesBox {
  readonly element = element('section', { class: 'values', 'aria-label': 'Values' });
  readonly #table = element('table', { class: 'value-table' });
  readonly #place = element('span', { class: 'muted', role: 'status' });
  readonly #buttons: Readonly<Record<'up' | 'down' | 'left' | 'right', HTMLElement>>;
  #format: NumberFormat = 'Short';
  readonly #formats: HTMLElement;
  #tensor: Pick<TensorEntry, 'shape' | 'dtype' | 'text'> = { shape: [], dtype: '' };
  #slice: TensorSlice | null = null;
  /** Columns of the slice that are drawn. */
  #drawn = 0;
  /** Where the pages to the left of this one began. */
  readonly #before: number[] = [];
  #asked = 0;

  constructor(private readonly ask: (window: SliceWindow) => void) {
    const move = (rows: number, columns: number) => () => {
      this.#move(rows, columns);
    };
    this.#buttons = {
      up: iconButton('arrow-up', 'Rows before', move(-1, 0)),
      down: iconButton('arrow-down', 'Rows after', move(1, 0)),
      left: iconButton('arrow-left', 'Columns before', move(0, -1)),
      right: iconButton('arrow-right', 'Columns after', move(0, 1)),
    };
    this.#formats = dropdown('Number format', numberFormats, this.#format, (choice) => {
      this.#format = numberFormats.find((one) => one === choice) ?? 'Short';
      this.#draw();
    });
    this.element.append(
      element('h3', {}, 'Values'),
      element('div', { class: 'value-bar' }, ...Object.values(this.#buttons), this.#formats),
      this.#place,
      element(
        'div',
        { class: 'value-place', tabindex: 0, role: 'region', 'aria-label': 'Table of values' },
        this.#table,
      ),
    );
    new ResizeObserver(() => {
      this.#resized();
    }).observe(this.element);
  }

  /** Another tensor, or its values anew. */
  begin(tensor: TensorEntry): void {
    this.#slice = null;
    this.#before.length = 0;
    this.#tensor = tensor;
    this.#formats.hidden = tensor.text === true;
    this.#table.replaceChildren();
    setText(this.#place, 'Reading values…');
    for (const one of Object.values(this.#buttons)) setDisabled(one, true);
    this.#askFor(0, 0);
  }

  show(slice: TensorSlice): void {
    this.#slice = slice;
    this.#draw();
  }

  fail(message: string): void {
    setText(this.#place, message);
  }

  /** As many columns as there is room for. */
  #columns(): number {
    const width = this.element.clientWidth;
    return width === 0
      ? usualColumns
      : Math.max(2, Math.min(24, Math.floor((width - labelWidth) / numberWidth)));
  }

  #askFor(firstRow: number, firstColumn: number): void {
    this.#asked = this.#columns();
    this.ask({ firstRow, rows: pageRows, firstColumn, columns: this.#asked });
  }

  /** Turns pages: 1 forward, -1 back. */
  #move(rows: number, columns: number): void {
    if (this.#slice === null) return;
    const { firstRow, firstColumn } = this.#slice;
    if (columns > 0) this.#before.push(firstColumn);
    // Pages are as wide as their numbers let them be: back to where the one before began, forward from where this one ends.
    const back = columns < 0 ? (this.#before.pop() ?? firstColumn - this.#drawn) : firstColumn;
    const next = columns > 0 ? firstColumn + this.#drawn : back;
    this.#askFor(Math.max(0, firstRow + rows * pageRows), Math.max(0, next));
  }

  /** The page of values has another width. */
  #resized(): void {
    if (this.#slice === null) return;
    if (this.#columns() === this.#asked) this.#draw();
    else this.#askFor(this.#slice.firstRow, this.#slice.firstColumn);
  }

  #draw(): void {
    if (this.#slice === null) return;
    const columns = this.#slice.values[0]?.length ?? 0;
    this.#drawTable(this.#slice, columns);
    const end = this.#table.parentElement?.getBoundingClientRect().right ?? Infinity;
    const heads = Array.from(this.#table.querySelectorAll('thead th'));
    const fitting = heads.filter((head) => head.getBoundingClientRect().right <= end).length;
    // A page that is not in sight has no widths.
    if (this.element.clientWidth > 0 && fitting < columns) this.#drawTable(this.#slice, Math.max(1, fitting));
  }

  #drawTable({ firstRow, firstColumn, totalRows, totalColumns, values }: TensorSlice, width: number): void {
    this.#drawn = width;
    const span = (first: number, count: number, total: number) =>
      `${exactCount(first)} to ${exactCount(first + count - 1)} of ${exactCount(total)}`;
    setText(
      this.#place,
      values.length === 0 || width === 0
        ? 'No values.'
        : `Rows ${span(firstRow, values.length, totalRows)}${totalColumns === 1 ? '' : `, columns ${span(firstColumn, width, totalColumns)}`}`,
    );
    setDisabled(this.#buttons.up, firstRow === 0);
    setDisabled(this.#buttons.down, firstRow + values.length >= totalRows);
    setDisabled(this.#buttons.left, firstColumn === 0);
    setDisabled(this.#buttons.right, width === 0 || firstColumn + width >= totalColumns);
    const heads = Array.from({ length: width }, (_, i) =>
      element('th', { scope: 'col' }, String(firstColumn + i)),
    );
    const rows = values.map((row, i) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, rowLabel(firstRow + i, this.#tensor.shape)),
        ...row.slice(0, width).map((value) => this.#cell(value)),
      ),
    );
    this.#table.replaceChildren(
      element('thead', {}, element('tr', {}, element('td', {}), ...heads)),
      element('tbody', {}, ...rows),
    );
  }

  #cell(value: number | string): HTMLElement {
    const { dtype, text } = this.#tensor;
    if (text === true) return element('td', { class: 'text-value' }, value.toString());
    const kind = typeof value === 'string' ? 'odd-value' : '';
    return element('td', { class: kind }, valueText(value, this.#format, isWhole(dtype)));
  }
}
