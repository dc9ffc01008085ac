import assert from 'node:assert/strict';
import { transpose } from '../../../server/linalg/transpose';
import { at, gaussian } from './matrices';

describe('transpose', () => {
  for (const [rows, cols] of [
    [1, 1],
    [3, 7],
    [4, 256],
    [9, 257],
    [1030, 5],
  ] as const) {
    it(`turns [${rows} x ${cols}] and leaves it alone`, () => {
      const x = gaussian(rows, cols, 3);
      const before = x.data.slice();
      const t = transpose(x);
      assert.deepEqual([t.rows, t.cols], [cols, rows]);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < cols; j++) assert.equal(at(t, j, i), at(x, i, j));
      }
      assert.deepEqual(x.data, before);
    });
  }

  it('can be stopped', () => {
    const stop = new Error('stop');
    const poll = (): void => {
      throw stop;
    };
    assert.throws(() => transpose(gaussian(5, 2), poll), stop);
  });
});
