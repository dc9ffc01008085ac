import assert from 'node:assert/strict';
import { inWindow, InOrder } from '../../../server/jobs/inOrder';

describe('Work in a window', () => {
  it('has no more under way than the window, and does everything', async () => {
    let under = 0;
    let most = 0;
    const done: number[] = [];
    await inWindow(
      [1, 2, 3, 4, 5],
      () => 2,
      async (item) => {
        most = Math.max(most, ++under);
        await new Promise((resolve) => setImmediate(resolve));
        under--;
        done.push(item);
      },
    );
    assert.equal(most, 2);
    assert.deepEqual(done, [1, 2, 3, 4, 5]);
  });

  it('starts nothing more after a failure and tells it when all have settled', async () => {
    const started: number[] = [];
    const run = inWindow(
      [1, 2, 3, 4],
      () => 1,
      async (item) => {
        started.push(item);
        await Promise.resolve();
        if (item === 2) throw new Error('two');
      },
    );
    await assert.rejects(run, { message: 'two' });
    assert.deepEqual(started, [1, 2]);
  });

  it('passes on in order what arrives in any order', () => {
    const passed: string[] = [];
    const ordered = new InOrder<string>((value) => passed.push(value));
    ordered.add(1, 'c');
    ordered.add(0, 'a');
    ordered.add(2, 'e');
    ordered.complete(2);
    ordered.add(0, 'b');
    assert.deepEqual(passed, ['a', 'b']);
    ordered.complete(0);
    ordered.add(1, 'd');
    ordered.complete(1);
    assert.deepEqual(passed, ['a', 'b', 'c', 'd', 'e']);
  });
});
