import assert from 'node:assert/strict';
import { Sharing, type Work } from '../../../server/jobs/sharing';

describe('Shared jobs', () => {
  const nothing = (): void => undefined;

  it('tell a late asker first what the others have heard, and give all the same result', async () => {
    const sharing = new Sharing<number, string>(nothing);
    let finish: (result: string) => void = nothing;
    let work: Work<number> | undefined;
    const start = (given: Work<number>): Promise<string> => {
      work = given;
      return new Promise((resolve) => (finish = resolve));
    };
    const heard: string[] = [];
    const first = sharing.join('key', {}, (event) => heard.push(`first ${event}`), start);
    await Promise.resolve();
    await Promise.resolve();
    work?.emit(1);
    const second = sharing.join(
      'key',
      {},
      (event) => heard.push(`second ${event}`),
      () => assert.fail('started twice'),
    );
    work?.emit(2);
    finish('result');
    assert.deepEqual(await Promise.all([first, second]), ['result', 'result']);
    assert.deepEqual(heard, ['first 1', 'second 1', 'first 2', 'second 2']);
  });

  it('become as urgent as their most urgent asker', async () => {
    let hurried = 0;
    const sharing = new Sharing<never, null>(() => hurried++);
    let urgency: Work<never>['urgency'] | undefined;
    let finish = nothing;
    const start = (work: Work<never>): Promise<null> => {
      urgency = work.urgency;
      return new Promise((resolve) => (finish = () => resolve(null)));
    };
    const first = sharing.join('key', { priority: 'background' }, nothing, start);
    const second = sharing.join('key', { priority: 'eye' }, nothing, start);
    const third = sharing.join('key', { priority: 'asked' }, nothing, start);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(urgency?.priority, 'eye');
    assert.equal(hurried, 1);
    finish();
    await Promise.all([first, second, third]);
  });

  it('are given up when the last asker leaves, who does not wait for one that does not end', async () => {
    const sharing = new Sharing<never, null>(nothing);
    const controllers = [new AbortController(), new AbortController()];
    let signal: AbortSignal | undefined;
    const start = (work: Work<never>): Promise<null> => {
      signal = work.signal;
      return new Promise(nothing);
    };
    const asked = controllers.map((controller) =>
      sharing.join('key', { signal: controller.signal }, nothing, start),
    );
    await new Promise((resolve) => setImmediate(resolve));
    controllers[0]?.abort();
    await assert.rejects(asked[0] ?? Promise.resolve(), { name: 'Cancelled' });
    assert.equal(signal?.aborted, false);
    controllers[1]?.abort();
    assert.equal(signal.aborted, true);
    await assert.rejects(asked[1] ?? Promise.resolve(), { name: 'Cancelled' });
  });

  it('start anew once they have failed', async () => {
    const sharing = new Sharing<never, number>(nothing);
    await assert.rejects(
      sharing.join('key', {}, nothing, () => Promise.reject(new Error('no'))),
      { message: 'no' },
    );
    assert.equal(await sharing.join('key', {}, nothing, () => Promise.resolve(7)), 7);
  });
});
