import { inSlices } from '../jobs/breath';
import type { PairRequest } from '../jobs/jobs';
import { allMeasures } from '../measures/catalogue';
import type { OutputsRequest, RunOrigins } from '../protocol';
import type { OutputsExport } from '../report/outputs';
import { outputReports } from '../report/catalogue';
import { BadInput } from '../tensors/badInput';
import { answerOwn, notify } from './answer';
import type { Feature, Host } from './feature';
import { object, oneOf, path, text } from './parameters';
import { outputsChoice, ran, workDoneToken } from './shapes';

type Needed = Pick<OutputsRequest, 'x' | 'y'> & { id: string; format: 'csv' | 'json' };
type Choice = Required<Omit<OutputsRequest, 'x' | 'y'>>;

const read = object<Needed, Choice & { workDoneToken: string | number; ran: RunOrigins }>(
  { x: path, y: path, id: text, format: oneOf('csv', 'json') },
  { ...outputsChoice, workDoneToken, ran },
);

/** Letters that are sent as one part. */
const partLength = 2 ** 18;

/** `nnsim/exportOutputs`: everything there is to say of the outputs of two models, as text that arrives in parts. */
export const exportOutputs: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/exportOutputs', read, async (params, signal) => {
      const { workDoneToken: token, id, format, ran: origins, ...request } = params;
      const progress = host.workDone.attach(token, 'Exporting outputs');
      const all = AbortSignal.any([signal, progress.signal]);
      try {
        const found = await everything(host, request, all);
        const outputs = { ...found, ...(origins !== undefined && { ran: origins }) };
        await inSlices(
          send(outputReports[format](outputs), (part) => {
            if (!all.aborted) notify(host, 'nnsim/exported', { id, text: part });
            return !all.aborted;
          }),
        );
        return null;
      } finally {
        progress.done();
      }
    });
  },
};

/** Puts pieces together to parts and sends them, as long as they are wanted. */
function* send(pieces: Iterable<string>, part: (text: string) => boolean): Generator<undefined, void> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length >= partLength) {
      if (!part(text)) return;
      text = '';
    }
    yield;
  }
  part(text);
}

async function everything(
  { jobs }: Pick<Host, 'jobs'>,
  request: OutputsRequest,
  signal: AbortSignal,
): Promise<OutputsExport> {
  const options = { signal, priority: 'eye' } as const;
  const report = await jobs.outputs(request, options);
  if (!report.found) throw new BadInput(report.reason);
  const { labels, ...reading } = request;
  const used = report.labels !== undefined;
  const pair: PairRequest = {
    ...reading,
    ...{ tensorX: report.x.tensor, tensorY: report.y.tensor, vectors: true },
    kind: 'outputs',
    measures: allMeasures
      .filter(({ compares, needs }) => compares === 'outputs' && (used || !needs.labels))
      .map(({ id }) => id),
    ...(labels !== undefined && used && { labels }),
  };
  const scores = await jobs.pair(pair, options);
  const { vectors, idOf } = await jobs.outputVectors({ ...request, stamp: report.stamp }, options);
  return { report, scores, vectors, reading, ...(idOf !== undefined && { idOf }) };
}
