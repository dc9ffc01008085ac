import assert from 'node:assert/strict';
import { asScore, scoreKey } from '../../../server/jobs/scoreKey';
import { allRows, parseRows } from '../../../server/tensors/rowSelection';
import { parseRule, usualRule } from '../../../server/tensors/rule';

describe('The key of a score', () => {
  const side = { content: 'abc', rule: usualRule, rows: allRows, meaning: 'activations' } as const;
  const cka = { id: 'cka', parameters: {} };

  it('is one for two spellings of one measure', () => {
    const spelled = { id: 'rsm.cka', parameters: { estimator: 'biased' } };
    assert.equal(scoreKey(side, side, cka), scoreKey(side, side, spelled));
  });

  it('differs with everything the score depends on', () => {
    const keys = [
      scoreKey(side, side, cka),
      scoreKey({ ...side, content: 'abd' }, side, cka),
      scoreKey(side, { ...side, content: 'abd' }, cka),
      scoreKey({ ...side, rule: parseRule('mean') }, side, cka),
      scoreKey({ ...side, rows: parseRows('sample 5') }, side, cka),
      scoreKey(side, { ...side, meaning: 'weights' }, cka),
      scoreKey(side, side, { id: 'cka', parameters: { estimator: 'debiased' } }),
      scoreKey(side, side, { id: 'procrustes', parameters: {} }),
    ];
    assert.equal(new Set(keys).size, keys.length);
  });

  it('holds the labels for measures that look at them, and for no others', () => {
    const tolerance = { id: 'tolerance', parameters: {} };
    const keys = ['p', 'q', undefined].map((labels) => scoreKey(side, side, tolerance, labels));
    assert.equal(new Set(keys).size, 3);
    assert.equal(scoreKey(side, side, cka, 'p'), scoreKey(side, side, cka));
  });

  it('finds well-formed scores of its measure only', () => {
    const score = { measure: 'rsm.cka', parameters: {}, value: 0.5, status: 'ok', n: 9, notes: [] };
    assert.deepEqual(asScore(score, cka), score);
    const wrong = [
      null,
      7,
      'ok',
      {},
      { ...score, value: null },
      { ...score, status: 'fine' },
      { ...score, measure: 'nn.jaccard' },
    ];
    for (const value of wrong) assert.equal(asScore(value, cka), undefined);
  });
});
