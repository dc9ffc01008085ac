import assert from 'node:assert/strict';
import { meanOverPairs, pairsOf } from '../../../server/measures/overPairs';
import type { Score } from '../../../server/protocol';

const call = { id: 'rsm.cka', parameters: {} };
const scored = (value: number, extra: Partial<Score> = {}): Score => ({
  ...{ measure: 'rsm.cka', parameters: {}, value, status: 'ok', n: 20, notes: [] },
  ...extra,
});

describe('A measure over the pairs of a set', () => {
  it('takes each pair once, or both ways where they differ', () => {
    assert.deepEqual(pairsOf(3, true), [
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    assert.equal(pairsOf(4, false).length, 12);
    assert.ok(pairsOf(4, false).every(([i, j]) => i !== j));
  });

  it('is their mean, with every note once, and the mean of the chance levels where all have one', () => {
    const pairs = [
      { x: 0, y: 1, score: scored(0.5, { notes: ['Few rows.'], chance: 0.2, seed: 4 }) },
      { x: 0, y: 2, score: scored(0.25, { notes: ['Few rows.', 'Rank 3.'], chance: 0.4, seed: 4 }) },
    ];
    const { value, notes, chance, seed, n, parameters } = meanOverPairs(call, pairs, ['a', 'b', 'c']);
    assert.deepEqual([value, notes, seed, n], [0.375, ['Few rows.', 'Rank 3.'], 4, 20]);
    assert.ok(Math.abs((chance ?? NaN) - 0.3) < 1e-15);
    assert.equal(parameters.kernel, 'linear');
    const without = [...pairs, { x: 1, y: 2, score: scored(0) }];
    assert.equal(meanOverPairs(call, without, []).chance, undefined);
  });

  it('has no value where a pair has none, and says which and why', () => {
    const none = { value: null, status: 'degenerate', reason: 'All is the same.' } as const;
    const pairs = [
      { x: 0, y: 1, score: scored(0.5) },
      { x: 0, y: 2, score: scored(0, none) },
    ];
    const { value, status, reason } = meanOverPairs(call, pairs, ['a.npy', 'b.npy', 'c.npy']);
    assert.deepEqual([value, status, reason], [null, 'degenerate', 'a.npy and c.npy: All is the same.']);
  });
});
