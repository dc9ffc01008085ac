import { findMeasure } from '../measures/catalogue';
import { printCall } from '../measures/call';
import type { Score } from '../protocol';
import { columnsOf, table } from '../report/table';
import { scoreText } from '../report/text';

/** Scores as a table: what was measured, the value, which way is more alike, what chance would give, what to know. */
export function scoreTable(scores: readonly Score[]): string {
  const rows = scores.map(({ measure: id, parameters, value, chance, reason, status, notes }) => {
    const measure = findMeasure(id);
    const alike = measure.direction === 'similarity' ? 'higher' : 'lower';
    const remarks = value === null ? [reason ?? status] : notes;
    return [
      printCall({ id, parameters }),
      scoreText(value),
      alike,
      chance === undefined ? '' : scoreText(chance),
      measure.title,
      remarks.join(' '),
    ];
  });
  const columns = [
    ...columnsOf('left', 'measure'),
    ...columnsOf('right', 'value'),
    ...columnsOf('left', 'more alike'),
    ...columnsOf('right', 'chance'),
    ...columnsOf('left', 'what', 'note'),
  ];
  return table(columns, rows);
}

/** How many rows were compared, when the scores agree on it: "2000 rows". */
export function rowsText(scores: readonly Score[]): string {
  const counts = [...new Set(scores.map(({ n }) => n))];
  return counts.length === 1 ? `${String(counts[0])} rows` : '';
}
