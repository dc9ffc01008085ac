import type { GroupChoice, MeasureCall } from '../protocol';
import { answerOwn } from './answer';
import type { Feature } from './feature';
import { object } from './parameters';
import { groupChoice, measureCall, workDoneToken } from './shapes';

type Needed = Pick<GroupChoice, 'models'> & { measure: MeasureCall };
type Chosen = Required<Omit<GroupChoice, 'models'>>;

const read = object<Needed, Chosen & { workDoneToken: string | number }>(
  { ...groupChoice.required, measure: measureCall },
  { ...groupChoice.optional, workDoneToken },
);

/** `nnsim/groupPairs`: every pair of a set by one measure. */
export const groupPairs: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/groupPairs', read, async ({ workDoneToken: token, ...request }, signal) => {
      const progress = host.workDone.attach(token, 'Comparing every pair of a set');
      try {
        return await host.jobs.groupPairs(request, {
          signal: AbortSignal.any([signal, progress.signal]),
          priority: 'eye',
          onProgress: (fraction, text) => progress.report(fraction, text),
        });
      } finally {
        progress.done();
      }
    });
  },
};
