import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Engines } from '../../server/jobs/engines';
import { Pool } from '../../server/jobs/pool';
import { scratch } from './setup';

/** A thread that says which one it is. */
const thread = `
const { parentPort, threadId } = require('node:worker_threads');
parentPort.on('message', ({ type, id }) => {
  if (type === 'run') parentPort.postMessage({ type: 'done', id, result: threadId, kept: 0 });
});
parentPort.postMessage({ type: 'ready', rate: 1e9 });
`;

/** A thread that does everything at once but what is to take long, which it never ends. */
const slowThread = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ type, id, input }) => {
  if (type === 'run' && !input.long) parentPort.postMessage({ type: 'done', id, result: 'done', kept: 0 });
});
parentPort.postMessage({ type: 'ready', rate: 1e9 });
`;

function stopping(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

function poolOf(code: string, workers: number): Pool {
  const workerPath = join(scratch(), 'thread.js');
  writeFileSync(workerPath, code);
  const journal = { suspectAccelerator: () => undefined, loads: () => undefined };
  return new Pool({
    ...{ workerPath, storage: null, workers, memoryLimitMiB: 1024 },
    engines: new Engines({ choice: 'wasm', blasLibrary: '' }, journal, () => undefined),
    log: (problem) => assert.fail(problem),
  });
}

describe('The pool', function () {
  this.timeout(20_000);

  it('has what is brief not wait for what takes long, and has no more threads than it may afterwards', async () => {
    const pool = poolOf(slowThread, 1);
    const { signal, abort } = stopping();
    const task = { urgency: { priority: 'eye' }, subject: 'it', bytes: 1, signal } as const;
    const run = (input: object, options: object = {}): Promise<unknown> =>
      pool.run('describe', input as never, { ...task, ...options });
    const stopped = [run({ long: true }), run({})].map((one) => assert.rejects(one));
    assert.equal(await run({}, { brief: true }), 'done');
    assert.equal(await run({}, { brief: true }), 'done');
    assert.equal(pool.waiting, 1, 'what may take long waits for its turn');
    assert.equal(pool.threads.length, 1);
    abort();
    await Promise.all(stopped);
    await pool.dispose();
  });

  it('gives what is of one lane to the thread that did the last of it, whichever is asked for first', async () => {
    const pool = poolOf(thread, 2);
    const task = { urgency: { priority: 'asked' }, subject: 'it', bytes: 1 } as const;
    const run = (lane: object): Promise<unknown> => pool.run('describe', {} as never, { ...task, lane });
    const [left, right] = [{}, {}];
    const [one, other] = await Promise.all([run(left), run(right)]);
    assert.notEqual(one, other);
    assert.deepEqual(await Promise.all([run(right), run(left)]), [other, one]);
    for (const lane of [right, right, left, right])
      assert.equal(await run(lane), lane === left ? one : other);
    assert.equal(await run({}), one, 'what is new may be done by any');
    await pool.dispose();
  });
});
