import { answerOwn } from './answer';
import type { Feature } from './feature';
import { comparisonRequest } from './shapes';

/** `nnsim/plan`: what a comparison would do and cost. */
export const plan: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/plan', comparisonRequest, (request, signal) =>
      host.jobs.plan(request, { signal }),
    );
  },
};
