import { ruleNotes, viewOf } from '../jobs/view';
import type { Reading } from '../protocol';
import { printable } from '../report/text';
import type { Arguments, Command } from './command';

/** How the files of a comparison are read. */
export const readingOptions: Command['options'] = {
  labels: {
    type: 'string',
    value: 'FILE',
    summary:
      'one class number per row, for the measures that need them; absent: labels.npy beside the first file, if it fits',
  },
  rule: {
    type: 'string',
    value: '"RULE"',
    summary:
      'how axes become rows and columns: flatten (default), mean, max, rows, first or last over positions; "mean(features: 1)" names the axis of the features, "flatten(instances: 1)" that of the instances',
  },
  rows: {
    type: 'string',
    value: '"ROWS"',
    summary: 'which instances: all (default), a range like 0:1000 or ::2, or "sample 500 seed 1"',
  },
};

/** What was given of them. Throws BadInput for a rule or rows that mean nothing. */
export function readingOf(args: Arguments): Reading {
  const [labels, rule, rows] = [args.text('labels'), args.text('rule'), args.text('rows')];
  const reading = {
    ...(labels !== undefined && { labels }),
    ...(rule !== undefined && { rule }),
    ...(rows !== undefined && { rows }),
  };
  viewOf(reading);
  return reading;
}

/** The rule that was chosen, in a line; scores tell of the rows they are over. */
export function readingText(reading: Reading): string {
  return ruleNotes(viewOf(reading).rule)
    .map((note) => `note: ${printable(note)}\n`)
    .join('');
}
