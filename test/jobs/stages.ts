import { join } from 'node:path';
import type { ConfigurableJobs } from '../../server/jobs/createJobs';
import type { JobOptions } from '../../server/jobs/jobs';
import type { TaskKind } from '../../server/jobs/tasks/catalogue';
import { BadInput } from '../../server/tensors/badInput';
import { bundle, realJobs } from './setup';
import { counted, rows, shuffled, table } from './tables';

const call = { id: 'rsm.cka', parameters: {} };
const window = { firstRow: 0, rows: 1, firstColumn: 0, columns: 1 };

/** Why nothing can be said of outputs is an answer, too. */
async function report(jobs: ConfigurableJobs, x: string, y: string, options: JobOptions): Promise<void> {
  const tensors = { tensorX: 'values', tensorY: 'values' };
  const found = await jobs.outputs({ x, y, ...tensors, outputs: 'logits' }, options);
  if (!found.found) throw new BadInput(found.reason);
}

/** What a person can be waiting for while a thread is at a task: `odd` is the file with which something happens, `good` another. */
export const stages: readonly {
  readonly task: TaskKind;
  readonly ask: (jobs: ConfigurableJobs, odd: string, good: string, options: JobOptions) => Promise<unknown>;
}[] = [
  { task: 'header', ask: (jobs, odd, _, options) => jobs.open(odd, options) },
  { task: 'page', ask: (jobs, odd, _, options) => jobs.tensors(odd, 0, 1, options) },
  { task: 'names', ask: (jobs, x, y, options) => jobs.compare({ x, y, measure: call }, {}, options) },
  { task: 'rows', ask: (jobs, x, y, options) => jobs.costs({ x, y }, options) },
  { task: 'statistics', ask: (jobs, odd, _, options) => jobs.statistics(odd, () => undefined, options) },
  { task: 'slice', ask: (jobs, odd, _, options) => jobs.slice(odd, 0, window, options) },
  { task: 'axisStatistics', ask: (jobs, odd, _, options) => jobs.axisStatistics(odd, 0, 0, options) },
  { task: 'describe', ask: (jobs, odd, _, options) => jobs.describe(odd, 'values', options) },
  { task: 'classNames', ask: report },
  { task: 'outputs', ask: report },
  { task: 'score', ask: (jobs, x, y, options) => jobs.compare({ x, y, measure: call }, {}, options) },
];

let built: Promise<string> | undefined;

/** The bundle of `oddWorker.ts`, built once. */
export function oddWorker(): Promise<string> {
  built ??= bundle(join(__dirname, 'oddWorker.ts'), 'oddWorker.js');
  return built;
}

/** Jobs whose threads do as the names of files say, see `oddWorker.ts`. */
export async function oddJobs(log: (problem: string) => void = () => undefined): Promise<ConfigurableJobs> {
  return realJobs({ workerPath: await oddWorker(), log });
}

/** A table of values with ids, in an order of its own. */
export function tableAt(folder: string, name: string, seed: number): string {
  return table(join(folder, name), seed, seed === 0 ? counted(rows) : shuffled(seed));
}
