import { answerOwn } from './answer';
import type { Feature } from './feature';
import { integer, invalid, list, object, path, text } from './parameters';

/** Pictures in one answer, and how large they are at most. */
const mostPictures = 50;
const mostPixels = 256;

const position = integer(0, Number.MAX_SAFE_INTEGER);
const read = object(
  { path, index: position, rows: list(position), side: integer(1, mostPixels) },
  { stamp: text },
);

/** `nnsim/pictures`: inputs of a network that are pictures. */
export const pictures: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/pictures', read, ({ path: file, stamp, index, rows, side }, signal) => {
      if (rows.length > mostPictures) throw invalid(`At most ${mostPictures} pictures are sent at once.`);
      return host.jobs.pictures(file, index, rows, side, {
        ...{ signal, priority: 'eye' },
        ...(stamp !== undefined && { stamp }),
      });
    });
  },
};
