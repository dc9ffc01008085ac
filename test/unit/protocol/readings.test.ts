import assert from 'node:assert/strict';
import { readingWords, ruleWords } from '../../../server/protocol';
import { positionRules, printRule, usualRule } from '../../../server/tensors/rule';

describe('How layers are read, in words', () => {
  it('has a title for every rule', () => {
    const titles = positionRules.map((positions) => ruleWords(printRule({ ...usualRule, positions })));
    assert.equal(new Set(titles).size, positionRules.length);
    assert.ok(titles.every((title) => /^[A-Z]/.test(title)));
  });

  it('says what is usual too', () => {
    assert.equal(readingWords({}), 'Flattened, all rows');
  });

  it('names axes and rows', () => {
    assert.equal(
      readingWords({ rule: 'mean(features: 1)', rows: '0:1000' }),
      'Mean over positions (features: 1), rows 0:1000',
    );
    assert.equal(readingWords({ rows: ':10' }), 'Flattened, rows 0:10');
    assert.equal(
      readingWords({ rule: 'rows', rows: 'sample 50 seed 3' }),
      'Positions as rows, sample 50 seed 3',
    );
  });

  it('says that rows were joined, shows no list to its end, and names the preset', () => {
    const joined = { common: 980, left: [20, 0] };
    assert.equal(readingWords({ joined }), 'Flattened, all rows, joined by id');
    assert.equal(
      readingWords({ rule: 'resi(tokens: last)', rows: 'label=3' }),
      'ReSi benchmark (tokens: last), rows label=3',
    );
    const list = readingWords({ rows: `id in ${'abc, '.repeat(50)}abc` });
    assert.ok(list.length < 80 && list.endsWith('…'), list);
  });
});
