import { printCall } from '../measures/call';
import type { MeasureCall, OutputsKind, Reading, Requests } from '../protocol';
import { answerOwn, notify } from './answer';
import type { Feature } from './feature';
import { either, list, object, oneOf, path, type Reader, text } from './parameters';
import { classes, kind, measureCall, outputsKind, reading, workDoneToken } from './shapes';

type Params = Requests['nnsim/pair']['params'];

type Needed = Pick<Params, 'x' | 'y' | 'kind' | 'tensorX' | 'tensorY'>;

const read: Reader<Params> = object<
  Needed,
  {
    workDoneToken: string | number;
    measures: readonly MeasureCall[];
    id: string;
    outputs: OutputsKind;
    classes: 'by-position';
  } & Required<Reading>
>(
  { x: path, y: path, kind: either(kind, oneOf('outputs')), tensorX: text, tensorY: text },
  { workDoneToken, measures: list(measureCall), ...reading, id: text, outputs: outputsKind, classes },
);

/** `nnsim/pair`: one pair of layers by many measures; scores arrive early as notifications. */
export const pair: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/pair', read, async (params, signal) => {
      const { workDoneToken: token, measures, id, ...pairOf } = params;
      const request = { ...pairOf, ...(measures !== undefined && { measures: measures.map(printCall) }) };
      const progress = host.workDone.attach(token, `Comparing ${request.tensorX} with ${request.tensorY}`);
      try {
        return await host.jobs.pair(
          request,
          {
            signal: AbortSignal.any([signal, progress.signal]),
            // A person has just clicked the cell and looks at it.
            priority: 'eye',
            onProgress: (fraction, message) => progress.report(fraction, message),
          },
          (scores) => {
            if (id !== undefined) notify(host, 'nnsim/pairScores', { id, scores });
          },
        );
      } finally {
        progress.done();
      }
    });
  },
};
