import { homedir } from 'node:os';
import { join } from 'node:path';
import { createJobs } from './jobs/createJobs';
import type { Jobs } from './jobs/jobs';
import type { Settings } from './protocol';

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
): AdjustableJobs {
  const amounts = ({ workers, memoryLimit }: Settings): { workers: number; memoryLimitMiB: number } => ({
    workers,
    memoryLimitMiB: memoryLimit,
  });
  const jobs = createJobs({
    workerPath: join(__dirname, 'worker.js'),
    storage: storage ?? join(cacheFolder(), 'nnsim'),
    log,
    ...amounts(settings),
  });
  return Object.assign(jobs, { adjust: (next: Settings) => jobs.configure(amounts(next)) });
}

/** Where programs keep what they can make again, by the custom of the system. */
function cacheFolder(): string {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  if (process.platform === 'win32' && LOCALAPPDATA) return LOCALAPPDATA;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return XDG_CACHE_HOME ?? join(homedir(), '.cache');
}
