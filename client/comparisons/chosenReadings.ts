import type * as vscode from 'vscode';
import type { Reading } from '../../server/protocol';
import { PairChoices } from './pairChoices';

/** How the files of comparisons are read: the file with labels, the rule for dimensions, the rows, the ids. */
export class ChosenReadings extends PairChoices<Reading> {
  constructor(memory: Pick<vscode.Memento, 'get' | 'update'>) {
    super(memory, 'nnsim.readings', readingOf);
  }
}

/** What of an object is a reading. */
export function readingOf(value: object): Reading {
  const { labels, rule, rows, ids } = value as Partial<Record<keyof Reading, unknown>>;
  return {
    ...(typeof labels === 'string' && { labels }),
    ...(typeof rule === 'string' && { rule }),
    ...(typeof rows === 'string' && { rows }),
    ...(Array.isArray(ids) && ids.every((one) => typeof one === 'string') && { ids }),
  };
}
