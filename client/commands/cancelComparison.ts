import type { Command } from './command';
import { groupRecord, record } from './arguments';

/** Cancels the comparison given by the tree, else the one of the panel in front, else the newest that runs. */
export const cancelComparison: Command = {
  run: async ({ comparisons, panels, groups, groupPanels }, ...args) => {
    const set = groupRecord(args);
    const ofSet = set ? groups.runOf(set) : groupPanels.front?.shown;
    if (ofSet?.state === 'running') {
      ofSet.cancel();
      await ofSet.result.catch(() => undefined);
      return true;
    }
    if (set) return false;
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
