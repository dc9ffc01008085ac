import type { Command } from './command';

/** Opens the guide to a measure. */
export const whichMeasure: Command = {
  run: async ({ guidePanel }) => {
    guidePanel.show();
    await Promise.resolve();
  },
};
