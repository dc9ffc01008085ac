import type { InstanceChoice, Outcome, OutputsRequest } from '../protocol';
import { answerOwn } from './answer';
import type { Feature } from './feature';
import { integer, number, object, oneOf, path, type Reader, text } from './parameters';
import { outputsChoice } from './shapes';

/** Instances in one answer. */
const mostInstances = 200;

const outcome: Reader<Outcome> = oneOf(
  'bothRight',
  'bothWrongSame',
  'bothWrongDifferent',
  'onlyX',
  'onlyY',
  'same',
  'different',
);

type Needed = Pick<OutputsRequest, 'x' | 'y'> & { first: number; count: number };

const read = object<Needed, Required<Omit<OutputsRequest, 'x' | 'y'> & InstanceChoice> & { stamp: string }>(
  { x: path, y: path, first: integer(0, Number.MAX_SAFE_INTEGER), count: integer(1, mostInstances) },
  { ...outputsChoice, outcome, classX: number, classY: number, stamp: text },
);

/** `nnsim/outputInstances`: the instances behind a number of `nnsim/outputs`, page by page. */
export const outputInstances: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/outputInstances', read, (request, signal) =>
      host.jobs.outputInstances(request, { signal, priority: 'eye' }),
    );
  },
};
