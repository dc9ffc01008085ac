import { record } from './arguments';
import type { Command } from './command';

/** Takes a comparison off the list, cancelling it if it runs. Files and cached results stay. */
export const removeComparison: Command = {
  run: async ({ comparisons }, ...args) => {
    const chosen = record(args);
    if (chosen) comparisons.remove(chosen);
    await Promise.resolve();
  },
};
