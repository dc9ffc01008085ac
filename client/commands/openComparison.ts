import { groupRecord, record } from './arguments';
import type { Command } from './command';

/** Shows the panel of a comparison of the tree; a panel that was closed is filled from the cache. */
export const openComparison: Command = {
  run: async ({ comparisons, panels, groupPanels }, ...args) => {
    const set = groupRecord(args);
    if (set) {
      const panel = groupPanels.show(set.choice, set.measure);
      return (panel.shown ?? panel.start()).result;
    }
    const chosen = record(args) ?? comparisons.records[0];
    if (!chosen) return undefined;
    const panel = panels.show(chosen.x, chosen.y);
    const run = panel.shown ?? panel.start(chosen.measure);
    return run.result;
  },
};
