import type { Requests, RunOrigin, RunOrigins } from '../protocol';
import { reports } from '../report/catalogue';
import { answerOwn } from './answer';
import type { Feature } from './feature';
import { list, object, oneOf, path, type Reader } from './parameters';
import { comparison } from './shapes';

type Params = Requests['nnsim/export']['params'];

const origin: Reader<RunOrigin> = object<RunOrigin>({ model: path, instances: list(path) });

const read: Reader<Params> = object<Omit<Params, 'ran'>, Required<Pick<Params, 'ran'>>>(
  { comparison, format: oneOf('csv', 'json') },
  { ran: object<object, Required<RunOrigins>>({}, { x: origin, y: origin }) },
);

/** `nnsim/export`: a finished comparison as text. */
export const exportComparison: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/export', read, (params) =>
      Promise.resolve(reports[params.format].write(params.comparison, params.ran)),
    );
  },
};
