import assert from 'node:assert/strict';
import { rowsText } from '../../../server/cli/scores';
import { scoreOf, random } from '../measures/inputs';

describe('The rows of scores', () => {
  it('are counted as people count, where the scores agree on them', () => {
    const scoreOver = (rows: number) => scoreOf('magnitude', random(rows, 3, 1), random(rows, 3, 2));
    assert.equal(rowsText([scoreOver(1)]), '1 row');
    assert.equal(rowsText([scoreOver(5), scoreOver(5)]), '5 rows');
    assert.equal(rowsText([scoreOver(5), scoreOver(6)]), '');
  });
});
