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

describe('The pool', () => {
  it('gives what is of one lane to the thread that did the last of it, whichever is asked for first', async () => {
    const workerPath = join(scratch(), 'thread.js');
    writeFileSync(workerPath, thread);
    const journal = { suspectAccelerator: () => undefined, loads: () => undefined };
    const pool = new Pool({
      ...{ workerPath, storage: null, workers: 2, memoryLimitMiB: 1024 },
      engines: new Engines({ choice: 'wasm', blasLibrary: '' }, journal, () => undefined),
      log: (problem) => assert.fail(problem),
    });
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
