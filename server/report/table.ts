import { printable } from './text';

/** A column of a text table: its title, and on which side its cells line up. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** Character positions a text takes: code points, which is right for nearly all names of tensors. */
function width(text: string): number {
  return Array.from(text).length;
}

/** The width the table needs for each column. */
export function widths(columns: readonly Column[], rows: readonly (readonly string[])[]): number[] {
  return columns.map(({ title }, i) =>
    rows.reduce((widest, row) => Math.max(widest, width(row[i] ?? '')), width(title)),
  );
}

/**
 * Cells in columns two spaces apart, titles above, for a terminal. Control characters in cells are shown as escapes:
 * cells may hold names from files. Lines carry no trailing spaces; the text ends in a line break.
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const shown = rows.map((row) => row.map(printable));
  const room = widths(columns, shown);
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, i) => {
        const cell = cells[i] ?? '';
        const space = ' '.repeat(Math.max(0, (room[i] ?? 0) - width(cell)));
        return align === 'left' ? cell + space : space + cell;
      })
      .join('  ')
      .trimEnd();
  const titles = columns.some(({ title }) => title !== '') ? [columns.map(({ title }) => title)] : [];
  return [...titles, ...shown].map((cells) => `${line(cells)}\n`).join('');
}

/** Columns of the given titles, all aligned alike. */
export function columnsOf(align: Column['align'], ...titles: string[]): Column[] {
  return titles.map((title) => ({ title, align }));
}
