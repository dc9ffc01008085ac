import assert from 'node:assert/strict';
import { trainingRows } from '../../../../server/runtimes/stitching/split';

describe('rows to fit to and rows held out', () => {
  it('are told apart by a range', () => {
    assert.deepEqual([...trainingRows({ first: 1, end: 3 }, 5)], [0, 1, 1, 0, 0]);
  });

  it('are drawn with a seed, the same every time and others with another', () => {
    const drawn = trainingRows({ share: 0.25, seed: 3 }, 200);
    assert.equal(
      drawn.reduce((sum, one) => sum + one, 0),
      50,
    );
    assert.deepEqual(drawn, trainingRows({ share: 0.25, seed: 3 }, 200));
    assert.notDeepEqual(drawn, trainingRows({ share: 0.25, seed: 4 }, 200));
  });

  it('must be some on both sides', () => {
    for (const split of [
      { first: 0, end: 9 },
      { first: 4, end: 5 },
      { share: 0.01, seed: 1 },
    ])
      assert.throws(() => trainingRows(split, 5), /two and one are needed at least/);
  });
});
