import { answerOwn } from './answer';
import type { Feature } from './feature';
import { object, path } from './parameters';

/** `nnsim/open`: the header of a model file. */
export const open: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/open', object({ path }), (params, signal) =>
      host.jobs.open(params.path, { signal }),
    );
  },
};
