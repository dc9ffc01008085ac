import type { Jobs } from '../jobs/jobs';
import { isUsual, ruleNotes, viewOf } from '../jobs/view';
import type { Reading, TensorEntry } from '../protocol';
import { countText, printable } from '../report/text';
import { BadInput } from '../tensors/badInput';
import type { OpenFile } from './files';
import type { Arguments, Command } from './command';

/** By which ids rows are joined. */
export const idsOption = {
  type: 'string',
  multiple: true,
  value: 'FILE[:TENSOR]',
  summary:
    'the ids by which rows are joined: given once for all files, or once for each in their order; :TENSOR is in the file itself; none: by position; absent: a column or array called ids, if all files have one',
} as const;

/** How the files of a comparison are read. */
export const readingOptions: Command['options'] = {
  labels: {
    type: 'string',
    value: 'FILE',
    summary:
      'one class number per row, for the measures that need them; absent: labels.npy beside the first file, if it fits',
  },
  ids: idsOption,
  rule: {
    type: 'string',
    value: '"RULE"',
    summary:
      'how axes become rows and columns: flatten (default), mean, max, rows, first or last over positions; "mean(features: 1)" names the axis of the features, "flatten(instances: 1)" that of the instances',
  },
  rows: {
    type: 'string',
    value: '"ROWS"',
    summary:
      'which instances: all (default), a range like 0:1000 or ::2, "sample 500 seed 1", label=3, "label in cat, dog", id=img7, or "id in ids.txt" (a list of ids, one a line)',
  },
};

/** What was given of them. Throws BadInput for a rule or rows that mean nothing, and for files without a name. */
export function readingOf(args: Arguments): Reading {
  const [labels, rule, rows] = [args.text('labels'), args.text('rule'), args.text('rows')];
  const ids = args.texts('ids');
  for (const [option, values] of [
    ['labels', [labels]],
    ['ids', ids],
  ] as const) {
    if (values.includes(''))
      throw new BadInput(`--${option} names no file: write one after it, or leave it out.`);
  }
  const reading = {
    ...(labels !== undefined && { labels }),
    ...(rule !== undefined && { rule }),
    ...(rows !== undefined && { rows }),
    ...(ids.length > 0 && { ids }),
  };
  viewOf(reading);
  return reading;
}

/** The reading of two of several files, by their positions. */
export function ofTwo(reading: Reading, x: number, y: number): Reading {
  const { ids } = reading;
  const [ofX, ofY] = [ids?.[x], ids?.[y]];
  if (ids === undefined || ids.length < 2 || ofX === undefined || ofY === undefined) return reading;
  return { ...reading, ids: [ofX, ofY] };
}

/** The rule that was chosen, in a line; scores tell of the rows they are over. */
export function readingText(reading: Reading): string {
  return ruleNotes(viewOf(reading).rule)
    .map((note) => `note: ${printable(note)}\n`)
    .join('');
}

/**
 * Row i of one tensor must be row i of the other, unless rows are joined by ids. Throws BadInput when there are not
 * equally many, and where ids do not serve.
 */
export async function checkRows(
  jobs: Jobs,
  [x, ofX]: Chosen,
  [y, ofY]: Chosen,
  reading: Reading,
): Promise<void> {
  const [inX, inY] = [ofX, ofY].map(({ shape }) => shape[0]);
  if (inX === undefined || inY === undefined || inX === inY || !isUsual(viewOf(reading))) return;
  const request = { x: x.path, y: y.path, pair: { tensorX: ofX.name, tensorY: ofY.name }, ...reading };
  if ((await jobs.costs(request)).joined !== undefined) return;
  const side = ([{ path }, { name }]: Chosen): string => `${printable(name)} of ${printable(path)}`;
  throw new BadInput(
    `${side([x, ofX])} has ${countText(inX, 'row')} and ${side([y, ofY])} has ${inY}: compare the same instances in the same order, or give both files ids to join them by.`,
  );
}

type Chosen = readonly [OpenFile, TensorEntry];
