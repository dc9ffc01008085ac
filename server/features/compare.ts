import type { ComparisonKind, Reading, Requests } from '../protocol';
import { answerOwn } from './answer';
import type { Feature } from './feature';
import { object, path, type Reader, text } from './parameters';
import { runComparison } from './runComparison';
import { kind, measureCall, reading, workDoneToken } from './shapes';

type Params = Requests['nnsim/compare']['params'];

const read: Reader<Params> = object<
  Pick<Params, 'x' | 'y' | 'measure' | 'id'>,
  { kind: ComparisonKind; workDoneToken: string | number } & Required<Reading>
>({ x: path, y: path, measure: measureCall, id: text }, { kind, ...reading, workDoneToken });

/** `nnsim/compare`: runs a comparison; plan and cells arrive early as notifications. */
export const compare: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/compare', read, ({ id, workDoneToken: token, ...request }, signal) =>
      runComparison(host, request, { id, signal, ...(token !== undefined && { workDoneToken: token }) }),
    );
  },
};
