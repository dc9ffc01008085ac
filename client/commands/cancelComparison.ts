import type { Command } from './command';
import { record } from './arguments';

/** Cancels the comparison given by the tree, else the one of the panel in front, else the newest that runs. */
export const cancelComparison: Command = {
  run: async ({ comparisons, panels }, ...args) => {
    const given = record(args);
    const shown = panels.active?.shown;
    const newest = comparisons.records.find(({ state }) => state === 'running');
    const run = given
      ? comparisons.runOf(given)
      : shown?.state === 'running'
        ? shown
        : newest && comparisons.runOf(newest);
    run?.cancel();
    await run?.result.catch(() => undefined);
    return run !== undefined;
  },
};
