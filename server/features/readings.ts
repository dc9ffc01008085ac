import type { Requests } from '../protocol';
import { answerOwn } from './answer';
import type { Feature } from './feature';
import { object, path, type Reader } from './parameters';
import { reading } from './shapes';

type Params = Requests['nnsim/readings']['params'];

const read: Reader<Params> = object<Pick<Params, 'x' | 'y'>, Required<Omit<Params, 'x' | 'y'>>>(
  { x: path, y: path },
  reading,
);

/** `nnsim/readings`: the rules for dimensions to choose from, each with what becomes of the layers. */
export const readings: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/readings', read, (request, signal) => host.jobs.readings(request, { signal }));
  },
};
