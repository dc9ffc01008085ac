import { pickMeasure } from '../measures/pickMeasure';
import type { Command } from './command';

/** Compares anew by another measure in the comparison in front: the one given, or one chosen from the list. */
export const chooseMeasure: Command = {
  run: async ({ panels, measures, server, comparisons }, ...args) => {
    const { active } = panels;
    if (!active) throw new Error('There is no comparison to choose a measure for; compare two models first.');
    const [given] = args;
    if (typeof given === 'string') {
      active.choose(await measures.parse(given));
      return given;
    }
    const { x, y, shown } = active;
    const plan = shown?.plan;
    const kind = plan?.kind;
    const reading = comparisons.readings.of(active);
    const files = { x, y, ...(kind !== undefined && { kind }), ...reading };
    const chosen = await pickMeasure({
      title: 'Measure',
      measures: await measures.fitting(kind),
      costs: server.request('nnsim/costs', files),
      ...(plan !== undefined && { current: plan.measure.id }),
    });
    if (chosen !== undefined) active.choose({ id: chosen, parameters: {} });
    return chosen;
  },
};
