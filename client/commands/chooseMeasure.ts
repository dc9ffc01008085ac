import { pickMeasure } from '../measures/pickMeasure';
import type { Command } from './command';

/** Compares anew by another measure in the comparison in front: the one given, or one chosen from the list. */
export const chooseMeasure: Command = {
  run: async ({ panels, groupPanels, measures, server, comparisons }, ...args) => {
    const { front } = groupPanels;
    const [named] = args;
    if (front) {
      if (typeof named !== 'string') return (await front.chooseMeasure())?.id;
      front.compareBy(await measures.parse(named));
      return named;
    }
    const { active } = panels;
    if (!active) throw new Error('There is no comparison to choose a measure for; compare two models first.');
    if (typeof named === 'string') {
      active.choose(await measures.parse(named));
      return named;
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
