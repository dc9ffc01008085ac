import assert from 'node:assert/strict';
import { parseRule, positionRules, positionTexts, printRule, usualRule } from '../../../server/tensors/rule';

describe('rules for dimensions', () => {
  it('are read as they are written', () => {
    for (const positions of positionRules) {
      for (const instances of [0, 1, -1]) {
        for (const features of positions === 'flatten' ? [null] : [null, 2, -2]) {
          const rule = { positions, instances, features };
          assert.deepEqual(parseRule(printRule(rule)), rule);
        }
      }
      assert.match(positionTexts[positions], /^[a-z]/);
    }
    assert.deepEqual(parseRule(' mean ( features : 1 ) '), { positions: 'mean', instances: 0, features: 1 });
    assert.equal(printRule(usualRule), 'flatten');
  });

  it('are refused with a sentence when they mean nothing', () => {
    for (const [text, message] of [
      [
        'median',
        /^"median" is no rule for dimensions: write flatten, mean, max, rows, first, last, or with axes/,
      ],
      ['mean(', /is no rule/],
      [
        'mean(axis: 1)',
        /^"axis: 1" in "mean\(axis: 1\)" names no axis: write instances: 0 or features: 1, each once\.$/,
      ],
      ['mean(features: 1.5)', /names no axis/],
      ['mean(features: 1, features: 2)', /each once/],
    ] as const) {
      assert.throws(() => parseRule(text), { name: 'BadInput', message });
    }
  });
});
