import { availableParallelism, totalmem } from 'node:os';
import { engineTitles } from '../linalg/engines/catalogue';
import type { Cache } from './cache';
import type { Engines } from './engines';
import type { Pool } from './pool';
import type { KeptRuns } from './running/keptRuns';

const mebibyte = 2 ** 20;

/** Lines for the diagnostics report: engine, threads, memory, cache. */
export async function diagnose({
  pool,
  cache,
  settings,
  engines,
  runs,
}: {
  readonly pool: Pool;
  readonly cache: Cache;
  readonly settings: { readonly workers: number; readonly memoryLimitMiB: number };
  readonly engines: Engines;
  readonly runs: KeptRuns;
}): Promise<readonly (readonly [string, string])[]> {
  const { workers, threads, deaths, budget, measuredRate } = pool;
  const speed =
    measuredRate === undefined ? 'not measured yet' : `${(measuredRate / 1e9).toFixed(1)} GFLOP/s a thread`;
  const kept = threads.reduce((sum, thread) => sum + thread.kept, 0);
  return [
    ['engine', `${engineTitles.wasm}, double precision, ${speed}`],
    ...engines.describe(),
    ['cores', String(availableParallelism())],
    [
      'workers',
      `${workers}${settings.workers === 0 ? ' (one per core less one)' : ''}, ${threads.length} started, ` +
        `${deaths} ended unexpectedly`,
    ],
    [
      'memory',
      `limit ${settings.memoryLimitMiB} MiB, in use ${mib(budget.used)}, layers kept ${mib(kept)}, ` +
        `process ${mib(process.memoryUsage.rss())} of ${mib(totalmem())}`,
    ],
    ['cache', await cache.describe()],
    ['runs of models kept', await runs.describe()],
  ];
}

function mib(bytes: number): string {
  return `${Math.round(bytes / mebibyte)} MiB`;
}
