import { csvText } from './cells';
import { type GroupRecord, groupRecords, type GroupText } from './groupText';
import { instancesCell } from './origins';
import { scoreColumns } from './scoreColumns';

type Column = readonly [title: string, cell: (record: GroupRecord) => string];

const columns: readonly Column[] = [
  ['xFile', ({ xFile }) => csvText(xFile ?? '')],
  ['yFile', ({ yFile }) => csvText(yFile ?? '')],
  ...scoreColumns,
];

/** Of models that were run for it. */
const ranColumns: readonly Column[] = [
  ['xInstances', ({ xInstances }) => csvText(instancesCell(xInstances))],
  ['yInstances', ({ yInstances }) => csvText(instancesCell(yInstances))],
];

/** One line per score, the titles in the first; of the set as a whole no files are named. */
export const groupCsv: GroupText = {
  write(known) {
    const { set, pairs } = groupRecords(known);
    const here = known.ran === undefined ? columns : [...columns, ...ranColumns];
    const lines = [
      here.map(([title]) => title),
      ...[...set, ...pairs].map((record) => here.map(([, cell]) => cell(record))),
    ];
    return lines.map((line) => `${line.join(',')}\r\n`).join('');
  },
};
