import { csvNumber, csvText } from './cells';
import type { Report } from './report';
import { readingOf, scoreRecords, type ScoreRecord } from './record';
import { scoreColumns } from './scoreColumns';

type Line = ScoreRecord & ReturnType<typeof readingOf>;

const columns: readonly (readonly [title: string, cell: (record: Line) => string])[] = [
  ...scoreColumns,
  ['standardError', ({ standardError }) => csvNumber(standardError)],
  ['rule', ({ rule }) => csvText(rule ?? '')],
  ['rows', ({ rows }) => csvText(rows ?? '')],
  ['matched', ({ matched }) => matched ?? ''],
];

/** One line per score, the titles in the first. */
export const csv: Report = {
  title: 'CSV',
  extension: '.csv',
  write(comparison) {
    const reading = readingOf(comparison);
    const lines = [
      columns.map(([title]) => title),
      ...scoreRecords(comparison).map((record) => columns.map(([, cell]) => cell({ ...record, ...reading }))),
    ];
    return lines.map((line) => `${line.join(',')}\r\n`).join('');
  },
};
