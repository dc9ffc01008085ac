import { basename, dirname, join } from 'node:path';
import type { KeptRun, RunResult } from '../../protocol';
import type { Headers } from '../headers';
import type { Jobs } from '../jobs';
import { Sharing, type Work } from '../sharing';
import { KeptRuns } from './keptRuns';
import { anatomyInProcess, keepInProcess, type ModelProcessOptions, runInProcess } from './modelProcess';
import { pairJobs } from './pairJobs';
import { Turns } from './turns';

interface Started {
  readonly onStart: () => void;
  readonly headers: Headers;
}

export interface ModelJobsOptions {
  readonly workerPath: string;
  /** The bundle of runtimes/process.ts. Default: runner.js beside the worker. */
  readonly runnerPath?: string;
  readonly storage: string | null;
  readonly version?: string;
  /** Bytes that one process may hold. */
  readonly mostMemory: () => number;
  /** Told what libraries say of models that they cannot run. */
  readonly log: (line: string) => void;
  /** Makes a job of some work with files: listed and noted while it runs. */
  readonly job: <Result>(
    title: string,
    files: readonly string[],
    run: (work: Work<never> & Started) => Promise<Result>,
  ) => (work: Work<never>) => Promise<Result>;
}

export interface ModelJobs extends Pick<Jobs, 'anatomy' | 'run' | 'keepRun' | 'attack' | 'stitch'> {
  readonly kept: KeptRuns;
}

/** Most bytes of activations that a run may write where a person says. */
const mostActivations = 64 * 2 ** 30;
/** Each may take the memory of the setting, and all processors. */
const runsAtOnce = 1;
/** Structures are small and soon read. */
const looksAtOnce = 2;

/** The jobs that run models, each in a process of its own. */
export function createModelJobs(options: ModelJobsOptions): ModelJobs {
  const { storage, version } = options;
  const runs = new Sharing<never, RunResult>(() => undefined);
  const keptRuns = new Sharing<never, KeptRun>(() => undefined);
  const kept = new KeptRuns(storage);
  const [turns, looks] = [new Turns(runsAtOnce), new Turns(looksAtOnce)];
  const told = version === undefined ? {} : { version };
  const processes = (): ModelProcessOptions => ({
    runnerPath: options.runnerPath ?? join(dirname(options.workerPath), 'runner.js'),
    mostMemory: options.mostMemory(),
    log: options.log,
  });
  const inTurn = <Result>(
    work: Work<never> & Omit<Started, 'headers'>,
    run: (ways: ModelProcessOptions) => Promise<Result>,
  ): Promise<Result> =>
    turns.take(work.signal, () => {
      work.onStart();
      const { signal } = work;
      return run({ ...processes(), signal, onProgress: (share, text) => work.progress(share, text) });
    });

  return {
    ...pairJobs({ job: options.job, inTurn, mostBytes: mostActivations }),
    kept,
    anatomy: (model, { signal } = {}) =>
      looks.take(signal, () =>
        anatomyInProcess(model, { ...processes(), ...(signal !== undefined && { signal }) }),
      ),
    async run(request, jobOptions = {}) {
      const { model } = request;
      const start = options.job<RunResult>(`Run of ${basename(model)}`, [model], (work) =>
        inTurn(work, (ways) => runInProcess({ ...request, ...told, mostBytes: mostActivations }, ways)),
      );
      return runs.join(JSON.stringify(request), jobOptions, () => undefined, start);
    },
    async keepRun(choice, jobOptions = {}) {
      const { model } = choice;
      const start = options.job<KeptRun>(`Run of ${basename(model)}`, [model], (work) =>
        kept.run(choice, work.headers, (order) =>
          inTurn(work, (ways) => keepInProcess({ ...order, ...told }, ways)),
        ),
      );
      return keptRuns.join(JSON.stringify(choice), jobOptions, () => undefined, start);
    },
  };
}
