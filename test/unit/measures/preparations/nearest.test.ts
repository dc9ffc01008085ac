import assert from 'node:assert/strict';
import { randomFrom } from '../../../../server/linalg/random';
import { kthSmallest } from '../../../../server/measures/preparations/kthSmallest';
import { Nearest, nearestOf, ranked } from '../../../../server/measures/preparations/nearest';

/** Symmetric distances with `levels` different values: few of them make many ties. */
function distances(n: number, levels: number): number[][] {
  const random = randomFrom(n * levels);
  const far = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  far.forEach((row, i) => {
    for (let j = 0; j < i; j++) row[j] = random.below(levels) - levels / 2;
  });
  return far.map((_, i) => far.map((__, j) => (i > j ? far[i]?.[j] : far[j]?.[i]) ?? 0));
}

function collected(far: readonly number[][], k: number): number[][] {
  const nearest = new Nearest(far.length, k);
  far.forEach((row, i) => nearest.offer(i, Float64Array.from(row.slice(i + 1))));
  const found = nearest.rows(() => undefined);
  assert.deepEqual(found.short, []);
  const lists = ranked(found, k, () => undefined);
  return far.map((_, i) => [...lists.subarray(i * k, (i + 1) * k)]);
}

function sorted(far: readonly number[][], k: number): number[][] {
  return far.map((row, i) => {
    const others = row.flatMap((_, j) => (j === i ? [] : [j]));
    return others.sort((p, q) => (row[p] ?? 0) - (row[q] ?? 0) || p - q).slice(0, k);
  });
}

describe('the k nearest of each row', () => {
  for (const [n, k] of [
    [2, 1],
    [40, 1],
    [40, 7],
    [40, 39],
    [120, 10],
    [120, 38],
    [120, 60],
    [120, 118],
  ] as const) {
    for (const levels of [1, 2, 5, 1e9]) {
      it(`are those of a full sort, smaller numbers first: ${k} of ${n}, ${levels} different distances`, () => {
        const far = distances(n, levels);
        assert.deepEqual(collected(far, k), sorted(far, k));
      });
    }
  }

  it('come nearest first where each is nearer, or farther, than the one before', () => {
    for (const sign of [1, -1]) {
      const far = Array.from({ length: 90 }, (_, i) =>
        Array.from({ length: 90 }, (__, j) => (i === j ? 0 : sign * (i + j))),
      );
      assert.deepEqual(collected(far, 20), sorted(far, 20));
    }
  });

  it('are fewer than k where the limit that was given is too low, which is told, and right elsewhere', () => {
    const [n, k] = [60, 25];
    const far = distances(n, 7);
    const limits = Float64Array.from({ length: n }, (_, i) => (i % 4 === 0 ? -3 : 3.5));
    const nearest = new Nearest(n, k, limits);
    far.forEach((row, i) => nearest.offer(i, Float64Array.from(row.slice(i + 1))));
    const found = nearest.rows(() => undefined);
    assert.deepEqual(
      found.short,
      Array.from({ length: n / 4 }, (_, i) => 4 * i),
    );
    const lists = ranked(found, k, () => undefined);
    sorted(far, k).forEach((row, i) => {
      if (i % 4 > 0) assert.deepEqual([...lists.subarray(i * k, (i + 1) * k)], row);
    });
  });

  it('of one row are those of a full sort in the order of their numbers', () => {
    const far = distances(50, 4);
    for (const k of [1, 9, 49]) {
      far.forEach((row, i) => {
        const to = { who: new Uint32Array(k), far: new Float64Array(k) };
        nearestOf(
          Float64Array.from(row, (value, j) => (i === j ? Infinity : value)),
          to,
        );
        assert.deepEqual(
          [...to.who],
          (sorted(far, k)[i] ?? []).sort((p, q) => p - q),
        );
        to.who.forEach((j, at) => assert.equal(to.far[at], row[j]));
      });
    }
  });
});

describe('the k-th smallest of some numbers', () => {
  it('is that of the sorted ones, for each k and with any ties', () => {
    for (const levels of [1, 2, 3, 10, 1e9]) {
      const random = randomFrom(levels);
      const values = Float64Array.from({ length: 57 }, () => random.below(levels));
      const ascending = values.slice().sort();
      ascending.forEach((value, at) => assert.equal(kthSmallest(values.slice(), at + 1), value));
      ascending.forEach((value, at) => assert.equal(kthSmallest(ascending.slice(), at + 1), value));
    }
  });
});
