import type { Description, GroupRequest, Jobs, PairRequest } from '../../../server/jobs/jobs';
import { normalised, parseCall } from '../../../server/measures/call';
import { complete } from '../../../server/measures/complete';
import type { Comparison, ComparisonRequest, Score, TensorEntry } from '../../../server/protocol';
import { BadInput } from '../../../server/tensors/badInput';

/** Files by path: the names of their tensors, all float32 [20 x 4]. */
export type Files = Readonly<Record<string, readonly string[]>>;

export interface FakeJobs extends Jobs {
  /** What was asked for, in order. */
  readonly pairs: PairRequest[];
  readonly comparisons: ComparisonRequest[];
  readonly groups: GroupRequest[];
  readonly runs: Parameters<Jobs['run']>[0][];
  readonly attacks: Parameters<Jobs['attack']>[0][];
  readonly stitchings: Parameters<Jobs['stitch']>[0][];
  /** Estimated seconds of measures that are slow; the others take next to nothing. */
  readonly slow: Record<string, number>;
  disposed: boolean;
}

/** What a run of a model says of its outputs. */
const told = ['nnsim.outputs', '["told"]'] as const;

/** Every measure scores 0.5; values are asked for by name and not computed: the commands are under test. */
function half(text: string): Score {
  const { measure, parameters } = complete(parseCall(text));
  return { measure: measure.id, parameters, value: 0.5, status: 'ok', n: 20, notes: [] };
}

/** The engine as far as commands see it, without workers or files. `weights`: the files are checkpoints. */
export function fakeJobs(files: Files, kind: 'activations' | 'weights' = 'activations'): FakeJobs {
  const entries = (path: string): TensorEntry[] => {
    const names = files[path];
    if (names === undefined) throw new BadInput(`${path} does not exist.`);
    return names.map((name) => ({ name, dtype: 'float32', shape: [20, 4], bytes: 320 }));
  };
  const plan = ({ x, y, measure }: ComparisonRequest): Comparison => {
    const [left, right] = [entries(x), entries(y)];
    const all = left.flatMap((_, i) => right.map((__, j) => [i, j] as const));
    const pairs = all.filter(([i, j]) => kind === 'activations' || left[i]?.name === right[j]?.name);
    const layers = (of: readonly TensorEntry[]) => of.map(({ name, shape }) => ({ tensor: name, shape }));
    const score = { ...half(measure.id), parameters: complete(measure).parameters };
    return {
      kind,
      x: { path: x, layers: layers(left) },
      y: { path: y, layers: layers(right) },
      pairs,
      measure: normalised(measure),
      notes: ['1 tensor left out'],
      range: [0, 1],
      estimate: { seconds: 0, bytes: 0, cached: 0, cells: pairs.length },
      cells: pairs.map(([i, j]) => ({ x: i, y: j, score, cached: false })),
      seconds: 0,
    };
  };
  const fake: FakeJobs = {
    pairs: [],
    comparisons: [],
    groups: [],
    runs: [],
    attacks: [],
    stitchings: [],
    slow: {},
    disposed: false,
    open: (path) =>
      Promise.resolve().then(() => ({
        path,
        stamp: path,
        format: 'npz',
        formatTitle: 'NumPy archive',
        bytes: 1000,
        tensorCount: entries(path).length,
        elementCount: 80 * entries(path).length,
        holds: 'parameters',
        metadata: [['run', 'a'], ...(entries(path).some(({ name }) => name === 'told') ? [told] : [])],
        warnings: ['odd padding'],
        dtypes: [['float32', entries(path).length]],
      })),
    tensors: (path, first, count) => Promise.resolve(entries(path).slice(first, first + count)),
    statistics(path, onStatistics) {
      const numbers = { count: 80, mean: 0.25, deviation: 1, min: -1, max: 2, sum: 20 };
      const rest = { zeros: 0, notANumber: 0, infinite: 0, first: [1, 0.5, 'NaN'] };
      onStatistics(entries(path).map((_, index) => ({ index, ...numbers, ...rest })));
      return Promise.resolve();
    },
    plan: (request) => Promise.resolve(plan(request)),
    slice: () => {
      throw new Error('not asked for');
    },
    axisStatistics: () => {
      throw new Error('not asked for');
    },
    readings: () => {
      throw new Error('not asked for');
    },
    costs: () => {
      const ids = ['rsm.cka', 'align.procrustes', ...Object.keys(fake.slow)];
      const measures = ids.map((measure) => {
        const seconds = fake.slow[measure];
        return { measure, seconds: seconds ?? 0.01, bytes: 0, pairs: 1, slow: seconds !== undefined };
      });
      return Promise.resolve({
        kind,
        pairs: 1,
        measures,
        widest: { rows: 20, columns: [4, 4] as const },
        labels: false,
      });
    },
    compare(request) {
      fake.comparisons.push(request);
      return Promise.resolve(plan(request));
    },
    pair(request) {
      fake.pairs.push(request);
      return Promise.resolve((request.measures ?? ['cka', 'procrustes']).map(half));
    },
    group(request) {
      fake.groups.push(request);
      const scores = (request.measures ?? ['cka', 'magnitude']).map((text) => {
        const score = half(text);
        return { score, pairs: text === 'magnitude' ? null : [{ x: 0, y: 1, score }] };
      });
      return Promise.resolve(scores);
    },
    outputs: () =>
      Promise.resolve({ found: false, unfit: false, reason: 'There are no outputs.', choices: [0, 0] }),
    groupReport: () =>
      Promise.resolve({ found: false, reason: 'There is nothing.', hasOutputs: false, layers: [] }),
    groupInstances: ({ by }) => Promise.resolve({ by, total: 0, first: 0, instances: [] }),
    groupPairs: () => Promise.reject(new BadInput('There are no pairs.')),
    outputInstances: () => Promise.resolve({ total: 0, first: 0, instances: [] }),
    outputVectors: () => Promise.reject(new BadInput('There are no outputs.')),
    pictures: () => Promise.resolve([]),
    describe(path, tensor): Promise<Description> {
      if (tensor === 'bias')
        return Promise.reject(new BadInput(`bias of ${path} has one axis: no rows and columns.`));
      const sizes = { n: 20, d: 4, rank: 3, tolerance: 1e-15, effectiveDimension: 2.5, meanRowNorm: 1.5 };
      const singular = { largestSingularValue: 9, smallestSingularValue: 0 };
      return Promise.resolve({
        tensor,
        ...sizes,
        ...singular,
        zeroRows: 1,
        duplicateRows: 2,
        constantColumns: 3,
      });
    },
    anatomy: () =>
      Promise.resolve({
        inputs: [{ name: 'x', dtype: 'float32', shape: [null, 3] }],
        steps: [
          { name: 'relu', operator: 'Relu', isOutput: false },
          { name: 'y', operator: 'MatMul', isOutput: true },
        ],
      }),
    run(request) {
      fake.runs.push(request);
      const tensors = [{ name: 'relu', shape: [20, 4], operator: 'Relu' }];
      return Promise.resolve({ rows: 20, tensors, notes: ['Left out: state.'] });
    },
    attack(request) {
      fake.attacks.push(request);
      return Promise.resolve({ rows: 20, classes: [4, 4] as const });
    },
    stitch(request) {
      fake.stitchings.push(request);
      const pair = {
        first: 'relu',
        second: 'relu',
        tensor: 'relu=relu',
        widths: [4, 4] as const,
        positions: 1,
      };
      const apart = [{ first: 'relu', second: 'conv', reason: 'their positions differ: none and 2 x 2' }];
      const uncut = [{ model: 'second' as const, name: 'skip', reason: 'the output does not hang on it' }];
      return Promise.resolve({ training: 12, heldOut: 8, pairs: [pair], apart, uncut });
    },
    suspects: () => [],
    activity: { running: 0, waiting: 0, titles: [], baseline: null },
    onActivity: () => undefined,
    keepRun: () => Promise.reject(new Error('no command keeps runs')),
    recall: () => Promise.resolve(undefined),
    remember: () => Promise.resolve(),
    clearCache: () => Promise.resolve({ entries: 0, bytes: 0 }),
    diagnostics: () => Promise.resolve([]),
    dispose() {
      fake.disposed = true;
      return Promise.resolve();
    },
  };
  return fake;
}
