import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Invariances } from '../../server/measures/measure';
import { samplePair, scoreOf, valueOf } from './samples';
import { transformations } from './transformations';
import { variants, type Variant } from './variants';

const seeds = fc.integer({ min: 1, max: 1e6 });
const runs = { seed: 20261124, numRuns: 6 };

/** How much a score changes when both inputs go through maps of a group, each through one of its own; all of it where it is lost. */
function change(variant: Variant, group: keyof Invariances, seed: number): number {
  const [x, y] = samplePair(variant.measure, seed);
  const apply = transformations[group];
  const { value } = scoreOf(variant, apply(x, seed + 11), apply(y, seed + 13));
  return value === null ? Infinity : Math.abs(value - valueOf(variant, x, y));
}

describe('what a measure says it is invariant to', () => {
  for (const variant of variants) {
    const stated = Object.entries(variant.measure.invariances(variant.parameters)) as [
      keyof Invariances,
      boolean,
    ][];
    for (const [group, holds] of stated) {
      it(`${variant.name} ${holds ? 'does not change' : 'changes'} under ${group}`, () => {
        if (holds) {
          fc.assert(
            fc.property(seeds, (seed) => assert.ok(change(variant, group, seed) < 1e-8)),
            runs,
          );
        } else {
          const changes = fc.sample(seeds, runs).map((seed) => change(variant, group, seed));
          assert.ok(Math.max(...changes) > 1e-5, `largest change ${Math.max(...changes)}`);
        }
      });
    }
  }
});
