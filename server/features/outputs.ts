import type { OutputsRequest } from '../protocol';
import { answerOwn } from './answer';
import type { Feature } from './feature';
import { object, path } from './parameters';
import { outputsChoice, workDoneToken } from './shapes';

type Choice = Required<Omit<OutputsRequest, 'x' | 'y'>>;

const read = object<Pick<OutputsRequest, 'x' | 'y'>, Choice & { workDoneToken: string | number }>(
  { x: path, y: path },
  { ...outputsChoice, workDoneToken },
);

/** `nnsim/outputs`: how two models differ in their outputs. */
export const outputs: Feature = {
  register(host) {
    answerOwn(host, 'nnsim/outputs', read, async ({ workDoneToken: token, ...request }, signal) => {
      const progress = host.workDone.attach(token, 'Comparing outputs');
      try {
        const report = await host.jobs.outputs(request, {
          signal: AbortSignal.any([signal, progress.signal]),
          priority: 'eye',
        });
        // Hovers and lenses tell of all instances of files as they are found to be.
        const isUsual = [request.rows, request.rule, request.tensorX, request.tensorY, request.classes].every(
          (chosen) => chosen === undefined,
        );
        if (report.found && isUsual) await host.answers.learn(report);
        return report;
      } finally {
        progress.done();
      }
    });
  },
};
