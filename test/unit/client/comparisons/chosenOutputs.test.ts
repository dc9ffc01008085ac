import assert from 'node:assert/strict';
import { ChosenOutputs } from '../../../../client/comparisons/chosenOutputs';
import { memento } from './memento';

const memory = (kept?: unknown) => memento('nnsim.outputs', kept);
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
