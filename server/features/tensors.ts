import { answerOwn } from './answer';
import type { Feature } from './feature';
import { integer, object, path, text } from './parameters';

/** So that one answer is made and sent within a few milliseconds. */
const mostTensors = 5000;

/** `nnsim/tensors`: a page of the tensors of a file. */
export const tensors: Feature = {
  register(host) {
    const read = object(
      { path, first: integer(0, Number.MAX_SAFE_INTEGER), count: integer(0, mostTensors) },
      { stamp: text },
    );
    answerOwn(host, 'nnsim/tensors', read, ({ path: file, stamp, first, count }, signal) =>
      host.jobs.tensors(file, first, count, { signal, ...(stamp !== undefined && { stamp }) }),
    );
  },
};
