import type { ComparisonKind, Requests } from '../protocol';
import { answerOwn } from './answer';
import type { Feature } from './feature';
import { object, path, type Reader, text } from './parameters';
import { runComparison } from './runComparison';
import { kind, measureCall, workDoneToken } from './shapes';

type Params = Requests['nnsim/compare']['params'];

const read: Reader<Params> = object<
  Pick<Params, 'x' | 'y' | 'measure' | 'id'>,
  { kind: ComparisonKind; labels: string; workDoneToken: string | number }
>({ x: path, y: path, measure: measureCall, id: text }, { kind, labels: path, workDoneToken });

/** `nnsim/compare`: runs a comparison; plan and cells arrive early as notifications. */
export const compare: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/compare', read, ({ id, workDoneToken: token, ...request }, signal) =>
      runComparison(host, request, { id, signal, ...(token !== undefined && { workDoneToken: token }) }),
    );
  },
};
