import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Engines } from '../../server/jobs/engines';
import { Pool } from '../../server/jobs/pool';
import { Thread } from '../../server/jobs/thread';
import { scratch, timeNoticed, until } from './setup';

const engine = { choice: 'wasm', blasLibrary: '' } as const;

/** A worker that is in native code for so long, in ms, as far as anybody can see; it leaves a file when it comes out. */
function worker(stay: number): { path: string; marker: string } {
  const folder = scratch();
  const [path, marker] = [join(folder, 'worker.js'), join(folder, 'out')];
  const script = `
    const { workerData, parentPort } = require('node:worker_threads');
    const flag = new Int32Array(workerData.flag);
    Atomics.store(flag, 2, 1);
    parentPort.postMessage({ type: 'ready', rate: 1 });
    Atomics.wait(flag, 1, 0, ${stay});
    require('node:fs').writeFileSync(${JSON.stringify(marker)}, '');
    if ((Atomics.and(flag, 2, ~1) & 2) !== 0) process.exit();`;
  writeFileSync(path, script);
  return { path, marker };
}

async function started(path: string): Promise<{ thread: Thread; ends: string[] }> {
  const ends: string[] = [];
  let ready = false;
  const thread = new Thread({
    ...{ path, heapMiB: 64, storage: null, role: 'computer', engine },
    onReady: () => (ready = true),
    onEnd: (why) => ends.push(why),
  });
  await until(() => ready);
  return { thread, ends };
}

describe('A thread in native code', function () {
  this.timeout(30_000);

  it('is not ended there, but does nothing more for anybody', async () => {
    const { path, marker } = worker(400);
    const { thread, ends } = await started(path);
    const gone = thread.terminate();
    assert.deepEqual(ends, ['it was ended']);
    await gone;
    assert.ok(existsSync(marker), 'it came out by itself');
    assert.deepEqual(ends, ['it was ended']);
    await thread.terminate();
  });

  it('is not waited for when it is stuck', async () => {
    const { path, marker } = worker(8000);
    const { thread } = await started(path);
    await thread.terminate();
    assert.ok(!existsSync(marker), 'it is still inside');
    await until(() => existsSync(marker));
  });

  it('has its job answered at once when that is cancelled, and its memory counted until it is gone', async () => {
    const { path, marker } = worker(1500);
    const journal = { suspectAccelerator: () => undefined, loads: () => undefined };
    const pool = new Pool({
      ...{ workerPath: path, storage: null, workers: 1, memoryLimitMiB: 1 },
      engines: new Engines(engine, journal, () => undefined),
      log: (problem) => assert.fail(problem),
    });
    await pool.rate();
    const controller = new AbortController();
    const options = { urgency: { priority: 'asked' }, subject: 'it', bytes: 2 ** 20 } as const;
    const first = pool.run('describe', {} as never, { ...options, signal: controller.signal });
    const elapsed = await timeNoticed(async () => {
      controller.abort();
      await assert.rejects(first, { name: 'Cancelled' });
    });
    assert.ok(elapsed < 200, `${elapsed} ms`);
    assert.equal(pool.threads.length, 1, 'another has taken its place');
    assert.equal(pool.deaths, 0);
    assert.equal(pool.budget.used, options.bytes);
    let begun = false;
    const second = pool.run('describe', {} as never, { ...options, onStart: () => (begun = true) });
    assert.equal(begun, false, 'there is no memory for it yet');
    await until(() => begun);
    assert.ok(existsSync(marker), 'the first has come out');
    assert.equal(pool.budget.used, options.bytes);
    const refused = assert.rejects(second, { message: 'nnsim is closing.' });
    await Promise.all([pool.dispose(), refused]);
    assert.equal(pool.budget.used, 0);
  });
});
