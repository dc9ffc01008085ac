import assert from 'node:assert/strict';
import fc from 'fast-check';
import { centre } from '../../../server/linalg/centre';
import type { Matrix } from '../../../server/linalg/matrix';
import { thinSvd } from '../../../server/linalg/thinSvd';
import {
  at,
  distance,
  filled,
  identity,
  isDescending,
  largest,
  naiveProduct,
} from '../../unit/linalg/matrices';
import { testEngine } from '../../unit/linalg/engines/chosen';

const engine = testEngine();
/** What results below the smallest normal number may be off by: there a rounding is no longer relative. */
const denormal = 64 * Number.MIN_VALUE;
/** Ordinary numbers with plenty of zeros and ties. */
const entry = fc.oneof(
  fc.constantFrom(0, 1, -1, 0.5, 1e-8, 1e8),
  fc.double({ min: -10, max: 10, noNaN: true }),
);
const matrix = (rows: number, cols: number): fc.Arbitrary<Matrix> =>
  fc
    .array(entry, { minLength: rows * cols, maxLength: rows * cols })
    .map((values) => ({ rows, cols, data: Float64Array.from(values) }));
const side = fc.integer({ min: 1, max: 40 });
const anyMatrix = fc.tuple(side, side).chain(([rows, cols]) => matrix(rows, cols));

describe('the engine, for any matrices', function () {
  // A native library takes its time for ten thousands of tiny products.
  this.timeout(20_000);

  it('multiplies as the definition says', () => {
    fc.assert(
      fc.property(
        fc.tuple(side, side, side).chain(([m, k, n]) => fc.tuple(matrix(m, k), matrix(k, n))),
        ([a, b]) => {
          const bound = 1e-14 * a.cols * largest(a) * largest(b) + a.cols * denormal;
          assert.ok(distance(engine.multiply(a, b), naiveProduct(a, b)) <= bound);
        },
      ),
    );
  });

  it('gives symmetric Gram matrices', () => {
    fc.assert(
      fc.property(anyMatrix, (x) => {
        const gram = engine.gram(x, 'columns');
        assert.deepEqual(
          gram,
          filled(x.cols, x.cols, (i, j) => at(gram, j, i)),
        );
      }),
    );
  });

  it('diagonalises symmetric matrices with orthonormal vectors', () => {
    fc.assert(
      fc.property(
        side.chain((n) => matrix(n, n)),
        (x) => {
          const n = x.rows;
          const s = filled(n, n, (i, j) => at(x, Math.min(i, j), Math.max(i, j)));
          const { values, vectors } = engine.eigenSymmetric(s);
          assert.ok(isDescending(values));
          assert.ok(distance(engine.gram(vectors, 'rows'), identity(n)) < 1e-14);
          const scaled = filled(n, n, (i, j) => (values[i] ?? 0) * at(vectors, i, j));
          const back = engine.multiply(vectors, scaled, { transposeA: true });
          assert.ok(distance(back, s) <= 2e-15 * n * largest(s) + n * denormal);
        },
      ),
    );
  });

  it('gives the same singular values for a matrix and its transpose', () => {
    fc.assert(
      fc.property(anyMatrix, (x) => {
        const t = filled(x.cols, x.rows, (i, j) => at(x, j, i));
        const values = engine.singularValues(x);
        engine.singularValues(t).forEach((value, i) => {
          assert.ok(Math.abs(value - (values[i] ?? NaN)) <= 1e-14 * (values[0] ?? 0) + denormal);
        });
      }),
    );
  });

  it('decomposes any matrix, before and after centring', () => {
    fc.assert(
      fc.property(anyMatrix, (original) => {
        for (const x of [original, centre(original)]) {
          const { u, s, v, rank, tolerance } = thinSvd(engine, x);
          assert.ok(distance(engine.gram(u, 'columns'), identity(rank)) < 1e-14);
          assert.ok(distance(engine.gram(v, 'rows'), identity(rank)) < 1e-14);
          const scaled = filled(x.rows, rank, (i, j) => at(u, i, j) * (s[j] ?? 0));
          const bound = (1e-14 + tolerance) * (s[0] ?? 0) + (rank + 1) * denormal;
          assert.ok(distance(engine.multiply(scaled, v), x) <= bound);
        }
      }),
      { numRuns: 200 },
    );
  });
});
