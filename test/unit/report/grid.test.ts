import assert from 'node:assert/strict';
import { grid } from '../../../server/report/grid';
import { comparison, score } from './comparisons';

const lines = (text: string): string[] => text.trimEnd().split('\n');

describe('the grid of layers in the terminal', () => {
  it('has the layers in model order, three decimals, columns lined up', () => {
    const text = grid(
      comparison(['conv', 'a'], ['z', 'head'], (row, column) => score(row ? -0.25 : column + 0.5)),
    );
    assert.deepEqual(lines(text), ['           z    head', 'conv   0.500   1.500', 'a     -0.250  -0.250']);
  });

  it('shows a dash where there is no value and tells each reason once', () => {
    const text = grid(comparison(['a'], ['b', 'c'], () => score(null, { reason: 'All rows are equal.' })));
    assert.deepEqual(lines(text).slice(1), ['a  -  -', 'no value in 2 cells: All rows are equal.']);
  });

  it('numbers the columns when their names do not fit on a line, and tells the names below', () => {
    const names = Array.from({ length: 8 }, (_, i) => `model.layers.${String(i)}.attention.output`);
    const text = grid(comparison(['a'], names, (_, column) => score(column / 10)));
    assert.deepEqual(lines(text).slice(0, 2), [
      '       1      2      3      4      5      6      7      8',
      'a  0.000  0.100  0.200  0.300  0.400  0.500  0.600  0.700',
    ]);
    assert.ok(text.includes('\n3  model.layers.2.attention.output\n'));
  });

  it('breaks into blocks when even the numbers do not fit, and loses no column', () => {
    const names = Array.from({ length: 60 }, (_, i) => `layer${String(i)}`);
    const text = grid(comparison(['a'], names, (_, column) => score(column / 100)));
    const shown = [...text.matchAll(/0\.\d\d0/g)].map(([value]) => Number(value));
    assert.deepEqual(
      shown,
      names.map((_, i) => i / 100),
    );
    assert.ok(lines(text).every((line) => line.length <= 110));
  });

  it('obeys no control character in a name', () => {
    const text = grid(comparison(['a\x1b[2J'], ['b\u202e'], () => score(1)));
    assert.ok(text.includes('a\\u{1b}[2J') && text.includes('b\\u{202e}'));
  });
});
