import type { Description } from '../jobs/jobs';
import { columnsOf, table } from '../report/table';
import { countText, numberText, printable } from '../report/text';
import { BadInput } from '../tensors/badInput';
import type { Command } from './command';
import { chooseTensor, inModelOrder, openFile } from './files';

const columns: readonly (readonly [title: string, cell: (d: Description) => string])[] = [
  ['rows', ({ n }) => String(n)],
  ['columns', ({ d }) => String(d)],
  ['rank', ({ rank }) => String(rank)],
  ['effective dimension', ({ effectiveDimension }) => effectiveDimension.toFixed(2)],
  ['largest singular value', ({ largestSingularValue }) => numberText(largestSingularValue)],
  ['smallest singular value', ({ smallestSingularValue }) => numberText(smallestSingularValue)],
  ['mean row norm', ({ meanRowNorm }) => numberText(meanRowNorm)],
  ['zero rows', ({ zeroRows }) => String(zeroRows)],
  ['duplicate rows', ({ duplicateRows }) => String(duplicateRows)],
  ['constant columns', ({ constantColumns }) => String(constantColumns)],
];

/** What each representation in a file is like, before it is compared with anything. */
export const describe: Command = {
  usage: 'describe X [--tensor NAME]',
  summary:
    'Say what the representations of a file are like: rank, dimension, norms, rows and columns to beware of.',
  options: { tensor: { type: 'string', value: 'NAME', summary: 'this tensor only' } },
  files: [1, 1],
  needsJobs: true,
  async run(args, { jobs, options }) {
    const file = await openFile(jobs, args.files[0] ?? '');
    const name = args.text('tensor');
    const chosen =
      name === undefined
        ? inModelOrder(file.tensors).map(([tensor]) => tensor)
        : [chooseTensor(file, { name, preferred: [] })];
    const described: Description[] = [];
    const leftOut: { tensor: string; reason: string }[] = [];
    for (const tensor of chosen) {
      try {
        described.push(await jobs.describe(file.path, tensor.name, options));
      } catch (error) {
        // One tensor that is no matrix does not spoil the others; if it is the only one, it is what was asked for.
        if (!(error instanceof BadInput) || chosen.length === 1) throw error;
        leftOut.push({ tensor: tensor.name, reason: error.message });
      }
    }
    if (args.flag('json')) return JSON.stringify({ file: file.path, descriptions: described, leftOut });
    const titles = [
      ...columnsOf('left', 'tensor'),
      ...columnsOf('right', ...columns.map(([title]) => title)),
    ];
    const rows = described.map((d) => [d.tensor, ...columns.map(([, cell]) => cell(d))]);
    const notes = leftOut.map(({ reason }) => `left out: ${printable(reason)}\n`).join('');
    const head = `${printable(file.path)}: ${countText(described.length, 'representation')}\n`;
    return head + (rows.length > 0 ? table(titles, rows) : '') + notes;
  },
};
