import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assign } from '../../../server/linalg/assignment';
import type { Matrix } from '../../../server/linalg/matrix';
import { build, entryOf, random } from '../../unit/measures/inputs';

const runs = { seed: 20261128, numRuns: 200 };
const ignore = (): void => undefined;

/** Costs of up to 7 x 7: whole numbers, so that ties are many, and others. */
const small = fc.record({
  rows: fc.integer({ min: 1, max: 7 }),
  cols: fc.integer({ min: 1, max: 7 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
  ties: fc.boolean(),
});

function costs({
  rows,
  cols,
  seed,
  ties,
}: {
  rows: number;
  cols: number;
  seed: number;
  ties: boolean;
}): Matrix {
  const noise = random(rows, cols, seed);
  return ties ? build(rows, cols, (i, j) => Math.round(entryOf(noise, i, j))) : noise;
}

/** The least cost by trying everything: the shorter side in order, every choice on the longer one. */
function leastCost(cost: Matrix, row = 0, taken = 0): number {
  if (cost.rows > cost.cols) return leastCost(build(cost.cols, cost.rows, (i, j) => entryOf(cost, j, i)));
  if (row === cost.rows) return 0;
  let least = Infinity;
  for (let j = 0; j < cost.cols; j++) {
    if ((taken & (1 << j)) === 0) {
      least = Math.min(least, entryOf(cost, row, j) + leastCost(cost, row + 1, taken | (1 << j)));
    }
  }
  return least;
}

function totalOf(cost: Matrix, columns: Int32Array): number {
  return columns.reduce((sum, j, i) => sum + (j < 0 ? 0 : entryOf(cost, i, j)), 0);
}

/** Checks that the assignment is one-to-one and that its prices prove it the cheapest. */
function assertOptimal(cost: Matrix, tolerance: number): void {
  const { columns, rowPrices, columnPrices } = assign(cost, ignore);
  const used = columns.filter((j) => j >= 0);
  assert.equal(used.length, Math.min(cost.rows, cost.cols));
  assert.equal(new Set(used).size, used.length);
  for (let i = 0; i < cost.rows; i++) {
    for (let j = 0; j < cost.cols; j++) {
      const reduced = entryOf(cost, i, j) - (rowPrices[i] ?? NaN) - (columnPrices[j] ?? NaN);
      assert.ok(reduced > -tolerance, `${reduced}`);
      if (columns[i] === j) assert.ok(Math.abs(reduced) < tolerance, `${reduced}`);
    }
  }
  const left = (prices: Float64Array, taken: (k: number) => boolean): void => {
    prices.forEach((price, k) => assert.ok(taken(k) ? price <= tolerance : Math.abs(price) <= tolerance));
  };
  if (cost.rows <= cost.cols) left(columnPrices, (j) => used.includes(j));
  if (cost.rows > cost.cols) left(rowPrices, (i) => (columns[i] ?? -1) >= 0);
}

describe('an assignment', () => {
  it('costs as little as the best of all that there are', () => {
    fc.assert(
      fc.property(small, (shape) => {
        const cost = costs(shape);
        const total = totalOf(cost, assign(cost, ignore).columns);
        assert.ok(Math.abs(total - leastCost(cost)) < 1e-12);
      }),
      runs,
    );
  });

  it('has prices that prove it the cheapest', () => {
    fc.assert(
      fc.property(small, (shape) => assertOptimal(costs(shape), 1e-12)),
      runs,
    );
  });

  for (const [rows, cols] of [
    [120, 120],
    [90, 120],
    [120, 90],
  ] as const) {
    it(`of ${rows} x ${cols} has such prices, with many ties, a low rank or a wide range of costs too`, () => {
      const noise = random(rows, cols, 5);
      assertOptimal(noise, 1e-12);
      assertOptimal(
        build(rows, cols, (i, j) => Math.round(2 * entryOf(noise, i, j))),
        1e-12,
      );
      assertOptimal(
        build(rows, cols, (i, j) => -i * j),
        1e-9,
      );
      assertOptimal(
        build(rows, cols, (i, j) => 10 ** (3 * entryOf(noise, i, j))),
        1e-3,
      );
      assertOptimal(
        build(rows, cols, () => 1),
        1e-12,
      );
    });
  }

  it('finds the order in which the rows of a matrix were put', () => {
    const original = random(50, 8, 9);
    const distance = build(50, 50, (i, j) => {
      let sum = 0;
      for (let k = 0; k < 8; k++)
        sum += (entryOf(original, i, k) - entryOf(original, (7 * j + 3) % 50, k)) ** 2;
      return sum;
    });
    const { columns } = assign(distance, ignore);
    columns.forEach((j, i) => assert.equal((7 * j + 3) % 50, i));
  });

  it('of no rows or no columns is empty', () => {
    assert.deepEqual(
      [
        ...assign(
          build(0, 3, () => 0),
          ignore,
        ).columns,
      ],
      [],
    );
    assert.deepEqual(
      [
        ...assign(
          build(2, 0, () => 0),
          ignore,
        ).columns,
      ],
      [-1, -1],
    );
  });

  it('asks often whether to go on', () => {
    let polls = 0;
    assign(
      build(200, 200, (i, j) => -i * j),
      () => polls++,
    );
    assert.ok(polls > 20, `${polls}`);
  });
});
