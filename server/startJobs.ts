import { homedir } from 'node:os';
import { join } from 'node:path';
import { createJobs, type JobsOptions, type JobsSettings } from './jobs/createJobs';
import type { Jobs } from './jobs/jobs';
import type { Settings } from './protocol';
import { version } from './version';

/** Jobs whose threads and memory can be changed while they run. */
export interface AdjustableJobs extends Jobs {
  adjust(settings: Settings): void;
}

/**
 * Jobs as the settings say. `storage` is the folder for cache and journal; absent: a folder of ours in the user's cache
 * folder.
 */
export function startJobs(
  storage: string | undefined,
  settings: Settings,
  log: (problem: string) => void,
  told: Pick<JobsOptions, 'inform' | 'warn' | 'memoryOption'> = {},
): AdjustableJobs {
  const chosen = ({ workers, memoryLimit, engine, blasLibrary }: Settings): JobsSettings => ({
    workers,
    memoryLimitMiB: memoryLimit,
    engine: { choice: engine, blasLibrary },
  });
  const jobs = createJobs({
    workerPath: join(__dirname, 'worker.js'),
    version: version(),
    storage: storage ?? join(cacheFolder(), 'nnsim'),
    log,
    ...told,
    ...chosen(settings),
  });
  return Object.assign(jobs, { adjust: (next: Settings) => jobs.configure(chosen(next)) });
}

/** Where programs keep what they can make again, by the custom of the system. */
function cacheFolder(): string {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  if (process.platform === 'win32' && LOCALAPPDATA) return LOCALAPPDATA;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return XDG_CACHE_HOME ?? join(homedir(), '.cache');
}
