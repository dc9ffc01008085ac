import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assign } from '../../../server/linalg/assignment';
import type { Matrix } from '../../../server/linalg/matrix';
import { transport } from '../../../server/linalg/transport';
import { build, entryOf, random } from '../../unit/measures/inputs';

const runs = { seed: 20261128, numRuns: 100 };
const ignore = (): void => undefined;
const units = (most: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: most });

/** Costs of up to 8 x 8: whole numbers, so that ties are many, and others. */
const problem = fc
  .record({ rows: units(8), cols: units(8), seed: units(1e6), ties: fc.boolean() })
  .chain(({ rows, cols, seed, ties }) => {
    const noise = random(rows, cols, seed);
    const cost = ties ? build(rows, cols, (i, j) => Math.round(entryOf(noise, i, j))) : noise;
    const amounts = (count: number): fc.Arbitrary<number[]> =>
      fc.array(units(4), { minLength: count, maxLength: count });
    return fc.tuple(amounts(rows), amounts(cols)).map(([supply, demand]) => {
      // The last of the side with less takes what is missing.
      const missing = sum(supply) - sum(demand);
      const less = missing > 0 ? demand : supply;
      less[less.length - 1] = (less[less.length - 1] ?? 0) + Math.abs(missing);
      return { cost, supply, demand };
    });
  });

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Every row and column as many times over as it has units. */
function replicated(cost: Matrix, supply: readonly number[], demand: readonly number[]): Matrix {
  const rows = supply.flatMap((amount, i) => Array.from({ length: amount }, () => i));
  const cols = demand.flatMap((amount, j) => Array.from({ length: amount }, () => j));
  return build(rows.length, cols.length, (i, j) => entryOf(cost, rows[i] ?? NaN, cols[j] ?? NaN));
}

/** Checks that everything arrives and that the prices prove that nothing is cheaper. */
function assertOptimal(
  cost: Matrix,
  supply: readonly number[],
  demand: readonly number[],
  tolerance: number,
): number {
  const { shipments, rowPrices, columnPrices } = transport(cost, supply, demand, ignore);
  const [sent, received] = [supply.map(() => 0), demand.map(() => 0)];
  let total = 0;
  const reduced = (i: number, j: number): number =>
    entryOf(cost, i, j) - (rowPrices[i] ?? NaN) - (columnPrices[j] ?? NaN);
  for (const { row, column, amount } of shipments) {
    assert.ok(Number.isInteger(amount) && amount > 0);
    sent[row] = (sent[row] ?? NaN) + amount;
    received[column] = (received[column] ?? NaN) + amount;
    total += amount * entryOf(cost, row, column);
    assert.ok(Math.abs(reduced(row, column)) <= tolerance);
  }
  assert.deepEqual([sent, received], [supply, demand]);
  for (let i = 0; i < cost.rows; i++) {
    for (let j = 0; j < cost.cols; j++) assert.ok(reduced(i, j) >= -tolerance, `${reduced(i, j)}`);
  }
  return total;
}

describe('a transport', () => {
  it('costs as little as an assignment of single units', () => {
    fc.assert(
      fc.property(problem, ({ cost, supply, demand }) => {
        const single = replicated(cost, supply, demand);
        const { columns } = assign(single, ignore);
        const least = columns.reduce((total, j, i) => total + entryOf(single, i, j), 0);
        assert.ok(Math.abs(assertOptimal(cost, supply, demand, 1e-12) - least) < 1e-11);
      }),
      runs,
    );
  });

  for (const [rows, cols] of [
    [60, 60],
    [60, 90],
    [97, 60],
  ] as const) {
    it(`from ${rows} to ${cols} evenly is optimal, with many ties, a low rank or a wide range of costs too`, () => {
      const noise = random(rows, cols, 5);
      const [supply, demand] = [
        Array.from({ length: rows }, () => cols),
        Array.from({ length: cols }, () => rows),
      ];
      assertOptimal(noise, supply, demand, 1e-12);
      assertOptimal(
        build(rows, cols, (i, j) => Math.round(2 * entryOf(noise, i, j))),
        supply,
        demand,
        1e-12,
      );
      assertOptimal(
        build(rows, cols, (i, j) => -i * j),
        supply,
        demand,
        1e-9,
      );
      const wide = build(rows, cols, (i, j) => 10 ** (3 * entryOf(noise, i, j)));
      assertOptimal(wide, supply, demand, 2 ** -45 * Math.max(...wide.data));
      assertOptimal(
        build(rows, cols, () => 1),
        supply,
        demand,
        1e-12,
      );
    });
  }

  it('refuses amounts that do not add up', () => {
    assert.throws(() => transport(random(2, 2, 1), [1, 2], [1, 1], ignore), RangeError);
  });

  it('asks often whether to go on', () => {
    let polls = 0;
    const ones = Array.from({ length: 100 }, () => 1);
    transport(random(100, 100, 3), ones, ones, () => polls++);
    assert.ok(polls > 100);
  });
});
