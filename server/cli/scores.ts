import { findMeasure } from '../measures/catalogue';
import { printCall } from '../measures/call';
import type { Score } from '../protocol';
import { columnsOf, table } from '../report/table';
import { countText, printable, scoreText } from '../report/text';

/**
 * Scores as a table: what was measured, the value (± its standard error where it is an estimate), which way is more alike, what chance would give. Why there is no
 * value stands in its row; what to know about a value stands below the table, once, under a number.
 */
export function scoreTable(scores: readonly Score[]): string {
  const notes = [...new Set(scores.flatMap((score) => (score.value === null ? [] : score.notes)))];
  const rows = scores.map((score) => {
    const { measure: id, parameters, value, chance, reason, status, notes: own, standardError } = score;
    const measure = findMeasure(id);
    const numbers = own.map((note) => `(${notes.indexOf(note) + 1})`).join(' ');
    return [
      printCall({ id, parameters }),
      standardError === undefined ? scoreText(value) : `${scoreText(value)} ± ${scoreText(standardError)}`,
      measure.direction === 'similarity' ? 'higher' : 'lower',
      chance === undefined ? '' : scoreText(chance),
      measure.title,
      value === null ? (reason ?? status) : numbers,
    ];
  });
  const columns = [
    ...columnsOf('left', 'measure'),
    ...columnsOf('right', 'value'),
    ...columnsOf('left', 'more alike'),
    ...columnsOf('right', 'chance'),
    ...columnsOf('left', 'what', rows.some((row) => row[5] !== '') ? 'note' : ''),
  ];
  const below = notes.map((note, i) => `(${i + 1}) ${printable(note)}\n`).join('');
  return table(columns, rows) + below;
}

/** How many rows were compared, when the scores agree on it: "2000 rows". */
export function rowsText(scores: readonly Score[]): string {
  const counts = [...new Set(scores.map(({ n }) => n))];
  return counts.length === 1 ? countText(counts[0] ?? 0, 'row') : '';
}
