import assert from 'node:assert/strict';
import { Turns } from '../../../server/jobs/running/turns';

describe('Turns', () => {
  it('let as many work at a time as there are, the others in the order they came', async () => {
    const turns = new Turns(1);
    const told: string[] = [];
    const work = (name: string) =>
      turns.take(undefined, async () => {
        told.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        told.push(`${name} ends`);
      });
    await Promise.all([work('a'), work('b'), work('c')]);
    assert.deepEqual(told, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('go on after one that failed', async () => {
    const turns = new Turns(1);
    const failing = turns.take(undefined, () => Promise.reject(new Error('no')));
    const next = turns.take(undefined, () => Promise.resolve('done'));
    await assert.rejects(failing, /no/);
    assert.equal(await next, 'done');
  });

  it('pass over one that was cancelled while it waited', async () => {
    const turns = new Turns(1);
    let end: () => void = () => undefined;
    const first = turns.take(undefined, () => new Promise<void>((resolve) => (end = resolve)));
    const cancel = new AbortController();
    let begun = false;
    const cancelled = turns.take(cancel.signal, () => {
      begun = true;
      return Promise.resolve();
    });
    const last = turns.take(undefined, () => Promise.resolve('last'));
    cancel.abort();
    await assert.rejects(cancelled, { name: 'Cancelled' });
    end();
    await first;
    assert.equal(await last, 'last');
    assert.ok(!begun);
  });
});
