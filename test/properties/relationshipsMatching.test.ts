import assert from 'node:assert/strict';
import fc from 'fast-check';
import { centre } from '../../server/linalg/centre';
import type { Matrix } from '../../server/linalg/matrix';
import { build, engine, entryOf, random, relativeError, valueOf } from '../unit/measures/inputs';
import { related } from './samples';
import { transformations } from './transformations';

const seeds = fc.integer({ min: 1, max: 1e6 });
const runs = { seed: 20261128, numRuns: 20 };
const widths = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }));

const close = (actual: number, expected: number, tolerance = 1e-9): void =>
  assert.ok(relativeError(actual, expected) < tolerance, `${actual}, expected ${expected}`);

/** As many columns as asked for, the new ones zero. */
const padded = (x: Matrix, cols: number): Matrix =>
  build(x.rows, cols, (i, j) => (j < x.cols ? entryOf(x, i, j) : 0));

describe('alignment by permutations', () => {
  it('lies between alignment by rotations and none, whatever is done to the inputs first', () => {
    fc.assert(
      fc.property(seeds, widths, (seed, [d, e]) => {
        const [x, y] = [related(d, seed), related(e, seed, seed + 50)];
        for (const setting of ['centre: no', 'centre: yes', 'centre: yes, scale: frobenius']) {
          const rotated = valueOf(`procrustes(${setting})`, x, y);
          const permuted = valueOf(`procrustes(${setting}, over: permutations)`, x, y);
          assert.ok(rotated <= permuted * (1 + 1e-12), `${rotated}, ${permuted}`);
        }
        const plain = Math.sqrt(
          padded(x, Math.max(d, e)).data.reduce((sum, value, at) => {
            return sum + (value - (padded(y, Math.max(d, e)).data[at] ?? NaN)) ** 2;
          }, 0),
        );
        assert.ok(valueOf('procrustes(over: permutations)', x, y) <= plain * (1 + 1e-12));
        const [turned, kept] = [valueOf('angular', x, y), valueOf('angular(over: permutations)', x, y)];
        assert.ok(turned <= kept * (1 + 1e-12));
      }),
      runs,
    );
  });

  it('is the same after padding with zero columns', () => {
    const [x, y] = [random(30, 4, 1), random(30, 7, 2)];
    close(
      valueOf('procrustes(over: permutations)', padded(x, 7), y),
      valueOf('procrustes(over: permutations)', x, y),
    );
  });

  it('finds a permuted copy at distance 0, exactly', () => {
    const x = random(40, 9, 3);
    const copy = transformations.permutation(x, 4);
    assert.equal(valueOf('procrustes(over: permutations)', x, copy), 0);
    assert.equal(valueOf('angular(over: permutations)', x, copy), 0);
  });

  it('sees the angle between opposite single neurons as pi', () => {
    const x = random(20, 1, 5);
    const opposite = build(20, 1, (i) => -entryOf(x, i, 0));
    close(valueOf('angular(over: permutations)', x, opposite), Math.PI);
    assert.ok(valueOf('angular', x, opposite) < 1e-12);
  });

  it('has chord and arc as the rotations have', () => {
    const [x, y] = [random(30, 4, 6), random(30, 6, 7)];
    const angle = valueOf('angular(over: permutations, centre: yes)', x, y);
    const chord = valueOf('procrustes(over: permutations, centre: yes, scale: frobenius)', x, y);
    close(chord, 2 * Math.sin(angle / 2));
  });
});

describe('the Procrustes distance of centred inputs', () => {
  it('is bounded on both sides by the difference of their kernels', () => {
    fc.assert(
      fc.property(seeds, widths, (seed, [d, e]) => {
        const [x, y] = [related(d, seed), related(e, seed, seed + 50)];
        const [k, l] = [x, y].map((m) => engine.gram(centre(m), 'rows'));
        assert.ok(k !== undefined && l !== undefined);
        const difference = build(k.rows, k.rows, (i, j) => entryOf(k, i, j) - entryOf(l, i, j));
        const values = [...engine.eigenvaluesSymmetric(difference)].map(Math.abs);
        const norm = Math.hypot(...values);
        const participation = (values.reduce((sum, value) => sum + value, 0) / norm) ** 2;
        const trace = (m: Matrix): number =>
          Array.from({ length: m.rows }, (_, i) => entryOf(m, i, i)).reduce((sum, value) => sum + value, 0);
        const total = trace(k) + trace(l);
        const squared = valueOf('procrustes(centre: yes, squared: yes)', x, y);
        const least = total - Math.sqrt(Math.max(0, total ** 2 - participation * norm ** 2));
        assert.ok(squared >= least * (1 - 1e-9), `${squared}, at least ${least}`);
        assert.ok(squared <= Math.sqrt(participation) * norm * (1 + 1e-9));
        // Permutations are some of the rotations: the lower bound is theirs too.
        assert.ok(
          valueOf('procrustes(centre: yes, squared: yes, over: permutations)', x, y) >= least * (1 - 1e-9),
        );
      }),
      runs,
    );
  });
});

describe('correlation match', () => {
  it('strict is never above relaxed from the narrower input', () => {
    fc.assert(
      fc.property(seeds, widths, (seed, [d, e]) => {
        const [x, y] = [related(Math.min(d, e), seed), related(Math.max(d, e), seed, seed + 50)];
        const [strict, relaxed] = [
          valueOf('corr_match', x, y),
          valueOf('corr_match(matching: relaxed)', x, y),
        ];
        assert.ok(strict <= relaxed + 1e-12);
      }),
      runs,
    );
  });

  it('does not see the positive factor of a single neuron', () => {
    const [x, y] = [random(40, 4, 8), random(40, 5, 9)];
    const scaled = build(40, 4, (i, j) => 7 ** j * entryOf(x, i, j));
    for (const matching of ['strict', 'relaxed', 'symmetric']) {
      const call = `corr_match(matching: ${matching})`;
      close(valueOf(call, scaled, y), valueOf(call, x, y));
    }
  });
});

describe('soft matching', () => {
  it('of equal widths is the permutation Procrustes distance over the root of the width', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 7 }), (seed, d) => {
        const [x, y] = [related(d, seed), related(d, seed, seed + 50)];
        for (const setting of ['centre: no, scale: none', 'centre: yes, scale: frobenius']) {
          const soft = valueOf(`soft_matching(${setting})`, x, y);
          close(soft ** 2, valueOf(`procrustes(over: permutations, ${setting})`, x, y) ** 2 / d);
        }
        close(valueOf('soft_matching_correlation', x, y), valueOf('corr_match', x, y));
      }),
      runs,
    );
  });

  it('is an assignment of columns repeated until there are as many on both sides', () => {
    fc.assert(
      fc.property(seeds, widths, (seed, [d, e]) => {
        const [x, y] = [related(d, seed), related(e, seed, seed + 50)];
        const repeated = (m: Matrix): Matrix => build(m.rows, d * e, (i, j) => entryOf(m, i, j % m.cols));
        const [p, q] = [repeated(x), repeated(y)];
        const setting = 'centre: yes, scale: none';
        const apart = valueOf(`procrustes(over: permutations, ${setting})`, p, q);
        close(valueOf(`soft_matching(${setting})`, x, y) ** 2, apart ** 2 / (d * e));
        close(valueOf('soft_matching_correlation', x, y), valueOf('corr_match', p, q));
      }),
      runs,
    );
  });

  it('does not see that every neuron is there twice, exactly', () => {
    const x = random(30, 6, 4);
    const twice = build(30, 12, (i, j) => entryOf(x, i, j >> 1));
    assert.equal(valueOf('soft_matching(scale: none)', x, twice), 0);
    close(valueOf('soft_matching_correlation', x, twice), 1);
  });

  it('obeys the triangle inequality across widths', () => {
    fc.assert(
      fc.property(seeds, widths, fc.integer({ min: 1, max: 7 }), (seed, [d, e], f) => {
        const [x, y, z] = [related(d, seed), related(e, seed, seed + 50), related(f, seed, seed + 90)];
        const apart = (p: Matrix, q: Matrix): number => valueOf('soft_matching', p, q);
        assert.ok(apart(x, z) <= apart(x, y) + apart(y, z) + 1e-12);
      }),
      runs,
    );
  });
});
