import assert from 'node:assert/strict';
import { LeastRecentlyUsed } from '../../../server/formats/leastRecentlyUsed';

describe('What was used last', () => {
  it('stays while what was not used for the longest time is dropped', () => {
    const dropped: string[] = [];
    const kept = new LeastRecentlyUsed<number, string>(10, (value) => dropped.push(value));
    kept.set(1, 'a', 4);
    kept.set(2, 'b', 4);
    assert.equal(kept.get(1), 'a');
    kept.set(3, 'c', 4);
    assert.deepEqual(dropped, ['b']);
    assert.equal(kept.get(2), undefined);
    assert.equal(kept.total, 8);
  });

  it('keeps the newest even above the limit, and drops it too when the limit is lowered', () => {
    const kept = new LeastRecentlyUsed<number, string>(10);
    kept.set(1, 'a', 4);
    kept.set(2, 'b', 40);
    assert.equal(kept.get(1), undefined);
    assert.equal(kept.get(2), 'b');
    kept.resize(39);
    assert.equal(kept.get(2), undefined);
    assert.equal(kept.total, 0);
  });

  it('changes the size of a kept value without dropping it', () => {
    const dropped: string[] = [];
    const kept = new LeastRecentlyUsed<number, string>(10, (value) => dropped.push(value));
    kept.set(1, 'a', 4);
    kept.set(1, 'a', 9);
    assert.equal(kept.total, 9);
    assert.deepEqual(dropped, []);
    kept.set(1, 'A', 2);
    assert.deepEqual(dropped, ['a']);
  });
});
