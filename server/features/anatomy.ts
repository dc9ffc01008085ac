import { answerOwn } from './answer';
import type { Feature } from './feature';
import { object, path } from './parameters';

/** `nnsim/anatomy`: what a model takes and computes. */
export const anatomy: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/anatomy', object({ model: path }), ({ model }, signal) =>
      host.jobs.anatomy(model, { signal }),
    );
  },
};
