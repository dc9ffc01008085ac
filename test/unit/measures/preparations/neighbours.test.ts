import assert from 'node:assert/strict';
import { randomFrom } from '../../../../server/linalg/random';
import type { Matrix } from '../../../../server/linalg/matrix';
import { neighbours, neighbourSets } from '../../../../server/measures/preparations/neighbours';
import { build, entryOf, prepared } from '../inputs';

const n = 800;
/** Where the rows of the sample stand from which likely distances are taken. */
const sample = new Set(Array.from({ length: 192 }, (_, i) => Math.floor((i * n) / 192)));

/** Whole numbers, so that distances are exact and many are equal. */
function points(size: (i: number) => number): Matrix {
  const random = randomFrom(5);
  return build(n, 3, (i) => random.below(2 * size(i) + 1) - size(i));
}

function bySorting(x: Matrix, k: number): number[][] {
  const distance = (i: number, j: number): number =>
    [0, 1, 2].reduce((sum, c) => sum + (entryOf(x, i, c) - entryOf(x, j, c)) ** 2, 0);
  return Array.from({ length: n }, (_, i) => {
    const far = Array.from({ length: n }, (__, j) => distance(i, j));
    const others = far.flatMap((__, j) => (j === i ? [] : [j]));
    return others.sort((p, q) => (far[p] ?? 0) - (far[q] ?? 0) || p - q).slice(0, k);
  });
}

describe('Neighbours of rows', function () {
  this.timeout(20_000);

  for (const [what, x] of [
    ['spread evenly', points(() => 20)],
    ['of which a few lie far away', points((i) => (i % 50 === 7 ? 1000 : 20))],
    ['grouped by their order', points((i) => 1 + (i >> 5))],
    [
      'of which those of the sample lie in the middle, so that no likely distance is enough',
      points((i) => (sample.has(i) ? 2 : 500)),
    ],
    ['of which those of the sample lie far away', points((i) => (sample.has(i) ? 500 : 2))],
    ['all equal', points(() => 0)],
  ] as const) {
    for (const k of [5, 40, 200, 700]) {
      it(`${what} are those of a full sort: ${k} of ${n}`, () => {
        const of = prepared(x);
        const lists = of.get(neighbours(k, 'euclidean'));
        const expected = bySorting(x, k);
        assert.deepEqual([...lists], expected.flat());
        const { who } = of.get(neighbourSets(k, 'euclidean'));
        assert.deepEqual(
          [...who],
          expected.flatMap((row) => row.sort((p, q) => p - q)),
        );
      });
    }
  }
});
