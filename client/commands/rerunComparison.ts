import { groupRecord, record } from './arguments';
import type { Command } from './command';

/** Runs a comparison of the tree again by the measure it had. */
export const rerunComparison: Command = {
  run: async ({ comparisons, panels, groupPanels }, ...args) => {
    const set = groupRecord(args);
    if (set) return groupPanels.show(set.choice, set.measure).start().result;
    const chosen = record(args) ?? comparisons.records[0];
    if (!chosen) return undefined;
    return panels.show(chosen.x, chosen.y).start(chosen.measure).result;
  },
};
