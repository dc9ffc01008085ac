import type { Report } from './report';
import { readingOf, scoreRecords, type ScoreRecord } from './record';
import { parametersText } from './text';

type Line = ScoreRecord & ReturnType<typeof readingOf>;

const columns: readonly (readonly [title: string, cell: (record: Line) => string])[] = [
  ['x', ({ x }) => text(x)],
  ['y', ({ y }) => text(y)],
  ['measure', ({ measure }) => text(measure)],
  ['parameters', ({ parameters }) => text(parametersText(parameters))],
  ['value', ({ value }) => number(value)],
  ['status', ({ status }) => status],
  ['reason', ({ reason }) => text(reason ?? '')],
  ['n', ({ n }) => number(n)],
  ['seed', ({ seed }) => number(seed)],
  ['chance', ({ chance }) => number(chance)],
  ['standardError', ({ standardError }) => number(standardError)],
  ['rule', ({ rule }) => text(rule ?? '')],
  ['rows', ({ rows }) => text(rows ?? '')],
  ['matched', ({ matched }) => matched ?? ''],
];

/** The shortest digits that read back as the same number; empty for none. */
function number(value: number | null): string {
  return value === null ? '' : String(value);
}

/**
 * Names come from files and may hold anything. A spreadsheet runs a cell that begins like a formula, so such a cell
 * gets an apostrophe, which spreadsheets take for "this is text"; commas, quotes and line breaks are quoted (RFC 4180).
 */
function text(value: string): string {
  const harmless = /^[\s]*[=+\-@＝＋－＠]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

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
