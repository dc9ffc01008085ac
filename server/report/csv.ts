import { csvNumber, csvText } from './cells';
import { instancesCell, type NamedFile, namedFile } from './origins';
import type { Report } from './report';
import { readingOf, scoreRecords, type ScoreRecord } from './record';
import { scoreColumns } from './scoreColumns';

type Line = ScoreRecord & ReturnType<typeof readingOf> & { readonly ofX: NamedFile; readonly ofY: NamedFile };
type Column = readonly [title: string, cell: (record: Line) => string];

const columns: readonly Column[] = [
  ['xFile', ({ ofX }) => csvText(ofX.file)],
  ['yFile', ({ ofY }) => csvText(ofY.file)],
  ...scoreColumns,
  ['standardError', ({ standardError }) => csvNumber(standardError)],
  ['rule', ({ rule }) => csvText(rule ?? '')],
  ['rows', ({ rows }) => csvText(rows ?? '')],
  ['matched', ({ matched }) => matched ?? ''],
];

/** Of models that were run for it. */
const ranColumns: readonly Column[] = [
  ['xInstances', ({ ofX }) => csvText(instancesCell(ofX.instances))],
  ['yInstances', ({ ofY }) => csvText(instancesCell(ofY.instances))],
];

/** One line per score, the titles in the first. */
export const csv: Report = {
  title: 'CSV',
  extension: '.csv',
  write(comparison, ran) {
    const all = {
      ...readingOf(comparison),
      ofX: namedFile(comparison.x.path, ran?.x),
      ofY: namedFile(comparison.y.path, ran?.y),
    };
    const here = ran === undefined ? columns : [...columns, ...ranColumns];
    const lines = [
      here.map(([title]) => title),
      ...scoreRecords(comparison).map((record) => here.map(([, cell]) => cell({ ...record, ...all }))),
    ];
    return lines.map((line) => `${line.join(',')}\r\n`).join('');
  },
};
