import assert from 'node:assert/strict';
import { ChosenLabels } from '../../../../client/comparisons/chosenLabels';

/** What a workspace keeps. */
function memory(kept: unknown = []) {
  const store = new Map<string, unknown>([['nnsim.labels', kept]]);
  return {
    get: <T>(key: string, otherwise?: T) => (store.get(key) ?? otherwise) as T,
    update: (key: string, value: unknown) => {
      store.set(key, value);
      return Promise.resolve();
    },
  };
}
const pair = { x: '/a.npz', y: '/b.npz' };

describe('The labels chosen for comparisons', () => {
  it('are remembered for one pair of files, over a restart, until they are given up', () => {
    const workspace = memory();
    new ChosenLabels(workspace).choose(pair, '/labels.npy');
    assert.equal(new ChosenLabels(workspace).of(pair), '/labels.npy');
    assert.equal(new ChosenLabels(workspace).of({ x: '/b.npz', y: '/a.npz' }), undefined);
    new ChosenLabels(workspace).choose(pair, undefined);
    assert.equal(new ChosenLabels(workspace).of(pair), undefined);
  });

  it('of the last 50 comparisons are remembered', () => {
    const chosen = new ChosenLabels(memory());
    for (let i = 0; i < 51; i += 1) chosen.choose({ ...pair, y: `/${i}.npz` }, '/labels.npy');
    assert.equal(chosen.of({ ...pair, y: '/0.npz' }), undefined);
    assert.equal(chosen.of({ ...pair, y: '/1.npz' }), '/labels.npy');
  });

  it('survive a store that something else has written to', () => {
    for (const kept of ['text', null, [1, ['a'], ['a', 2]]])
      assert.equal(new ChosenLabels(memory(kept)).of(pair), undefined);
  });
});
