import assert from 'node:assert/strict';
import type { Matrix } from '../../server/linalg/matrix';
import { build, engine, entryOf, random, relativeError, scoreOf, valueOf } from '../unit/measures/inputs';
import { a, b } from '../goldens/closedForms';
import { transformations } from './transformations';

const close = (actual: number, expected: number, tolerance = 1e-9): void =>
  assert.ok(relativeError(actual, expected) < tolerance, `${actual}, expected ${expected}`);

const scaledBy = (x: Matrix, factor: number): Matrix => ({
  ...x,
  data: x.data.map((value) => factor * value),
});
const firstRows = (x: Matrix, rows: number): Matrix => build(rows, x.cols, (i, j) => entryOf(x, i, j));

/** The distance by the letter: the logarithms of the eigenvalues of S^(-1/2) S' S^(-1/2), n x n. */
function byDefinition(x: Matrix, y: Matrix, shrinkage = 0): number {
  const similarity = (r: Matrix): Matrix => {
    const s = engine.gram(r, 'rows');
    return build(s.rows, s.rows, (i, j) => entryOf(s, i, j) / r.cols + (i === j ? shrinkage : 0));
  };
  const { values, vectors } = engine.eigenSymmetric(similarity(x));
  const half = build(
    values.length,
    values.length,
    (i, j) => entryOf(vectors, i, j) / Math.sqrt(values[i] ?? NaN),
  );
  const between = engine.multiply(engine.multiply(half, similarity(y)), half, { transposeB: true });
  const eigenvalues = engine.eigenvaluesSymmetric(between);
  return Math.sqrt(eigenvalues.reduce((sum, value) => sum + Math.log(value) ** 2, 0));
}

describe('the Riemannian distance without shrinkage', () => {
  const [x, y, z] = [random(6, 9, 1), random(6, 14, 2), random(6, 6, 3)];

  it('is that of the definition', () => {
    for (const [p, q] of [
      [x, y],
      [y, z],
      [z, x],
    ] as const) {
      close(valueOf('riemann', p, q), byDefinition(p, q));
    }
  });

  it('has the value of the formula inputs, first 4 rows', () => {
    assert.ok(Math.abs(valueOf('riemann', firstRows(a, 4), firstRows(b, 4)) - 4.5388647127) < 1e-9);
  });

  it('is 0 for the same matrix and the same either way round', () => {
    assert.ok(valueOf('riemann', x, { ...x, data: x.data.slice() }) < 1e-12);
    close(valueOf('riemann', x, y), valueOf('riemann', y, x), 1e-13);
  });

  it('obeys the triangle inequality', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const [p, q, r] = [random(5, 7, seed), random(5, 8, seed + 40), random(5, 9, seed + 80)];
      assert.ok(valueOf('riemann', p, r) <= valueOf('riemann', p, q) + valueOf('riemann', q, r) + 1e-9);
    }
  });

  it('does not change under permutations and rotations, and does under scaling and translation', () => {
    for (const [group, holds] of [
      ['permutation', true],
      ['orthogonal', true],
      ['isotropicScaling', false],
      ['translation', false],
      ['invertibleLinear', false],
    ] as const) {
      const change = valueOf('riemann', transformations[group](x, 5), transformations[group](y, 6));
      assert.equal(Math.abs(change - valueOf('riemann', x, y)) < 1e-9, holds, group);
    }
  });

  it('of a scaled copy is the logarithm of the squared factor, once for each row', () => {
    close(valueOf('riemann', x, scaledBy(x, 3)), Math.sqrt(6) * Math.log(9));
    close(valueOf('riemann', scaledBy(x, 1e-150), scaledBy(x, 1e150)), Math.sqrt(6) * Math.log(10) * 600);
  });

  it('keeps its digits for matrices whose eigenvalues span sixteen powers of ten', () => {
    const spread = (exponents: readonly number[]): Matrix => {
      const diagonal = build(4, 4, (i, j) => (i === j ? 10 ** (exponents[i] ?? NaN) : 0));
      return transformations.orthogonal(diagonal, 3);
    };
    const expected = Math.sqrt([2, -3, 1, 4].reduce((sum, k) => sum + (2 * k * Math.log(10)) ** 2, 0));
    close(valueOf('riemann', spread([0, -3, -6, -8]), spread([2, -6, -5, -4])), expected, 1e-8);
  });

  it('says why there is none for more rows than columns and for rows that depend on each other', () => {
    const tall = scoreOf('riemann', random(12, 9, 1), random(12, 20, 2));
    assert.deepEqual([tall.value, tall.status], [null, 'undefined']);
    assert.match(tall.reason ?? '', /no more rows than columns \(12 against 9\).*shrinkage: 0\.1\.$/);
    const twice = build(6, 9, (i, j) => entryOf(x, i === 5 ? 0 : i, j));
    const found = scoreOf('riemann', x, twice);
    assert.deepEqual([found.value, found.status], [null, 'degenerate']);
    assert.match(found.reason ?? '', /second input depend on each other \(rank 5 of 6\)/);
    assert.match(scoreOf('riemann(centre: yes)', x, x).reason ?? '', /has no full rank: it needs shrinkage/);
  });
});

describe('the Riemannian distance with shrinkage', () => {
  for (const [n, d, e] of [
    [40, 5, 7],
    [10, 6, 7],
    [6, 9, 14],
  ] as const) {
    it(`is that of the definition for ${n} x ${d} against ${n} x ${e}`, () => {
      const [x, y] = [random(n, d, 4), random(n, e, 5)];
      for (const shrinkage of [0.01, 0.5, 20]) {
        close(valueOf(`riemann(shrinkage: ${shrinkage})`, x, y), byDefinition(x, y, shrinkage));
      }
    });
  }

  it('is that of the definition where the inputs share directions', () => {
    const x = random(30, 4, 6);
    const y = engine.multiply(x, random(4, 6, 7));
    close(valueOf('riemann(shrinkage: 0.1)', x, y), byDefinition(x, y, 0.1));
    const details = scoreOf('riemann(shrinkage: 0.1)', x, scaledBy(x, 2)).details ?? [];
    assert.equal(details.find(({ name }) => name === 'smallest eigenvalue')?.value, 1);
  });
});
