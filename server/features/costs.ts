import type { ComparisonKind, MeasureCall, Reading, Requests } from '../protocol';
import { answerOwn } from './answer';
import type { Feature } from './feature';
import { list, object, path, type Reader, text } from './parameters';
import { kind, measureCall, reading } from './shapes';

type Params = Requests['nnsim/costs']['params'];
type Pair = NonNullable<Params['pair']>;

const read: Reader<Params> = object<
  Pick<Params, 'x' | 'y'>,
  { kind: ComparisonKind; pair: Pair; calls: readonly MeasureCall[] } & Required<Reading>
>(
  { x: path, y: path },
  { kind, pair: object<Pair>({ tensorX: text, tensorY: text }), calls: list(measureCall), ...reading },
);

/** `nnsim/costs`: what each measure would take for a comparison or a pair, or why it does not apply. */
export const costs: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/costs', read, (request, signal) => host.jobs.costs(request, { signal }));
  },
};
