import assert from 'node:assert/strict';
import { answerCounts } from '../../../../server/jobs/outputs/answerCounts';

const never = (): void => undefined;

describe('How often answers meet', () => {
  it('is counted by pair, in ascending order, whatever the numbers of the classes', () => {
    const large = 2 ** 53;
    const x = Float64Array.of(large, -1, 5, -1, large, -1);
    const y = Float64Array.of(5, -1, large, 5, 5, -1);
    const counts = answerCounts(x, y, never);
    assert.deepEqual(
      [...counts.instances].map((count, k) => [counts.x[k], counts.y[k], count]),
      [
        [-1, -1, 2],
        [-1, 5, 1],
        [5, large, 1],
        [large, 5, 2],
      ],
    );
  });

  it('is every instance once where no two are alike', () => {
    const n = 20_000;
    const ascending = Float64Array.from({ length: n }, (_, i) => i);
    const { x, y, instances } = answerCounts(ascending.toReversed(), ascending, never);
    assert.deepEqual([x, y], [ascending, ascending.toReversed()]);
    assert.ok(instances.length === n && instances.every((count) => count === 1));
  });

  it('looks often at whether it is still wanted, whatever it is at', () => {
    const n = 60_000;
    const ascending = Float64Array.from({ length: n }, (_, i) => 3 * i);
    let looks = 0;
    answerCounts(ascending.toReversed(), ascending, () => looks++);
    // In the middle of each walk over the instances, of which there are two to find the classes and five more.
    assert.ok(looks > (7 * n) / 5000, `${looks}`);
    const stop = new Error('stop');
    let left = looks - 1;
    const poll = (): void => {
      if (left-- === 0) throw stop;
    };
    assert.throws(() => answerCounts(ascending.toReversed(), ascending, poll), stop);
  });

  it('is nothing of no instances', () => {
    const none = new Float64Array();
    assert.deepEqual(answerCounts(none, none, never), { x: none, y: none, instances: none });
  });
});
