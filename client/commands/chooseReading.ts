import { chosenOf } from '../comparisons/readingText';
import type { Command } from './command';
import { type ChosenReading, pickReading } from './pickReading';

const isText = (value: unknown): value is string => typeof value === 'string';

/**
 * Chooses how the tensors of the comparison in front become rows and columns, and which rows count, and compares anew.
 * Arguments, both optional: a rule ("mean(features: 1)") and a selection of rows ("0:1000"). Resolves with both, or
 * undefined where nothing was chosen.
 */
export const chooseReading: Command = {
  run: async ({ panels, comparisons, server }, ...args) => {
    const { active } = panels;
    if (!active)
      throw new Error('There is no comparison to choose dimensions for; compare two models first.');
    if (active.shown?.plan?.kind === 'weights')
      throw new Error('Dimensions and rows are chosen for activations: weights are compared as they are.');
    const { x, y } = active;
    const { rule = 'flatten', rows = 'all' } = comparisons.readings.of(active);
    const ask = (reading: ChosenReading) => server.request('nnsim/readings', { x, y, ...reading });
    const [givenRule, givenRows] = args.filter(isText);
    const chosen =
      givenRule === undefined
        ? await pickReading({ rule, rows }, ask)
        : { rule: givenRule, rows: givenRows ?? rows };
    if (chosen === undefined) return undefined;
    await ask(chosen);
    comparisons.readings.choose(active, chosenOf(chosen.rule, chosen.rows));
    active.reread();
    return chosen;
  },
};
