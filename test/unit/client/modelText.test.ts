import assert from 'node:assert/strict';
import { badge, summaryText } from '../../../client/modelText';
import type { ModelSummary, Partnership } from '../../../server/protocol';

const summary: ModelSummary = {
  path: '/m.npz',
  stamp: 'a',
  format: 'npz',
  formatTitle: 'NumPy archive',
  bytes: 1,
  tensorCount: 3,
  elementCount: 52_650,
  holds: 'parameters',
  metadata: [],
  warnings: [],
  dtypes: [],
};

describe('The badge of a model file', () => {
  it('never has more than the two characters the editor allows', () => {
    for (const count of [0, 9, 99, 100, 999, 1000, 9999, 10_000, 50_000]) {
      assert.ok(badge(count).length >= 1 && badge(count).length <= 2, String(count));
    }
    assert.equal(badge(3), '3');
    assert.equal(badge(1200), '1k');
  });
});

describe('The tooltip of a model file', () => {
  it('counts tensors and parameters', () => {
    assert.equal(summaryText(summary, []), '3 tensors, 52,650 parameters');
    assert.match(summaryText({ ...summary, tensorCount: 1 }, []), /^1 tensor,/);
  });

  it('counts warnings', () => {
    const text = summaryText({ ...summary, warnings: ['It would call posix.system.'] }, []);
    assert.equal(text, '3 tensors, 52,650 parameters; 1 warning');
  });

  it('tells the similarity to partners that have one', () => {
    const done: Partnership = {
      path: '/m.npz',
      partner: '/b.npz',
      reason: 'baseline',
      state: 'done',
      value: 0.906,
      caption: 'mean CKA of 3 layers',
      cells: [],
    };
    const running: Partnership = {
      path: '/m.npz',
      partner: '/c.npz',
      reason: 'open',
      state: 'running',
      caption: '',
      cells: [],
    };
    const text = summaryText(summary, [done, running]);
    assert.equal(text, '3 tensors, 52,650 parameters; mean CKA of 3 layers 0.91 to the baseline');
  });
});
