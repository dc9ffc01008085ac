import assert from 'node:assert/strict';
import { parseRows, printRows, selectedCount, selectedRows } from '../../../server/tensors/rowSelection';

const counted = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe('selections of rows', () => {
  it('are ranges as Python slices lists', () => {
    const cases: readonly (readonly [string, readonly number[]])[] = [
      ['all', counted(10)],
      [':', counted(10)],
      ['2:5', [2, 3, 4]],
      ['-3:', [7, 8, 9]],
      [':-8', [0, 1]],
      ['::4', [0, 4, 8]],
      ['1:100:5', [1, 6]],
      ['5:5', []],
      ['20:30', []],
    ];
    for (const [text, expected] of cases) {
      const selection = parseRows(text);
      assert.deepEqual(selectedRows(selection, 10) ?? counted(10), expected, text);
      assert.equal(selectedCount(selection, 10), expected.length, text);
    }
  });

  it('are samples that a seed decides, without repetition and in the order of the file', () => {
    const rows = selectedRows(parseRows('sample 200'), 1000) ?? [];
    assert.equal(new Set(rows).size, 200);
    assert.deepEqual(
      rows,
      [...rows].sort((a, b) => a - b),
    );
    assert.ok(rows.every((row) => row >= 0 && row < 1000));
    assert.deepEqual(selectedRows(parseRows('sample 200 seed 1'), 1000), rows);
    assert.notDeepEqual(selectedRows(parseRows('sample 200 seed 2'), 1000), rows);
    // The mean of a fair sample of 200 of 0 .. 999 is 499.5 with a standard error of 18.
    assert.ok(Math.abs(rows.reduce((sum, row) => sum + row, 0) / 200 - 499.5) < 4 * 18.3);
    assert.equal(selectedRows(parseRows('sample 5'), 5), undefined);
  });

  it('are read as they are written', () => {
    for (const text of ['all', '2:5', ':5', '-3:', '::4', '1:100:5', 'sample 200', 'sample 200 seed 7'])
      assert.equal(printRows(parseRows(text)), text);
  });

  it('are refused with a sentence when they mean nothing', () => {
    for (const text of ['', 'some', '3', '1:2:0', '::-1', 'sample', 'sample 0', '1.5:2', 'sample 5 seed x']) {
      assert.throws(
        () => parseRows(text),
        { name: 'BadInput', message: /selects no rows: write all, a range/ },
        text,
      );
    }
  });
});
