import type { Requests } from '../protocol';
import { answerOwn } from './answer';
import type { Feature } from './feature';
import { object, path, type Reader, text } from './parameters';
import { kind, workDoneToken } from './shapes';

type Params = Requests['nnsim/pair']['params'];

const read: Reader<Params> = object<Omit<Params, 'workDoneToken'>, { workDoneToken: string | number }>(
  { x: path, y: path, kind, tensorX: text, tensorY: text },
  { workDoneToken },
);

/** `nnsim/pair`: every measure that applies to one pair of layers. */
export const pair: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/pair', read, async ({ workDoneToken: token, ...request }, signal) => {
      const progress = host.workDone.attach(token, `Comparing ${request.tensorX} with ${request.tensorY}`);
      try {
        return await host.jobs.pair(request, {
          signal: AbortSignal.any([signal, progress.signal]),
          // A person has just clicked the cell and looks at it.
          priority: 'eye',
          onProgress: (fraction, message) => progress.report(fraction, message),
        });
      } finally {
        progress.done();
      }
    });
  },
};
