import assert from 'node:assert/strict';
import { Wanted } from '../../../server/jobs/wanted';

describe('Work that several wait for', () => {
  it('is done once, and goes on when one of them leaves', async () => {
    let made = 0;
    let finish: (value: string) => void = () => undefined;
    const wanted = new Wanted(() => {
      made++;
      return new Promise<string>((resolve) => (finish = resolve));
    });
    const controller = new AbortController();
    const [leaves, stays] = [wanted.get(controller.signal), wanted.get(undefined)];
    controller.abort();
    await assert.rejects(leaves, { name: 'Cancelled' });
    assert.equal(wanted.isGivenUp, false);
    finish('done');
    assert.deepEqual(
      [await stays, await wanted.get(new AbortController().signal), made],
      ['done', 'done', 1],
    );
  });

  it('is given up with the last of them, but not when it is done already', async () => {
    const controllers = [new AbortController(), new AbortController()];
    let signal: AbortSignal | undefined;
    const endless = new Wanted((given) => {
      signal = given;
      return new Promise<never>(() => undefined);
    });
    const waiting = controllers.map((controller) =>
      assert.rejects(endless.get(controller.signal), { name: 'Cancelled' }),
    );
    controllers[0]?.abort();
    assert.equal(signal?.aborted, false);
    controllers[1]?.abort();
    assert.equal(endless.isGivenUp, true);
    await Promise.all(waiting);

    const late = new AbortController();
    const done = new Wanted(() => Promise.resolve(1));
    assert.equal(await done.get(late.signal), 1);
    late.abort();
    assert.equal(done.isGivenUp, false);
    await assert.rejects(done.get(late.signal), { name: 'Cancelled' });
  });

  it('fails for all who wait', async () => {
    const wanted = new Wanted(() => Promise.reject(new Error('no')));
    await Promise.all([1, 2].map(() => assert.rejects(wanted.get(undefined), { message: 'no' })));
  });
});
