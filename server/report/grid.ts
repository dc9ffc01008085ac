import type { Cell, Comparison, Layer } from '../protocol';
import { columnsOf, table, widths, type Column } from './table';
import { countText, printable, scoreText } from './text';

/** Characters a line of the terminal may take before the grid takes shorter titles, then breaks into blocks. */
const lineWidth = 110;

/** Titles of the columns: the layers' names where they fit on a line, else their numbers. */
function titles(layers: readonly Layer[], nameWidth: number): { columns: Column[]; key: string } {
  const names = layers.map(({ tensor }) => printable(tensor));
  const named = columnsOf('right', ...names);
  const room = widths(named, []).reduce((sum, w) => sum + 2 + Math.max(5, w), nameWidth);
  if (room <= lineWidth) return { columns: named, key: '' };
  const numbered = columnsOf('right', ...names.map((_, i) => String(i + 1)));
  const rows = names.map((name, i) => [String(i + 1), name]);
  return {
    columns: numbered,
    key: `\ncolumns:\n${table([...columnsOf('right', ''), ...columnsOf('left', '')], rows)}`,
  };
}

/** Why cells are empty: each reason once, with the number of cells it holds for. */
function reasons(cells: readonly Cell[]): string {
  const counts = new Map<string, number>();
  for (const { score } of cells) {
    if (score.status === 'ok') continue;
    const reason = score.reason ?? score.status;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts]
    .map(([reason, count]) => `no value in ${countText(count, 'cell')}: ${printable(reason)}\n`)
    .join('');
}

/**
 * The layer x layer grid of a comparison for the terminal: a row for each layer of x, a column for each of y, in the
 * order of the models, three decimals.
 */
export function grid(comparison: Comparison): string {
  const { x, y, cells } = comparison;
  const rowNames = x.layers.map(({ tensor }) => printable(tensor));
  const nameWidth = Math.max(0, ...rowNames.map((name) => name.length));
  const { columns, key } = titles(y.layers, nameWidth);
  const text = new Map<string, string>();
  for (const { x: row, y: column, score } of cells) text.set(`${row} ${column}`, scoreText(score.value));

  const perBlock = Math.max(1, Math.floor((lineWidth - nameWidth) / 8));
  const blockSize = key === '' ? columns.length : perBlock;
  const blocks: string[] = [];
  for (let first = 0; first < columns.length; first += blockSize) {
    const part = columns.slice(first, first + blockSize);
    const rows = rowNames.map((name, row) => [
      name,
      ...part.map((_, i) => text.get(`${row} ${first + i}`) ?? ''),
    ]);
    blocks.push(table([...columnsOf('left', ''), ...part], rows));
  }
  return blocks.join('\n') + key + reasons(cells);
}
