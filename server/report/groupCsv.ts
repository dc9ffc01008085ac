import { csvText } from './cells';
import { type GroupRecord, groupRecords, type GroupText } from './groupText';
import { scoreColumns } from './scoreColumns';

const columns: readonly (readonly [title: string, cell: (record: GroupRecord) => string])[] = [
  ['xFile', ({ xFile }) => csvText(xFile ?? '')],
  ['yFile', ({ yFile }) => csvText(yFile ?? '')],
  ...scoreColumns,
];

/** One line per score, the titles in the first; of the set as a whole no files are named. */
export const groupCsv: GroupText = {
  write(known) {
    const { set, pairs } = groupRecords(known);
    const lines = [
      columns.map(([title]) => title),
      ...[...set, ...pairs].map((record) => columns.map(([, cell]) => cell(record))),
    ];
    return lines.map((line) => `${line.join(',')}\r\n`).join('');
  },
};
