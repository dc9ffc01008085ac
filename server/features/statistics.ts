import { answerOwn, notify } from './answer';
import type { Feature } from './feature';
import { object, path, text } from './parameters';

/** `nnsim/computeStatistics`: statistics of all tensors; they arrive as notifications while they are computed. */
export const statistics: Feature = {
  register(host) {
    const read = object({ path, id: text }, { stamp: text });
    answerOwn(host, 'nnsim/computeStatistics', read, async ({ path: file, stamp, id }, signal) => {
      const send = (found: Parameters<Parameters<typeof host.jobs.statistics>[1]>[0]): void =>
        notify(host, 'nnsim/statistics', { id, statistics: found });
      await host.jobs.statistics(file, send, {
        ...{ signal, priority: 'eye' },
        ...(stamp !== undefined && { stamp }),
      });
      return null;
    });
  },
};
