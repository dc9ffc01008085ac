import assert from 'node:assert/strict';
import { Worker } from 'node:worker_threads';
import { closeEntrance, nativeEntrance, waitUntilOutside } from '../../../server/jobs/nativeCode';

class Ended extends Error {}

/** The thread's side, which throws where a thread would end. */
function entrance() {
  const word = new Int32Array(new SharedArrayBuffer(4));
  const native = nativeEntrance(word, () => {
    throw new Ended();
  });
  return { word, native };
}

describe('The entrance to native code', () => {
  it('lets calls in and hands back what they return or throw', () => {
    const { word, native } = entrance();
    assert.equal(
      native(() => native(() => 7)),
      7,
    );
    assert.throws(() => native(() => assert.fail('the library says no')), /the library says no/);
    assert.equal(
      native(() => 8),
      8,
    );
    assert.equal(closeEntrance(word), true);
  });

  it('lets nobody in who is about to be ended', () => {
    const { word, native } = entrance();
    assert.equal(closeEntrance(word), true);
    assert.throws(() => native(() => assert.fail('it was entered')), Ended);
  });

  it('has a thread that is inside finish its call, and then end', () => {
    const { word, native } = entrance();
    let finished = false;
    const call = (): void => {
      native(() => undefined);
      assert.equal(closeEntrance(word), false, 'it is inside');
      assert.equal(closeEntrance(word), false, 'it still is');
      finished = true;
    };
    assert.throws(() => native(call), Ended);
    assert.equal(finished, true);
    assert.equal(closeEntrance(word), true);
  });

  it('is waited for until the thread is outside, but not for ever', async () => {
    const word = new Int32Array(new SharedArrayBuffer(4));
    assert.equal(waitUntilOutside([word], 0), true);
    // Goes in, says so, and comes out after 100 ms.
    const script = `
      const { workerData: word, parentPort } = require('node:worker_threads');
      Atomics.store(word, 0, 1);
      parentPort.postMessage('inside');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      Atomics.and(word, 0, ~1);
      Atomics.notify(word, 0);`;
    const worker = new Worker(script, { eval: true, workerData: word });
    await new Promise((resolve) => worker.once('message', resolve));
    assert.equal(closeEntrance(word), false);
    assert.equal(waitUntilOutside([word], 5), false);
    const start = performance.now();
    assert.equal(waitUntilOutside([new Int32Array(word.buffer), word], 30_000), true);
    assert.ok(performance.now() - start < 20_000, 'it is woken, not timed out');
    await worker.terminate();
  });
});
