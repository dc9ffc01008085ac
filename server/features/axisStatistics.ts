import { answerOwn } from './answer';
import type { Feature } from './feature';
import { integer, object, path, text } from './parameters';

const position = integer(0, Number.MAX_SAFE_INTEGER);
const read = object({ path, index: position, axis: position }, { stamp: text });

/** `nnsim/axisStatistics`: mean and deviation of each entry of an axis of a tensor. */
export const axisStatistics: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/axisStatistics', read, ({ path: file, stamp, index, axis }, signal) =>
      host.jobs.axisStatistics(file, index, axis, {
        ...{ signal, priority: 'eye' },
        ...(stamp !== undefined && { stamp }),
      }),
    );
  },
};
