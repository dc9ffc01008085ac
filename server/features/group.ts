import type { GroupChoice } from '../protocol';
import { answerOwn } from './answer';
import type { Feature } from './feature';
import { object } from './parameters';
import { groupChoice, workDoneToken } from './shapes';

type Chosen = Required<Omit<GroupChoice, 'models'>>;

const read = object<Pick<GroupChoice, 'models'>, Chosen & { workDoneToken: string | number }>(
  groupChoice.required,
  { ...groupChoice.optional, workDoneToken },
);

/** `nnsim/group`: how similar the models of a set are. */
export const group: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/group', read, async ({ workDoneToken: token, ...choice }, signal) => {
      const progress = host.workDone.attach(token, 'Comparing a set of models');
      try {
        return await host.jobs.groupReport(choice, {
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
