import assert from 'node:assert/strict';
import { EigenvalueDecomposition, Matrix as Oracle } from 'ml-matrix';
import type { Engine } from '../../../../server/linalg/engine';
import { createWasmEngine } from '../../../../server/linalg/engines/wasm';
import type { Matrix } from '../../../../server/linalg/matrix';
import { at, diagonal, distance, filled, gaussian, identity, isDescending, largest } from '../matrices';

const engine: Engine = createWasmEngine();

/** |S v - w v|, |V V^T - I|, trace and order, each relative to the matrix; both methods agree. */
function check(s: Matrix): { values: Float64Array; vectors: Matrix } {
  const { values, vectors } = engine.eigenSymmetric(s);
  const n = s.rows;
  const size = Math.max(Math.abs(values[0] ?? 0), Math.abs(values[n - 1] ?? 0));
  assert.ok(isDescending(values));
  assert.ok(distance(engine.gram(vectors, 'rows'), identity(n)) < 1e-14);
  const images = engine.multiply(vectors, s);
  const expected = filled(n, n, (i, j) => (values[i] ?? 0) * at(vectors, i, j));
  assert.ok(distance(images, expected) <= 1e-14 * size);
  const alone = engine.eigenvaluesSymmetric(s);
  alone.forEach((x, i) => assert.ok(Math.abs(x - (values[i] ?? NaN)) <= 2e-14 * size));
  let trace = 0;
  for (let i = 0; i < n; i++) trace += at(s, i, i);
  assert.ok(Math.abs(values.reduce((sum, x) => sum + x, 0) - trace) <= 1e-14 * n * size);
  return { values, vectors };
}

function symmetric(n: number, seed = 1): Matrix {
  const x = gaussian(n, n, seed);
  return filled(n, n, (i, j) => at(x, i, j) + at(x, j, i));
}

describe('eigenSymmetric', () => {
  for (const n of [1, 2, 3, 4, 5, 31, 32, 33, 64, 65, 66, 129, 255, 257]) {
    it(`solves a random matrix of order ${n}`, () => void check(symmetric(n, n)));
  }

  for (const n of [2, 7, 40]) {
    it(`agrees with another implementation at order ${n}`, () => {
      const s = symmetric(n, 3);
      const oracle = new EigenvalueDecomposition(Oracle.from1DArray(n, n, s.data));
      const theirs = oracle.realEigenvalues.sort((a, b) => b - a);
      check(s).values.forEach((x, i) => assert.ok(Math.abs(x - (theirs[i] ?? NaN)) < 1e-13 * n));
    });
  }

  it('solves zeros, the identity and diagonal matrices exactly', () => {
    assert.deepEqual(check(diagonal(Array<number>(70).fill(0))).values, new Float64Array(70));
    assert.deepEqual(check(identity(70)).values, new Float64Array(70).fill(1));
    const mixed = Array.from({ length: 70 }, (_, i) => (i * 37) % 70);
    assert.deepEqual(
      check(diagonal(mixed)).values,
      Float64Array.from({ length: 70 }, (_, i) => 69 - i),
    );
  });

  it("solves Wilkinson's matrix with its pairs of nearly equal eigenvalues", () => {
    const n = 101;
    const { values } = check(
      filled(n, n, (i, j) => (i === j ? Math.abs(i - 50) : Math.abs(i - j) === 1 ? 1 : 0)),
    );
    assert.ok(Math.abs((values[0] ?? 0) - (values[1] ?? 0)) < 1e-13 * 50);
  });

  it('solves the second difference matrix, whose eigenvalues are known', () => {
    const n = 200;
    const { values } = check(filled(n, n, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)));
    values.forEach((x, i) => {
      assert.ok(Math.abs(x - 2 - 2 * Math.cos(((i + 1) * Math.PI) / (n + 1))) < 1e-14 * 4);
    });
  });

  it("solves Hilbert's matrix and other graded spectra", () => {
    check(filled(80, 80, (i, j) => 1 / (i + j + 1)));
    check(filled(90, 90, (i, j) => 10 ** (-(i + j) / 6)));
    check(filled(90, 90, (i, j) => 10 ** ((i + j - 178) / 6)));
  });

  it('solves matrices with many equal and clustered eigenvalues', () => {
    const { vectors } = engine.eigenSymmetric(symmetric(150, 4));
    for (const spread of [0, 1e-15, 1e-12, 1e-8]) {
      const clustered = filled(150, 150, (i, j) => at(vectors, i, j) * ((i % 3) + spread * i));
      const product = engine.multiply(vectors, clustered, { transposeA: true });
      check(filled(150, 150, (i, j) => (at(product, i, j) + at(product, j, i)) / 2));
    }
  });

  it('solves singular Gram matrices of rectified features with dead and duplicate units', () => {
    const x = gaussian(60, 90, 8);
    const features = filled(60, 90, (i, j) => (j % 5 === 0 ? 0 : Math.max(0, at(x, i, j - (j % 2)))));
    const { values } = check(engine.gram(features, 'columns'));
    assert.ok((values[60] ?? 1) < 1e-13 * (values[0] ?? 0));
  });

  it('finds the eigenvalues of large Gram matrices of integers, more than half of them zero', () => {
    for (const seed of [1, 2, 3]) {
      const x = gaussian(175, 371, seed * 7919);
      x.data.forEach((value, i) => (x.data[i] = Math.round(value)));
      const values = engine.eigenvaluesSymmetric(engine.gram(x, 'columns'));
      const fewer = engine.eigenvaluesSymmetric(engine.gram(x, 'rows'));
      values.forEach((value, i) => {
        assert.ok(Math.abs(value - (fewer[i] ?? 0)) < 1e-13 * (values[0] ?? 0));
      });
    }
  });

  it('is not disturbed by very large and very small numbers', () => {
    for (const factor of [1e-300, 1e-160, 1e160, 1e300]) {
      const s = symmetric(40, 6);
      const scaled = engine.eigenvaluesSymmetric({ ...s, data: s.data.map((x) => x * factor) });
      engine.eigenvaluesSymmetric(s).forEach((x, i) => {
        assert.ok(Math.abs((scaled[i] ?? NaN) / factor - x) < 1e-13 * largest(s));
      });
    }
  });

  it('reads the upper triangle only', () => {
    const s = symmetric(50, 2);
    const upper = filled(50, 50, (i, j) => (i <= j ? at(s, i, j) : 12345));
    assert.deepEqual(engine.eigenSymmetric(upper), engine.eigenSymmetric(s));
    assert.deepEqual(engine.eigenvaluesSymmetric(upper), engine.eigenvaluesSymmetric(s));
  });

  it('gives the same bits every time', () => {
    const s = symmetric(100, 11);
    assert.deepEqual(createWasmEngine().eigenSymmetric(s), engine.eigenSymmetric(s));
  });

  it('takes an empty matrix and refuses what is not square or not finite', () => {
    assert.equal(engine.eigenSymmetric(identity(0)).values.length, 0);
    assert.equal(engine.eigenvaluesSymmetric(identity(0)).length, 0);
    assert.throws(() => engine.eigenSymmetric(gaussian(2, 3)), /square, not \[2 x 3\]/);
    assert.throws(() => engine.eigenvaluesSymmetric(diagonal([1, NaN])), /not finite/);
  });
});
