import type { Requests } from '../protocol';
import { reports } from '../report/catalogue';
import { answerOwn } from './answer';
import type { Feature } from './feature';
import { object, oneOf, type Reader } from './parameters';
import { comparison, ran } from './shapes';

type Params = Requests['nnsim/export']['params'];

const read: Reader<Params> = object<Omit<Params, 'ran'>, Required<Pick<Params, 'ran'>>>(
  { comparison, format: oneOf('csv', 'json') },
  { ran },
);

/** `nnsim/export`: a finished comparison as text. */
export const exportComparison: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/export', read, (params) =>
      Promise.resolve(reports[params.format].write(params.comparison, params.ran)),
    );
  },
};
