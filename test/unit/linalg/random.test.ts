import assert from 'node:assert/strict';
import { randomFrom, sample, shuffle } from '../../../server/linalg/random';

describe('seeded random numbers', () => {
  it('are the same for the same seed and others for a neighbouring or a large one', () => {
    const first = (seed: number): number[] => {
      const random = randomFrom(seed);
      return Array.from({ length: 5 }, () => random.uniform());
    };
    assert.deepEqual(first(7), first(7));
    const all = [0, 1, 7, 8, 2 ** 32, 2 ** 32 + 7, 2 ** 53 - 1].map(first);
    assert.equal(new Set(all.flat()).size, 35);
  });

  it('are uniform: mean, variance and the share below each tenth', () => {
    const random = randomFrom(1);
    const values = Array.from({ length: 1e5 }, () => random.uniform());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    // Four standard errors: 4 sqrt(1 / 12 / 1e5) and 4 sqrt(p (1 - p) / 1e5).
    assert.ok(Math.abs(mean - 0.5) < 0.0037);
    for (let tenth = 1; tenth < 10; tenth++) {
      const share = values.filter((value) => value < tenth / 10).length / values.length;
      assert.ok(Math.abs(share - tenth / 10) < 0.0064);
    }
  });

  it('are standard normal where asked', () => {
    const random = randomFrom(2);
    const values = Array.from({ length: 1e5 }, () => random.gaussian());
    const moment = (k: number): number => values.reduce((sum, value) => sum + value ** k, 0) / values.length;
    assert.ok(Math.abs(moment(1)) < 4 / Math.sqrt(1e5));
    assert.ok(Math.abs(moment(2) - 1) < 4 * Math.sqrt(2 / 1e5));
    assert.ok(Math.abs(moment(4) - 3) < 4 * Math.sqrt(96 / 1e5));
  });

  it('draw each whole number below a limit about as often', () => {
    const random = randomFrom(3);
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 60000; i++) {
      const k = random.below(6);
      counts[k] = (counts[k] ?? NaN) + 1;
    }
    for (const count of counts) assert.ok(Math.abs(count - 10000) < 4 * Math.sqrt(60000 * (1 / 6) * (5 / 6)));
  });

  it('shuffle and sample without losing or repeating anything', () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    shuffle(items, randomFrom(4));
    assert.notDeepEqual(items.slice(0, 5), [0, 1, 2, 3, 4]);
    assert.deepEqual(
      items.toSorted((a, b) => a - b),
      Array.from({ length: 50 }, (_, i) => i),
    );
    const drawn = sample(20, 30, randomFrom(5));
    assert.equal(new Set(drawn).size, 20);
    assert.ok(drawn.every((value) => value < 30));
  });
});
