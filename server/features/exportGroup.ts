import type { GroupChoice, MeasureCall } from '../protocol';
import { groupReports } from '../report/groupCatalogue';
import { BadInput } from '../tensors/badInput';
import { answerOwn } from './answer';
import type { Feature } from './feature';
import { object, oneOf } from './parameters';
import { groupChoice, measureCall } from './shapes';

type Needed = Pick<GroupChoice, 'models'> & { measure: MeasureCall; format: 'csv' | 'json' };

const read = object<Needed, Required<Omit<GroupChoice, 'models'>>>(
  { ...groupChoice.required, measure: measureCall, format: oneOf('csv', 'json') },
  groupChoice.optional,
);

/** `nnsim/exportGroup`: what is known of a set of models, as text. */
export const exportGroup: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/exportGroup', read, async ({ measure, format, ...choice }, signal) => {
      const options = { signal, priority: 'asked' } as const;
      const report = await host.jobs.groupReport(choice, options);
      if (!report.found) throw new BadInput(report.reason);
      const pairs = await host.jobs.groupPairs({ ...choice, measure, stamp: report.stamp }, options);
      return groupReports[format].write({ report, pairs });
    });
  },
};
