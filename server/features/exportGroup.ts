import type { GroupChoice, MeasureCall, RunOrigin } from '../protocol';
import { groupReports } from '../report/groupCatalogue';
import { BadInput } from '../tensors/badInput';
import { answerOwn } from './answer';
import type { Feature } from './feature';
import { list, nullable, object, oneOf } from './parameters';
import { groupChoice, measureCall, origin } from './shapes';

type Needed = Pick<GroupChoice, 'models'> & { measure: MeasureCall; format: 'csv' | 'json' };

type Chosen = Required<Omit<GroupChoice, 'models'>> & { ran: readonly (RunOrigin | null)[] };

const read = object<Needed, Chosen>(
  { ...groupChoice.required, measure: measureCall, format: oneOf('csv', 'json') },
  { ...groupChoice.optional, ran: list(nullable(origin)) },
);

/** `nnsim/exportGroup`: what is known of a set of models, as text. */
export const exportGroup: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/exportGroup', read, async ({ measure, format, ran, ...choice }, signal) => {
      const options = { signal, priority: 'asked' } as const;
      const report = await host.jobs.groupReport(choice, options);
      if (!report.found) throw new BadInput(report.reason);
      const pairs = await host.jobs.groupPairs({ ...choice, measure, stamp: report.stamp }, options);
      return groupReports[format].write({ report, pairs, ...(ran !== undefined && { ran }) });
    });
  },
};
