import assert from 'node:assert/strict';
import { ChosenOutputs } from '../../../../client/comparisons/chosenOutputs';

/** What a workspace keeps. */
function memory(kept: unknown = []) {
  const store = new Map<string, unknown>([['nnsim.outputs', kept]]);
  return {
    get: <T>(key: string, otherwise?: T) => (store.get(key) ?? otherwise) as T,
    update: (key: string, value: unknown) => {
      store.set(key, value);
      return Promise.resolve();
    },
  };
}
const pair = { x: '/a.npz', y: '/b.npz' };

describe('What was chosen of the outputs of a comparison', () => {
  it('is remembered over a restart, changed part by part, and given up', () => {
    const workspace = memory();
    const chosen = new ChosenOutputs(workspace);
    chosen.choose(pair, { tensorX: 'head1' });
    chosen.choose(pair, { outputs: 'binary', classes: 'by-position' });
    const again = new ChosenOutputs(workspace);
    assert.deepEqual(again.of(pair), { tensorX: 'head1', outputs: 'binary', classes: 'by-position' });
    again.choose(pair, { tensorX: undefined, outputs: undefined, classes: undefined });
    assert.deepEqual(new ChosenOutputs(workspace).of(pair), {});
  });

  it('survives a store that something else has written to', () => {
    const key = JSON.stringify([pair.x, pair.y]);
    for (const kept of ['text', [[key, { outputs: 'odds', classes: 'by-name', tensorX: 7 }]]])
      assert.deepEqual(new ChosenOutputs(memory(kept)).of(pair), {});
  });
});
