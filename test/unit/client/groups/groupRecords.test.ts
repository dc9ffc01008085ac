import assert from 'node:assert/strict';
import { highlightsOf, isGroupRecord, readChoice } from '../../../../client/groups/groupRecords';
import type { Score } from '../../../../server/protocol';

const score = (measure: string, value: number | null): Score => ({
  ...{ measure, parameters: {}, value, n: 9, notes: [] },
  status: value === null ? 'undefined' : 'ok',
});

describe('The record of a set of models', () => {
  it('has the scores with a value, and the mean over pairs last', () => {
    const scores = [score('a', 0.5), score('b', null)];
    assert.deepEqual(
      highlightsOf({ scores }, { mean: score('d', 0.25) }, (id) => id.toUpperCase()),
      [
        { measure: 'a', title: 'A', value: 0.5 },
        { measure: 'd', title: 'D, mean over pairs', value: 0.25 },
      ],
    );
    assert.equal(highlightsOf({ scores }, { mean: score('d', null) }, String).length, 1);
  });

  it('is read from what a page or the store kept, and nothing else is', () => {
    const models = ['/a.npy', '/b.npy', '/c.npy'];
    const read = { labels: '/l.npy', rule: 'mean', rows: '0:5', ids: ['none'] };
    const choice = { models, tensor: 'layer1', outputs: 'logits', classes: 'by-position', ...read };
    assert.deepEqual(readChoice({ ...choice, other: 1 }), choice);
    assert.deepEqual(
      readChoice({ models, outputs: 'nonsense', classes: 'by chance', rows: [], ids: [1], tensor: 5 }),
      { models },
    );
    for (const damaged of [null, 'x', {}, { models: ['/a.npy'] }, { models: ['/a.npy', 5] }])
      assert.equal(readChoice(damaged), undefined);
    assert.ok(isGroupRecord({ choice, state: 'done', highlights: [] }));
    assert.ok(!isGroupRecord({ x: '/a.npy', y: '/b.npy', state: 'done', highlights: [] }));
  });
});
