import assert from 'node:assert/strict';
import type { Place } from '../../../server/formats/place';
import { strided, type View } from '../../../server/formats/strided';

/** A place whose n-th element is n, and how much was read of it at once. */
function counting(): Place & { most: number } {
  const place = {
    most: 0,
    read: (first: number, count: number) => {
      place.most = Math.max(place.most, count);
      return Promise.resolve(new Float64Array(count).map((_, i) => first + i));
    },
  };
  return place;
}

/** Where elements of a view lie, by definition, last axis first ('C') or first axis first ('F'). */
function positions({ offset, shape, strides }: View, order: 'C' | 'F'): number[] {
  let all = [offset];
  const axes = order === 'C' ? [...shape.keys()] : [...shape.keys()].reverse();
  for (const axis of axes) {
    all = all.flatMap((at) =>
      Array.from({ length: shape[axis] ?? 0 }, (_, i) => at + i * (strides[axis] ?? 0)),
    );
  }
  return all;
}

const views: readonly (readonly [string, View, 'C' | 'F'])[] = [
  ['a whole matrix', { offset: 0, shape: [3, 4], strides: [4, 1] }, 'C'],
  ['a transposed matrix', { offset: 0, shape: [4, 3], strides: [1, 4] }, 'F'],
  ['some columns', { offset: 1, shape: [3, 2], strides: [4, 1] }, 'C'],
  ['some rows of a transposed matrix', { offset: 2, shape: [2, 3], strides: [1, 4] }, 'F'],
  ['every other element', { offset: 0, shape: [2, 2], strides: [8, 2] }, 'C'],
  ['a diagonal', { offset: 0, shape: [5], strides: [6] }, 'C'],
  ['swapped axes of three', { offset: 0, shape: [2, 4, 3], strides: [12, 1, 4] }, 'C'],
  ['turned axes of three', { offset: 3, shape: [4, 3, 2], strides: [1, 4, 12] }, 'F'],
  ['axes moved on', { offset: 0, shape: [3, 4, 2], strides: [4, 1, 12] }, 'C'],
  ['overlapping windows', { offset: 0, shape: [4, 4], strides: [2, 1] }, 'C'],
  ['a repeated row', { offset: 2, shape: [3, 4], strides: [0, 1] }, 'C'],
  ['a repeated column', { offset: 0, shape: [3, 4], strides: [1, 0] }, 'C'],
  ['one element, many times', { offset: 7, shape: [2, 3], strides: [0, 0] }, 'C'],
  ['axes of one element with any stride', { offset: 0, shape: [1, 3, 1, 2], strides: [99, 2, 7, 1] }, 'C'],
  ['a scalar', { offset: 5, shape: [], strides: [] }, 'C'],
  ['nothing', { offset: 5, shape: [0, 3], strides: [3, 1] }, 'C'],
  ['elements far apart', { offset: 0, shape: [3, 4], strides: [1, 10_000_000] }, 'F'],
  [
    'elements far apart in mixed order',
    { offset: 9, shape: [2, 3, 4], strides: [50_000_000, 1, 1_000_000] },
    'C',
  ],
];

describe('strided', () => {
  for (const [name, view, order] of views) {
    it(`reads ${name}, whole and in parts`, async () => {
      const { place, order: found } = strided(counting(), view);
      assert.equal(found, order);
      const expected = positions(view, order);
      for (let first = 0; first <= expected.length; first++) {
        for (const count of [0, 1, 3, expected.length - first]) {
          if (count < 0 || first + count > expected.length) continue;
          assert.deepEqual([...(await place.read(first, count))], expected.slice(first, first + count));
        }
      }
    });
  }

  it('does not read all between elements that lie far apart', async () => {
    const whole = counting();
    const { place } = strided(whole, { offset: 0, shape: [4, 3], strides: [1_000_000_000, 5_000_000] });
    assert.deepEqual([...(await place.read(10, 2))], [3_005_000_000, 3_010_000_000]);
    assert.equal(whole.most, 1);
  });

  it('reads a column in large pieces', async () => {
    const whole = counting();
    const { place } = strided(whole, { offset: 5, shape: [5000], strides: [1024] });
    const values = await place.read(0, 5000);
    assert.ok(values.every((value, i) => value === 5 + 1024 * i));
    assert.ok(whole.most > 100_000 && whole.most < 1_000_000);
  });

  it('reads a block of a large expansion from few elements', async () => {
    const whole = counting();
    const { place } = strided(whole, { offset: 0, shape: [100_000, 100_000], strides: [0, 0] });
    const values = await place.read(5e9, 3_000_000);
    assert.equal(values.length, 3_000_000);
    assert.ok(values.every((value) => value === 0));
    assert.equal(whole.most, 1);
  });
});
