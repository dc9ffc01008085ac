import type { JobOptions, Jobs } from '../jobs/jobs';
import type { MeasureCall, TensorEntry, TensorStatistics } from '../protocol';
import { type Norms, type Summary, summariseLayers, summariseWeights } from './summary';

/** How representations are compared with a partner: the survey's most used measure, without its small-sample bias. */
const debiasedCka: MeasureCall = { id: 'rsm.cka', parameters: { estimator: 'debiased' } };
const relativeChange: MeasureCall = { id: 'weights.relative_change', parameters: {} };
const weightCosine: MeasureCall = { id: 'weights.cosine', parameters: {} };

/** Reading for the norms of weights, beside the comparison itself: bytes a second, on the careful side. */
const readingSpeed = 200e6;
const page = 1000;

/** More than a background comparison may cost. */
export interface TooCostly {
  readonly seconds: number;
}

export interface PartnerOptions extends JobOptions {
  readonly budgetSeconds: number;
  /** The comparison is within the budget and begins. */
  readonly onStart?: () => void;
}

/**
 * Plans the comparison of two files and runs it when the estimate is within the budget. Activations by debiased linear
 * CKA, weights by relative change and cosine. Throws BadInput when nothing of the two can be compared, and Cancelled.
 */
export async function partnerScore(
  jobs: Jobs,
  x: string,
  y: string,
  options: PartnerOptions,
): Promise<Summary | TooCostly> {
  const plan = await jobs.plan({ x, y, measure: debiasedCka });
  if (plan.kind === 'weights') return weightScore(jobs, x, y, options);
  if (plan.estimate.seconds > options.budgetSeconds) return { seconds: plan.estimate.seconds };
  options.onStart?.();
  const comparison = await jobs.compare({ x, y, kind: plan.kind, measure: debiasedCka }, {}, options);
  return summariseLayers(comparison, 'debiased linear CKA', 'CKA');
}

async function weightScore(
  jobs: Jobs,
  x: string,
  y: string,
  options: PartnerOptions,
): Promise<Summary | TooCostly> {
  const request = { x, y, kind: 'weights' as const };
  const plans = [
    await jobs.plan({ ...request, measure: relativeChange }),
    await jobs.plan({ ...request, measure: weightCosine }),
  ];
  const bytes = (await Promise.all([jobs.open(x), jobs.open(y)])).reduce((sum, file) => sum + file.bytes, 0);
  const seconds = plans.reduce((sum, plan) => sum + plan.estimate.seconds, bytes / readingSpeed);
  if (seconds > options.budgetSeconds) return { seconds };
  options.onStart?.();
  const change = await jobs.compare({ ...request, measure: relativeChange }, {}, options);
  const cosine = await jobs.compare({ ...request, measure: weightCosine }, {}, options);
  const names = new Set(change.x.layers.map((layer) => layer.tensor));
  const [left, right] = [await frobenius(jobs, x, names, options), await frobenius(jobs, y, names, options)];
  const norms = new Map<string, Norms>();
  for (const [name, norm] of left) norms.set(name, { x: norm, y: right.get(name) ?? 0 });
  return summariseWeights(change, cosine, norms);
}

/** The Frobenius norm of each named tensor of a file, from its statistics. */
async function frobenius(
  jobs: Jobs,
  path: string,
  names: ReadonlySet<string>,
  options: JobOptions,
): Promise<ReadonlyMap<string, number>> {
  const nameAt = new Map<number, string>();
  const { tensorCount, stamp } = await jobs.open(path);
  for (let first = 0; first < tensorCount; first += page) {
    const entries: readonly TensorEntry[] = await jobs.tensors(path, first, page, { stamp });
    for (const [i, { name }] of entries.entries()) if (names.has(name)) nameAt.set(first + i, name);
  }
  const norms = new Map<string, number>();
  const keep = (statistics: readonly TensorStatistics[]): void => {
    for (const entry of statistics) norms.set(nameAt.get(entry.index) ?? '', norm(entry));
  };
  const { signal, priority } = options;
  await jobs.statistics(path, keep, {
    ...(signal && { signal }),
    ...(priority && { priority }),
    stamp,
    tensors: [...nameAt.keys()],
  });
  return norms;
}

function norm({ count, notANumber, infinite, mean, deviation }: TensorStatistics): number {
  return Math.sqrt((count - notANumber - infinite) * ((mean ?? 0) ** 2 + (deviation ?? 0) ** 2));
}
