import { dirname } from 'node:path';
import type { Reading } from '../../server/protocol';
import type { ChosenReading } from '../comparisons/readingText';
import {
  askedReading,
  chosenOf,
  idsWithFolder,
  rowsWithFolder,
  wholeReading,
} from '../comparisons/readingText';
import type { Parts } from '../parts';
import type { Command } from './command';
import { pickReading } from './pickReading';

const isText = (value: unknown): value is string => typeof value === 'string';

/** What is in front, and what to do with another reading of it. */
interface Subject {
  /** Two files that say what a reading makes of their layers. */
  readonly x: string;
  readonly y: string;
  readonly reading: Reading;
  /** How many models there are. */
  readonly models: number;
  readonly take: (chosen: ReturnType<typeof chosenOf>) => void;
}

/**
 * Chooses how the tensors of the comparison in front, of two models or of a set, become rows and columns, which rows count
 * and by what they belong together, and compares anew. Arguments, all optional: a rule ("mean(features: 1)"), a selection
 * of rows ("0:1000") and ids ("none", "ids0.npy, ids1.npy"). Resolves with all, or undefined where nothing was chosen.
 */
export const chooseReading: Command = {
  run: async (parts, ...args) => {
    const { x, y, reading, models, take } = subjectOf(parts);
    const { labels, ...current } = reading;
    const whole = wholeReading(current);
    const named = labels === undefined ? {} : { labels };
    const ask = (wanted: ChosenReading) => {
      // Of a set the ids of these two.
      const ids = wanted.ids.slice(0, 2);
      return parts.server.request('nnsim/readings', { x, y, ...named, ...askedReading({ ...wanted, ids }) });
    };
    const [rule, rows, ids] = args.filter(isText);
    const folder = dirname(x);
    const chosen =
      rule === undefined
        ? await pickReading(whole, { folder, models }, ask)
        : {
            rule,
            rows: rows === undefined ? whole.rows : rowsWithFolder(rows, folder),
            ids: ids === undefined ? whole.ids : idsWithFolder(ids, folder),
          };
    if (chosen === undefined) return undefined;
    await ask(chosen);
    take(chosenOf(chosen));
    return chosen;
  },
};

/** Throws an Error with one sentence where there is nothing to read in another way. */
function subjectOf({ panels, groupPanels, comparisons }: Parts): Subject {
  const { front } = groupPanels;
  const weights = 'Dimensions and rows are chosen for activations: weights are compared as they are.';
  if (front) {
    const { choice, shown } = front;
    if (shown?.report?.found === true && shown.report.of === 'weights') throw new Error(weights);
    const [x = '', y = ''] = choice.models;
    return {
      x,
      y,
      reading: choice,
      models: choice.models.length,
      take: (chosen) => void front.choose(chosen),
    };
  }
  const { active } = panels;
  if (!active) throw new Error('There is no comparison to choose dimensions for; compare two models first.');
  if (active.shown?.plan?.kind === 'weights') throw new Error(weights);
  return {
    ...{ x: active.x, y: active.y, reading: comparisons.readings.of(active), models: 2 },
    take(chosen) {
      comparisons.readings.choose(active, chosen);
      active.reread();
    },
  };
}
