import { answerOwn } from './answer';
import type { Feature } from './feature';
import { integer, invalid, object, path, text } from './parameters';

/** Values in one answer. */
const mostValues = 4000;

const position = integer(0, Number.MAX_SAFE_INTEGER);
const size = integer(1, mostValues);
const read = object(
  { path, index: position, firstRow: position, rows: size, firstColumn: position, columns: size },
  { stamp: text },
);

/** `nnsim/slice`: some values of a tensor, read by range. */
export const slice: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/slice', read, ({ path: file, stamp, index, ...window }, signal) => {
      if (window.rows * window.columns > mostValues)
        throw invalid(`A slice has at most ${mostValues} values: ask for fewer rows or columns.`);
      return host.jobs.slice(file, index, window, {
        ...{ signal, priority: 'eye' },
        ...(stamp !== undefined && { stamp }),
      });
    });
  },
};
