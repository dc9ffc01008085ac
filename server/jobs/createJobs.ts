import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import type { EngineSettings } from '../linalg/engines/catalogue';
import { complete } from '../measures/complete';
import { normalised } from '../measures/call';
import type {
  Cell,
  Comparison,
  ComparisonPlan,
  InstancePage,
  NoOutputs,
  OutputsReport,
  Score,
  TensorStatistics,
} from '../protocol';
import { quoted } from '../tensors/badInput';
import { ActivityLog } from './activityLog';
import { Cache } from './cache';
import { runComparison } from './comparisonJob';
import { estimateCosts } from './costs';
import { describeTensor } from './describeJob';
import { diagnose } from './diagnostics';
import { Engines } from './engines';
import { runGroup } from './groupJob';
import { createGroupJobs } from './groups/createGroupJobs';
import { KeptGroups } from './groups/keptGroups';
import { Headers } from './headers';
import type { Description, GroupScore, Jobs, NamedVectors } from './jobs';
import { Journal } from './journal';
import { pageOutputs, reportOutputs, vectorsOf } from './outputs/outputsJob';
import { runPair } from './pairJob';
import { planComparison } from './plan';
import { Pool } from './pool';
import { Reader } from './reader';
import { readingChoices } from './readings';
import { Sharing, type Work } from './sharing';
import { createModelJobs } from './running/modelJobs';
import { runStatistics } from './statisticsJob';
import { computeTensorAxis, readPictures, readTensorSlice } from './tensorJobs';

export interface JobsOptions {
  /** The bundle of worker.ts: dist/worker.js. */
  readonly workerPath: string;
  /** The bundle of runtimes/process.ts. Default: runner.js beside the worker. */
  readonly runnerPath?: string;
  /** Of nnsim: files of activations tell it. */
  readonly version?: string;
  /** Folder for cache and journal; null: nothing is kept. */
  readonly storage: string | null;
  /** Computing threads; 0 or absent: one per core less one, at least one. */
  readonly workers?: number;
  /** Most memory that running jobs may hold together. Default 2048. */
  readonly memoryLimitMiB?: number;
  /** What a person raises to get more of it. Default: nnsim.memoryLimit. */
  readonly memoryOption?: string;
  /** What multiplies. Default: auto. */
  readonly engine?: EngineSettings;
  /** Told about defects and dead threads. */
  readonly log?: (problem: string) => void;
  /** Told what multiplies and why. */
  readonly inform?: (fact: string) => void;
  /** Told once what a person should know although all goes on: a cache that cannot be written. */
  readonly warn?: (sentence: string) => void;
}

/** Settings that can change while jobs run; what is absent stays. */
export type JobsSettings = Pick<JobsOptions, 'workers' | 'memoryLimitMiB' | 'engine'>;

export interface ConfigurableJobs extends Jobs {
  configure(settings: JobsSettings): void;
  /** The threads that compute. */
  readonly pool: Pool;
}

/** What a job has beside its work. */
interface Started {
  readonly onStart: () => void;
  /** What is given up when the job is. */
  readonly headers: Headers;
}

const usualMemoryMiB = 2048;
const headerHeapMiB = 4096;
const mebibyte = 2 ** 20;

/** Starts nothing yet: threads come with the first job. */
export function createJobs(options: JobsOptions): ConfigurableJobs {
  const { workerPath, storage, log = () => undefined, inform = () => undefined } = options;
  let settings = { workers: options.workers ?? 0, memoryLimitMiB: options.memoryLimitMiB ?? usualMemoryMiB };
  const journal = new Journal(storage === null ? null : join(storage, 'journal'));
  const engines = new Engines(options.engine ?? { choice: 'auto', blasLibrary: '' }, journal, inform);
  const pool = new Pool({
    workerPath,
    storage,
    log,
    ...settings,
    workers: threads(settings.workers),
    engines,
    ...(options.memoryOption !== undefined && { memoryOption: options.memoryOption }),
  });
  const reader = new Reader({ workerPath, heapMiB: headerHeapMiB, log });
  const headers = new Headers(reader);
  const cache = new Cache(storage, options.warn);
  const keptGroups = new KeptGroups();
  const activity = new ActivityLog();
  const planners = {
    headers,
    cache,
    rate: () => pool.rate(),
    workers: () => pool.workers,
    memoryLimit: () => pool.budget.limit,
  };
  const hurried = (): void => pool.pump();
  const statistics = new Sharing<readonly TensorStatistics[], null>(hurried);
  const comparisons = new Sharing<ComparisonPlan | readonly Cell[], Comparison>(hurried);
  const pairs = new Sharing<readonly Score[], readonly Score[]>(hurried);
  const groups = new Sharing<never, readonly GroupScore[]>(hurried);
  const reports = new Sharing<never, OutputsReport | NoOutputs>(hurried);
  const pages = new Sharing<never, InstancePage>(hurried);
  const vectors = new Sharing<never, NamedVectors>(hurried);
  const descriptions = new Sharing<never, Description>(hurried);

  /** Runs a job: listed among what is under way, and in the journal while it does something with these files. */
  function job<Event, Result>(
    title: string,
    files: readonly string[],
    run: (work: Work<Event> & Started) => Promise<Result>,
  ): (work: Work<Event>) => Promise<Result> {
    return (work) =>
      activity.during(title, async (started) => {
        let end: ((wellDone: boolean) => void) | undefined;
        const onStart = (): void => {
          started();
          end ??= journal.begin(files);
        };
        try {
          const result = await run({ ...work, onStart, headers: headers.during(work.signal) });
          end?.(true);
          return result;
        } finally {
          end?.(false);
        }
      });
  }

  const models = createModelJobs({
    ...options,
    ...{ job, log },
    mostMemory: () => settings.memoryLimitMiB * mebibyte,
  });

  return {
    pool,
    async open(path, { signal } = {}) {
      return (await headers.during(signal).open(path)).summary;
    },
    async tensors(path, first, count, { signal, stamp } = {}) {
      const asked = headers.during(signal);
      return asked.page(await asked.open(path, stamp), Math.max(0, first), Math.max(0, count));
    },
    async statistics(path, onStatistics, { tensors: wanted, stamp, ...jobOptions } = {}) {
      const start = job<readonly TensorStatistics[], null>(
        `Statistics of ${basename(path)}`,
        [path],
        async (work) => {
          const header = await work.headers.open(path, stamp);
          const all = await work.headers.all(header);
          await runStatistics(header, all, wanted ?? [...all.keys()], pool, work);
          return null;
        },
      );
      await statistics.join(JSON.stringify([path, wanted, stamp]), jobOptions, onStatistics, start);
    },
    slice: (path, index, window, jobOptions = {}) =>
      readTensorSlice(path, index, window, { headers, pool }, jobOptions),
    axisStatistics: (path, index, axis, jobOptions = {}) =>
      computeTensorAxis(path, index, axis, { headers, pool }, jobOptions),
    async plan(request, { signal } = {}) {
      return (await planComparison(request, { ...planners, headers: headers.during(signal) })).plan;
    },
    async compare(request, on, jobOptions = {}) {
      const { x, y, kind, labels, rule, rows, ids } = request;
      const measure = normalised(request.measure);
      const title = `${complete(measure).measure.title} of ${basename(x)} and ${basename(y)}`;
      const start = job<ComparisonPlan | readonly Cell[], Comparison>(title, [x, y], async (work) => {
        const planned = await planComparison({ ...request, measure }, { ...planners, headers: work.headers });
        work.emit(planned.plan);
        return runComparison(planned, { pool, cache }, work);
      });
      const onEvent = (event: ComparisonPlan | readonly Cell[]): void => {
        if ('pairs' in event) on.plan?.(event);
        else on.cells?.(event);
      };
      return comparisons.join(
        JSON.stringify([x, y, kind, measure, labels, rule, rows, ids]),
        jobOptions,
        onEvent,
        start,
      );
    },
    async pair(request, jobOptions = {}, onScores = () => undefined) {
      const { x, y, tensorX, tensorY } = request;
      const title = `Measures of ${quoted(tensorX)} of ${basename(x)} and ${quoted(tensorY)} of ${basename(y)}`;
      const start = job<readonly Score[], readonly Score[]>(title, [x, y], (work) =>
        runPair(request, { headers: work.headers, pool, cache }, work),
      );
      return pairs.join(JSON.stringify(request), jobOptions, onScores, start);
    },
    readings: (request, { signal } = {}) => readingChoices(request, headers.during(signal)),
    costs: (request, { signal } = {}) =>
      estimateCosts(request, { ...planners, headers: headers.during(signal), budget: pool.budget }),
    async group(request, jobOptions = {}) {
      const files = request.models.map(({ path }) => path);
      const title = `Measures of ${files.map((path) => basename(path)).join(', ')}`;
      const start = job<never, readonly GroupScore[]>(title, files, (work) =>
        runGroup(request, { headers: work.headers, pool, cache }, work),
      );
      return groups.join(JSON.stringify(request), jobOptions, () => undefined, start);
    },
    async outputs(request, jobOptions = {}) {
      const { x, y } = request;
      const start = job<never, OutputsReport | NoOutputs>(
        `Outputs of ${basename(x)} and ${basename(y)}`,
        [x, y],
        (work) => reportOutputs(request, { headers: work.headers, pool }, work),
      );
      return reports.join(JSON.stringify(request), jobOptions, () => undefined, start);
    },
    async outputInstances(request, jobOptions = {}) {
      const { x, y } = request;
      const start = job<never, InstancePage>(
        `Instances of ${basename(x)} and ${basename(y)}`,
        [x, y],
        (work) => pageOutputs(request, { headers: work.headers, pool }, work),
      );
      return pages.join(JSON.stringify(request), jobOptions, () => undefined, start);
    },
    ...createGroupJobs({ pool, cache, kept: keptGroups }, job, hurried),
    async outputVectors(request, jobOptions = {}) {
      const { x, y } = request;
      const start = job<never, NamedVectors>(
        `Every instance of ${basename(x)} and ${basename(y)}`,
        [x, y],
        (work) => vectorsOf(request, { headers: work.headers, pool }, work),
      );
      return vectors.join(JSON.stringify(request), jobOptions, () => undefined, start);
    },
    pictures: (path, index, rows, side, jobOptions = {}) =>
      readPictures(path, index, { rows, side }, { headers, pool }, jobOptions),
    async describe(path, tensor, jobOptions = {}) {
      const title = `Description of ${quoted(tensor)} of ${basename(path)}`;
      const start = job<never, Description>(title, [path], (work) =>
        describeTensor(path, tensor, { headers: work.headers, pool }, work),
      );
      return descriptions.join(JSON.stringify([path, tensor]), jobOptions, () => undefined, start);
    },
    anatomy: models.anatomy,
    run: models.run,
    keepRun: models.keepRun,
    attack: models.attack,
    stitch: models.stitch,
    suspects: () => journal.suspects(),
    get activity() {
      return activity.activity;
    },
    onActivity: (listener) => activity.listen(listener),
    recall: (key) => cache.recall(key),
    remember: (key, value) => cache.remember(key, value),
    async clearCache() {
      keptGroups.clear();
      const gone = [await cache.clear(), await models.kept.clear()];
      const sum = (of: (contents: (typeof gone)[number]) => number): number =>
        gone.reduce((all, contents) => all + of(contents), 0);
      return { entries: sum(({ entries }) => entries), bytes: sum(({ bytes }) => bytes) };
    },
    diagnostics: () => diagnose({ pool, cache, settings, engines, runs: models.kept }),
    configure({ engine, ...changed }) {
      settings = { ...settings, ...changed };
      if (engine !== undefined && engines.configure(engine)) pool.renew();
      pool.configure(threads(settings.workers), settings.memoryLimitMiB);
    },
    async dispose() {
      await Promise.all([pool.dispose(), reader.dispose()]);
      await Promise.all([cache.settled(), models.kept.settled()]);
      activity.dispose();
      journal.dispose();
    },
  };
}

/** The number of computing threads for a setting: 0 is one per core less one, which is the caller's. */
function threads(setting: number): number {
  return setting > 0 ? setting : Math.max(1, availableParallelism() - 1);
}
