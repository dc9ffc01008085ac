import { Cancelled, type JobOptions, type Jobs } from '../../../server/jobs/jobs';
import type {
  Comparison,
  ComparisonPlan,
  ComparisonRequest,
  Disagreement,
  ModelSummary,
  OutputsReport,
  OutputsRequest,
  RunChoice,
  Score,
  Settings,
} from '../../../server/protocol';
import type { AdjustableJobs } from '../../../server/startJobs';
import { BadInput } from '../../../server/tensors/badInput';

/** A report of which only the disagreement says something. */
function reportOf(x: string, y: string, disagreement: Disagreement): OutputsReport {
  const words = { tensor: 'logits', shape: [9, 2], why: 'it is called logits', kindWhy: 'as it is' };
  const side = { ...words, kind: 'logits', accuracy: null, choices: 1 } as const;
  return {
    found: true,
    stamp: 'a',
    x: { path: x, ...side },
    y: { path: y, ...side },
    rows: 9,
    outcomes: [],
    disagreement,
    classes: { classes: [], counts: [], left: 0 },
    distributions: [],
    leastSimilar: { total: 0, first: 0, instances: [] },
    notes: [],
  };
}

/** A comparison under way: it ends when the test says so, or when it is cancelled. */
export interface Running {
  readonly request: ComparisonRequest;
  readonly options: JobOptions;
  finish(): void;
  fail(error: Error): void;
}

/** Jobs without workers: every file has two layers, every score is 0.5, and comparisons wait for the test. */
export class FakeJobs implements AdjustableJobs {
  readonly adjustments: Settings[] = [];
  readonly running: Running[] = [];
  readonly plans: ComparisonRequest[] = [];
  readonly kept: RunChoice[] = [];
  /** Metadata of files; the others have none. */
  readonly metadata = new Map<string, ModelSummary['metadata']>();
  /** How often the answers of any two files differ; undefined: none holds any. */
  differ: Disagreement | undefined;
  readonly asked: OutputsRequest[] = [];
  /** What is in the cache beside scores. */
  readonly remembered = new Map<string, unknown>();
  seconds = 1;
  /** Of each file. */
  bytes = 4096;
  suspectFiles: readonly string[] = [];
  /** Files that fit no other. */
  readonly misfits = new Set<string>();
  readonly unreadable = new Map<string, string>();
  readonly activity = { running: 0, waiting: 0, titles: [], baseline: null };
  #waiting: (() => void)[] = [];

  /** Resolves once a comparison has begun that no earlier call has reported. */
  async nextRunning(): Promise<Running> {
    while (this.running.length === 0) await new Promise<void>((resume) => this.#waiting.push(resume));
    const [next] = this.running.splice(0, 1);
    if (!next) throw new Error('no comparison has begun');
    return next;
  }

  open(path: string): Promise<ModelSummary> {
    const problem = this.unreadable.get(path);
    if (problem !== undefined) return Promise.reject(new BadInput(problem));
    return Promise.resolve({
      path,
      stamp: path,
      format: 'npz',
      formatTitle: 'NumPy archive',
      bytes: this.bytes,
      tensorCount: 2,
      elementCount: 1234,
      holds: 'parameters',
      metadata: this.metadata.get(path) ?? [],
      warnings: [],
      dtypes: [['float32', 2]],
    });
  }

  group(): ReturnType<Jobs['group']> {
    return Promise.resolve([]);
  }

  outputs(request: OutputsRequest): ReturnType<Jobs['outputs']> {
    this.asked.push(request);
    const { x, y } = request;
    return Promise.resolve(
      this.differ === undefined
        ? { found: false, unfit: false, reason: 'There are no outputs.', choices: [0, 0] }
        : reportOf(x, y, this.differ),
    );
  }

  groupReport(): ReturnType<Jobs['groupReport']> {
    return Promise.resolve({ found: false, reason: 'There is nothing.', hasOutputs: false, layers: [] });
  }

  groupInstances({ by }: { readonly by: string }): ReturnType<Jobs['groupInstances']> {
    return Promise.resolve({ by, total: 0, first: 0, instances: [] });
  }

  groupPairs(): ReturnType<Jobs['groupPairs']> {
    return Promise.reject(new BadInput('There are no pairs.'));
  }

  outputInstances(): ReturnType<Jobs['outputInstances']> {
    return Promise.resolve({ total: 0, first: 0, instances: [] });
  }

  outputVectors(): ReturnType<Jobs['outputVectors']> {
    return Promise.reject(new BadInput('There are no outputs.'));
  }

  pictures(): ReturnType<Jobs['pictures']> {
    return Promise.resolve([]);
  }

  tensors(): ReturnType<Jobs['tensors']> {
    return Promise.resolve(
      ['layer1', 'layer2'].map((name) => ({ name, dtype: 'float32', shape: [9, 4], bytes: 144 })),
    );
  }

  plan(request: ComparisonRequest): Promise<ComparisonPlan> {
    this.plans.push(request);
    for (const path of [request.x, request.y]) {
      if (this.misfits.has(path)) return Promise.reject(new BadInput(`${path} fits nothing.`));
    }
    return Promise.resolve(this.#plan(request));
  }

  compare(
    request: ComparisonRequest,
    on: Parameters<Jobs['compare']>[1],
    options: JobOptions = {},
  ): Promise<Comparison> {
    const plan = this.#plan(request);
    on.plan?.(plan);
    return new Promise((resolve, reject) => {
      const stop = (): void => reject(new Cancelled());
      if (options.signal?.aborted) stop();
      options.signal?.addEventListener('abort', stop);
      const cells = plan.pairs.map(([x, y]) => ({ x, y, score: score(0.5), cached: false }));
      const finish = (): void => {
        on.cells?.(cells);
        resolve({ ...plan, cells, seconds: 1 });
      };
      this.running.push({ request, options, finish, fail: reject });
      for (const resume of this.#waiting.splice(0)) resume();
    });
  }

  statistics(): Promise<void> {
    return Promise.resolve();
  }

  pair(): ReturnType<Jobs['pair']> {
    return Promise.resolve([score(0.5)]);
  }

  slice(): ReturnType<Jobs['slice']> {
    throw new Error('not asked for');
  }

  axisStatistics(): ReturnType<Jobs['axisStatistics']> {
    throw new Error('not asked for');
  }

  readings(): ReturnType<Jobs['readings']> {
    throw new Error('not asked for');
  }

  costs(): ReturnType<Jobs['costs']> {
    const widest = { rows: 9, columns: [4, 4] } as const;
    return Promise.resolve({ kind: 'activations', pairs: 4, measures: [], widest, labels: false });
  }

  anatomy(): ReturnType<Jobs['anatomy']> {
    throw new Error('not asked for');
  }

  attack(): ReturnType<Jobs['attack']> {
    throw new Error('not asked for');
  }

  stitch(): ReturnType<Jobs['stitch']> {
    throw new Error('not asked for');
  }

  run(): ReturnType<Jobs['run']> {
    throw new Error('not asked for');
  }

  keepRun(choice: RunChoice): ReturnType<Jobs['keepRun']> {
    this.kept.push(choice);
    return Promise.resolve({
      path: '/kept/run.safetensors',
      rows: 9,
      tensors: [],
      notes: [],
      cached: false,
    });
  }

  describe(): ReturnType<Jobs['describe']> {
    return Promise.reject(new BadInput('not in this test'));
  }

  suspects(): readonly string[] {
    return this.suspectFiles;
  }

  onActivity(): void {
    // Nothing ever happens here.
  }

  recall(key: string): Promise<unknown> {
    return Promise.resolve(this.remembered.get(key));
  }

  /** As a disk keeps it. */
  remember(key: string, value: unknown): Promise<void> {
    this.remembered.set(key, JSON.parse(JSON.stringify(value)));
    return Promise.resolve();
  }

  clearCache(): ReturnType<Jobs['clearCache']> {
    this.remembered.clear();
    return Promise.resolve({ entries: 3, bytes: 300 });
  }

  diagnostics(): ReturnType<Jobs['diagnostics']> {
    return Promise.resolve([['engine', 'none']]);
  }

  adjust(settings: Settings): void {
    this.adjustments.push(settings);
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }

  #plan({ x, y, measure }: ComparisonRequest): ComparisonPlan {
    const layers = ['layer1', 'layer2'].map((tensor) => ({ tensor, shape: [9, 4] }));
    return {
      kind: 'activations',
      x: { path: x, layers },
      y: { path: y, layers },
      pairs: [
        [0, 0],
        [1, 1],
      ],
      measure,
      notes: [],
      range: [0, 1],
      estimate: { seconds: this.seconds, bytes: 1, cached: 0, cells: 2 },
    };
  }
}

function score(value: number): Score {
  return { measure: 'rsm.cka', parameters: {}, value, status: 'ok', n: 9, chance: 0.01, notes: ['few rows'] };
}
