import assert from 'node:assert/strict';
import { ChosenReadings } from '../../../../client/comparisons/chosenReadings';
import { memento } from './memento';

const memory = (kept?: unknown) => memento('nnsim.readings', kept);
const pair = { x: '/a.npz', y: '/b.npz' };

describe('What was chosen of how the files of a comparison are read', () => {
  it('is remembered for one pair of files, over a restart, until it is given up', () => {
    const workspace = memory();
    new ChosenReadings(workspace).choose(pair, { labels: '/labels.npy' });
    assert.deepEqual(new ChosenReadings(workspace).of(pair), { labels: '/labels.npy' });
    assert.deepEqual(new ChosenReadings(workspace).of({ x: '/b.npz', y: '/a.npz' }), {});
    new ChosenReadings(workspace).choose(pair, { labels: undefined });
    assert.deepEqual(new ChosenReadings(workspace).of(pair), {});
  });

  it('is changed part by part', () => {
    const chosen = new ChosenReadings(memory());
    chosen.choose(pair, { labels: '/labels.npy' });
    chosen.choose(pair, { rule: 'mean', rows: '0:1000' });
    assert.deepEqual(chosen.of(pair), { labels: '/labels.npy', rule: 'mean', rows: '0:1000' });
    chosen.choose(pair, { rule: undefined });
    assert.deepEqual(chosen.of(pair), { labels: '/labels.npy', rows: '0:1000' });
    chosen.choose(pair, { rows: undefined, ids: ['/a.npy', '/b.npy:ids'] });
    assert.deepEqual(chosen.of(pair), { labels: '/labels.npy', ids: ['/a.npy', '/b.npy:ids'] });
  });

  it('is remembered for the last 50 comparisons', () => {
    const chosen = new ChosenReadings(memory());
    for (let i = 0; i < 51; i += 1) chosen.choose({ ...pair, y: `/${i}.npz` }, { rule: 'max' });
    assert.deepEqual(chosen.of({ ...pair, y: '/0.npz' }), {});
    assert.deepEqual(chosen.of({ ...pair, y: '/1.npz' }), { rule: 'max' });
  });

  it('survives a store that something else has written to', () => {
    const key = JSON.stringify([pair.x, pair.y]);
    for (const kept of ['text', null, [1, ['a'], [key, 2], [key, { rule: 2, ids: [3] }]]])
      assert.deepEqual(new ChosenReadings(memory(kept)).of(pair), {});
  });
});
