import { groupRecord, record } from './arguments';
import type { Command } from './command';

/** Takes a comparison off the list, cancelling it if it runs. Files and cached results stay. */
export const removeComparison: Command = {
  run: async ({ comparisons, groups }, ...args) => {
    const set = groupRecord(args);
    if (set) groups.remove(set);
    const chosen = record(args);
    if (chosen) comparisons.remove(chosen);
    await Promise.resolve();
  },
};
