import { pickMeasure } from '../measures/pickMeasure';
import type { Command } from './command';

/** Opens the page of a measure: the one given, or one chosen from the list. */
export const aboutMeasure: Command = {
  run: async ({ measures, measurePanels }, ...args) => {
    const [given] = args;
    const chosen =
      typeof given === 'string'
        ? (await measures.parse(given)).id
        : await pickMeasure({ title: 'About a Measure', measures: await measures.all() });
    if (chosen !== undefined) measurePanels.show(chosen);
    return chosen;
  },
};
