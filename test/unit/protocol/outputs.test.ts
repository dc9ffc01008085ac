import assert from 'node:assert/strict';
import { mayBeOutputs } from '../../../server/protocol';

describe('Tensors that may be outputs', () => {
  it('have rows of scores or class numbers, and can be read', () => {
    assert.ok(mayBeOutputs({ shape: [20, 3] }, undefined));
    assert.ok(mayBeOutputs({ shape: [20] }, undefined));
    for (const shape of [[], [0, 3], [20, 0], [20, 8, 8]]) assert.ok(!mayBeOutputs({ shape }, undefined));
    assert.ok(!mayBeOutputs({ shape: [20, 3], unreadable: 'Its type is not known.' }, undefined));
  });

  it('may have more axes where a rule says how these become rows and columns', () => {
    assert.ok(mayBeOutputs({ shape: [20, 8, 8] }, 'mean'));
  });
});
