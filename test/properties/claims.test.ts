import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSymmetric } from '../../server/measures/measure';
import { classes, inputOf, rows, samplePair, sameTwice, unrelatedPair, valueOf } from './samples';
import { rowsInOrder, shuffled } from './transformations';
import { measuresWithNumbers, variants } from './variants';

const seeds = fc.integer({ min: 1, max: 1e6 });
const runs = { seed: 20261124, numRuns: 8 };

describe('what a measure says about its values', () => {
  it('is checked with other numbers of measures that there are', () => {
    for (const id of measuresWithNumbers)
      assert.ok(
        variants.some(({ measure }) => measure.id === id),
        id,
      );
  });

  for (const variant of variants) {
    const { measure, parameters, name } = variant;
    const check = (property: (seed: number) => void): void => fc.assert(fc.property(seeds, property), runs);

    const identityOf = (d: number): number | null => measure.identity(parameters, d);
    if (Number.isNaN(identityOf(4))) {
      it(`${name} hangs on the data for identical inputs`, () => {
        const values = fc.sample(seeds, runs).map((seed) => {
          return valueOf(variant, ...sameTwice(measure, seed));
        });
        assert.ok(Math.max(...values) - Math.min(...values) > 1e-4);
      });
    } else {
      it(`${name} is ${identityOf(4) ?? 'infinite, so without value,'} for identical inputs`, () => {
        check((seed) => {
          const [x, same] = sameTwice(measure, seed);
          const identity = identityOf(x.cols);
          if (identity === null) assert.throws(() => valueOf(variant, x, same));
          else assert.ok(Math.abs(valueOf(variant, x, same) - identity) < 1e-10 * Math.max(1, identity));
        });
      });
    }

    const symmetric = isSymmetric(measure, parameters);
    it(`${name} ${symmetric ? 'is' : 'is not'} symmetric`, () => {
      const difference = (seed: number): number => {
        // Equal widths: some conventions take a first input no wider than the second.
        const [x, y] = [inputOf(measure, seed), inputOf(measure, seed, seed + 50)];
        return Math.abs(valueOf(variant, x, y) - valueOf(variant, y, x));
      };
      if (symmetric) check((seed) => assert.ok(difference(seed) < 1e-10));
      else assert.ok(Math.max(...fc.sample(seeds, runs).map(difference)) > 1e-4);
    });

    it(`${name} stays within its range`, () => {
      const [low, high] = measure.range(parameters);
      check((seed) => {
        const unrelated = unrelatedPair(measure, seed);
        for (const [x, y] of [samplePair(measure, seed), unrelated]) {
          const value = valueOf(variant, x, y);
          assert.ok(value >= low && value <= high, `${value}`);
        }
      });
    });

    const followsOrder = measure.followsOrder?.(parameters) ?? false;
    it(`${name} ${followsOrder ? 'changes' : 'does not change'} when the rows of both inputs are put in another order`, () => {
      const changeOf = (seed: number): number => {
        const [x, y] = samplePair(measure, seed);
        const order = shuffled(rows, seed + 5);
        const [p, q] = [rowsInOrder(x, order), rowsInOrder(y, order)];
        const labels = order.map((i) => classes[i] ?? 0);
        return Math.abs(valueOf(variant, p, q, labels) - valueOf(variant, x, y));
      };
      if (followsOrder) assert.ok(Math.max(...fc.sample(seeds, runs).map(changeOf)) > 1e-4);
      else check((seed) => assert.ok(changeOf(seed) < 1e-9));
    });

    const { matchedRows } = measure.needs;
    it(`${name} ${matchedRows ? 'changes' : 'does not change'} when the rows of one input are put in another order`, () => {
      const changes = fc.sample(seeds, runs).map((seed) => {
        const [x, y] = samplePair(measure, seed);
        return Math.abs(
          valueOf(variant, x, rowsInOrder(y, shuffled(rows, seed + 5))) - valueOf(variant, x, y),
        );
      });
      if (matchedRows) assert.ok(Math.max(...changes) > 1e-4);
      else assert.ok(Math.max(...changes) < 1e-9);
    });

    it(`${name} gives the same bits again`, () => {
      check((seed) => {
        const [x, y] = samplePair(measure, seed);
        assert.equal(valueOf(variant, x, y), valueOf(variant, x, y));
      });
    });

    if (measure.metric(parameters)) {
      it(`${name} obeys the triangle inequality`, () => {
        check((seed) => {
          const [x, y, z] = [seed + 1, seed + 50, seed + 90].map((noise) => inputOf(measure, seed, noise));
          if (x === undefined || y === undefined || z === undefined) throw new TypeError('three are needed');
          const sum = valueOf(variant, x, y) + valueOf(variant, y, z);
          assert.ok(valueOf(variant, x, z) <= sum + 1e-9);
        });
      });
    }
  }
});
