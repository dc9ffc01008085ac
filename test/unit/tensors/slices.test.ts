import assert from 'node:assert/strict';
import {
  filtered,
  holdsForAll,
  mapped,
  runThrough,
  type Sliced,
  sorted,
} from '../../../server/tensors/slices';

const numbers = Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 50_021);

/** How often a computation comes up for air, and the most calls of `work` before it does. */
function breaths<T>(make: (work: () => void) => Sliced<T>): {
  readonly breaths: number;
  readonly most: number;
} {
  let [calls, most, count] = [0, 0, 0];
  const steps = make(() => calls++);
  for (let step = steps.next(); ; step = steps.next()) {
    most = Math.max(most, calls);
    calls = 0;
    if (step.done === true) return { breaths: count, most };
    count++;
  }
}

describe('Computations in slices', () => {
  it('give what the methods of lists give', () => {
    const even = (n: number): boolean => n % 2 === 0;
    assert.deepEqual(
      runThrough(mapped(numbers, (n, i) => n + i)),
      numbers.map((n, i) => n + i),
    );
    assert.deepEqual(runThrough(filtered(numbers, even)), numbers.filter(even));
    assert.equal(runThrough(holdsForAll(numbers, even)), false);
    assert.equal(runThrough(holdsForAll([], even)), true);
    assert.deepEqual(
      runThrough(sorted(numbers, (a, b) => a - b)),
      numbers.toSorted((a, b) => a - b),
    );
    assert.deepEqual(runThrough(sorted([], (a: number, b: number) => a - b)), []);
  });

  it('leave equal items in their order', () => {
    const pairs = numbers.map((n, i) => [n % 10, i] as const);
    assert.deepEqual(
      runThrough(sorted(pairs, ([a], [b]) => a - b)),
      pairs.toSorted(([a], [b]) => a - b),
    );
  });

  it('breathe before much is done', () => {
    const looked = breaths((work) => mapped(numbers, work));
    assert.ok(looked.breaths >= 90 && looked.most <= 512, JSON.stringify(looked));
    const ordered = breaths((work) =>
      sorted(numbers, (a, b) => {
        work();
        return a - b;
      }),
    );
    // 512 items are sorted at once.
    assert.ok(ordered.most < 512 * 10, JSON.stringify(ordered));
    const asked = breaths((work) =>
      holdsForAll(numbers, () => {
        work();
        return true;
      }),
    );
    assert.ok(asked.most <= 512, JSON.stringify(asked));
  });
});
