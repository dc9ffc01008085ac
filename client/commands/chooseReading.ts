import { dirname } from 'node:path';
import type { ChosenReading } from '../comparisons/readingText';
import {
  askedReading,
  chosenOf,
  idsWithFolder,
  rowsWithFolder,
  wholeReading,
} from '../comparisons/readingText';
import type { Command } from './command';
import { pickReading } from './pickReading';

const isText = (value: unknown): value is string => typeof value === 'string';

/**
 * Chooses how the tensors of the comparison in front become rows and columns, which rows count and by what they belong
 * together, and compares anew. Arguments, all optional: a rule ("mean(features: 1)"), a selection of rows ("0:1000") and
 * ids ("none", "ids0.npy, ids1.npy"). Resolves with all, or undefined where nothing was chosen.
 */
export const chooseReading: Command = {
  run: async ({ panels, comparisons, server }, ...args) => {
    const { active } = panels;
    if (!active)
      throw new Error('There is no comparison to choose dimensions for; compare two models first.');
    if (active.shown?.plan?.kind === 'weights')
      throw new Error('Dimensions and rows are chosen for activations: weights are compared as they are.');
    const { x, y } = active;
    const { labels, ...current } = comparisons.readings.of(active);
    const whole = wholeReading(current);
    const named = labels === undefined ? {} : { labels };
    const ask = (reading: ChosenReading) =>
      server.request('nnsim/readings', { x, y, ...named, ...askedReading(reading) });
    const [rule, rows, ids] = args.filter(isText);
    const folder = dirname(x);
    const chosen =
      rule === undefined
        ? await pickReading(whole, folder, ask)
        : {
            rule,
            rows: rows === undefined ? whole.rows : rowsWithFolder(rows, folder),
            ids: ids === undefined ? whole.ids : idsWithFolder(ids, folder),
          };
    if (chosen === undefined) return undefined;
    await ask(chosen);
    comparisons.readings.choose(active, chosenOf(chosen));
    active.reread();
    return chosen;
  },
};
