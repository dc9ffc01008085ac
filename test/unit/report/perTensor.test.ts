import assert from 'node:assert/strict';
import { perTensor } from '../../../server/report/perTensor';
import { comparison, score } from './comparisons';

describe('the table of two checkpoints', () => {
  it('has a row for each tensor, a column for each measure, and the reasons for missing scores', () => {
    const names = ['w', 'b'];
    const equalNames = {
      kind: 'weights',
      pairs: [
        [0, 0],
        [1, 1],
      ],
    } as const;
    const change = comparison(names, names, () => score(0.5), equalNames);
    const cosine = comparison(
      names,
      names,
      (row) => (row ? score(null, { reason: 'All zero.' }) : score(1)),
      equalNames,
    );
    const diagonal = (c: typeof change) => ({ ...c, cells: c.cells.filter(({ x, y }) => x === y) });
    const text = perTensor([
      ['change', diagonal(change)],
      ['cosine', diagonal(cosine)],
    ]);
    assert.deepEqual(text.split('\n'), [
      'tensor  shape   change  cosine',
      'w       20 x 4   0.500   1.000',
      'b       20 x 4   0.500       -  All zero.',
      '',
    ]);
  });
});
