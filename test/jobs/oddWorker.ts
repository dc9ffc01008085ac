/**
 * The worker of all jobs, but tasks for a file called so do something else: `dies-slice.csv` ends the thread of task `slice`,
 * `spins-slice.csv` never comes back from it, `hogs-slice.csv` takes memory without end.
 */
import { parentPort } from 'node:worker_threads';
import '../../server/jobs/worker';
import type { ToThread } from '../../server/jobs/messages';

const deeds: Readonly<Record<string, () => void>> = {
  dies: () => process.exit(7),
  spins: () => {
    for (;;);
  },
  hogs: () => {
    const all: object[][] = [];
    for (;;) all.push(Array.from({ length: 100_000 }, () => ({})));
  },
};

parentPort?.on('message', (message: ToThread) => {
  if (message.type !== 'run') return;
  const [, deed = '', kind] = /(dies|spins|hogs)-([a-zA-Z]+)\./.exec(JSON.stringify(message.input)) ?? [];
  if (kind === message.kind) deeds[deed]?.();
});
