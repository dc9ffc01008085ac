import { csvNumber, csvText } from './cells';
import type { Report } from './report';
import { readingOf, scoreRecords, type ScoreRecord } from './record';
import { parametersText } from './text';

type Line = ScoreRecord & ReturnType<typeof readingOf>;

const columns: readonly (readonly [title: string, cell: (record: Line) => string])[] = [
  ['x', ({ x }) => csvText(x)],
  ['y', ({ y }) => csvText(y)],
  ['measure', ({ measure }) => csvText(measure)],
  ['parameters', ({ parameters }) => csvText(parametersText(parameters))],
  ['value', ({ value }) => csvNumber(value)],
  ['status', ({ status }) => status],
  ['reason', ({ reason }) => csvText(reason ?? '')],
  ['n', ({ n }) => csvNumber(n)],
  ['seed', ({ seed }) => csvNumber(seed)],
  ['chance', ({ chance }) => csvNumber(chance)],
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
