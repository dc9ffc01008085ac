/** A thread that answers at once, waits for a disk, or is stuck in code that is not ours, as its input says. */
import { parentPort, workerData } from 'node:worker_threads';
import { contain, outside, watchContained } from '../../server/formats/contained';
import type { ThreadData, ToThread } from '../../server/jobs/messages';
import { containedWatch } from '../../server/jobs/watchdog';

watchContained(containedWatch(new Int32Array((workerData as ThreadData).contained)));

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function work(path: string): void {
  if (path === 'hang.h5') for (;;) contain(() => sleep(100_000));
  // Reads, again and again, without an end.
  if (path === 'reading.h5') {
    contain(() => {
      for (;;) {
        outside(() => sleep(1));
        sleep(10);
      }
    });
  }
  if (path === 'slowDisk.h5') contain(() => outside(() => sleep(900)));
  if (path === 'many.h5') for (let call = 0; call < 30; call++) contain(() => sleep(30));
}

parentPort?.on('message', (message: ToThread & { type: 'run' }) => {
  const { path } = message.input as { path: string };
  work(path);
  parentPort?.postMessage({ type: 'done', id: message.id, result: { identity: path }, kept: 0 });
});
parentPort?.postMessage({ type: 'ready', rate: 0 });
