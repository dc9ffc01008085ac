import assert from 'node:assert/strict';
import { Matrix as Oracle, SingularValueDecomposition } from 'ml-matrix';
import { createWasmEngine } from '../../../../server/linalg/engines/wasm';
import type { Matrix } from '../../../../server/linalg/matrix';
import { at, diagonal, distance, filled, gaussian, identity, isDescending } from '../matrices';

const engine = createWasmEngine();

/** The sum of squares, of fourth powers (by the Gram matrix), and the order. */
function check(m: Matrix): Float64Array {
  const values = engine.singularValues(m);
  assert.equal(values.length, Math.min(m.rows, m.cols));
  assert.ok(isDescending(values) && values.every((x) => x >= 0));
  const squares = values.reduce((sum, x) => sum + x * x, 0);
  const expected = m.data.reduce((sum, x) => sum + x * x, 0);
  assert.ok(Math.abs(squares - expected) <= 1e-13 * expected);
  const gram = engine.gram(m, 'columns');
  const fourth = gram.data.reduce((sum, x) => sum + x * x, 0);
  assert.ok(Math.abs(values.reduce((sum, x) => sum + x ** 4, 0) - fourth) <= 1e-13 * fourth);
  return values;
}

describe('singularValues', () => {
  for (const [rows, cols] of [
    [1, 1],
    [1, 6],
    [6, 1],
    [2, 2],
    [33, 33],
    [64, 64],
    [65, 65],
    [97, 255],
    [257, 96],
    [1030, 40],
  ] as const) {
    it(`has the right norms for [${rows} x ${cols}]`, () => void check(gaussian(rows, cols, rows)));
  }

  for (const [rows, cols] of [
    [3, 3],
    [12, 5],
    [5, 12],
    [40, 40],
  ] as const) {
    it(`agrees with another implementation for [${rows} x ${cols}]`, () => {
      const m = gaussian(rows, cols, 17);
      const oracle = new SingularValueDecomposition(Oracle.from1DArray(rows, cols, m.data), {
        autoTranspose: true,
      });
      check(m).forEach((x, i) => assert.ok(Math.abs(x - (oracle.diagonal[i] ?? NaN)) < 1e-13));
    });
  }

  it('finds the values of zeros, diagonal and permutation matrices', () => {
    assert.deepEqual(engine.singularValues(diagonal([0, 0, 0])), new Float64Array(3));
    assert.deepEqual(engine.singularValues(diagonal([1, -3, 2])), Float64Array.of(3, 2, 1));
    assert.deepEqual(
      engine.singularValues(filled(5, 5, (i, j) => (j === (i + 2) % 5 ? 1 : 0))),
      new Float64Array(5).fill(1),
    );
  });

  it("agrees with the eigenvalues of Hilbert's matrix, which is positive definite", () => {
    const hilbert = filled(30, 30, (i, j) => 1 / (i + j + 1));
    const eigenvalues = engine.eigenvaluesSymmetric(hilbert);
    check(hilbert).forEach((x, i) => assert.ok(Math.abs(x - Math.abs(eigenvalues[i] ?? NaN)) < 1e-14));
  });

  it('keeps the small values of graded triangular matrices, either way up', () => {
    const n = 60;
    for (const exponent of [(i: number) => -i / 4, (i: number) => (i - n) / 4]) {
      const m = filled(n, n, (i, j) =>
        i === j ? 10 ** exponent(i) : j === i + 1 ? 0.3 * 10 ** exponent(i) : 0,
      );
      const logarithm = check(m).reduce((sum, x) => sum + Math.log(x), 0);
      const determinant = Array.from({ length: n }, (_, i) => Math.log(10) * exponent(i));
      assert.ok(Math.abs(logarithm - determinant.reduce((sum, x) => sum + x, 0)) < 1e-10);
    }
  });

  it('finds exact zeros for dependent columns up to rounding', () => {
    const x = gaussian(50, 20, 5);
    const doubled = filled(50, 40, (i, j) => at(x, i, j % 20));
    const values = check(doubled);
    assert.ok((values[20] ?? 1) < 1e-14 * (values[0] ?? 0));
  });

  it('is not disturbed by very large and very small numbers', () => {
    for (const factor of [1e-300, 1e300]) {
      const m = gaussian(20, 30, 6);
      const scaled = engine.singularValues({ ...m, data: m.data.map((x) => x * factor) });
      engine.singularValues(m).forEach((x, i) => {
        assert.ok(Math.abs((scaled[i] ?? NaN) / factor - x) < 1e-13);
      });
    }
  });

  it('gives none for a matrix without columns', () => {
    assert.equal(engine.singularValues({ rows: 4, cols: 0, data: new Float64Array(0) }).length, 0);
  });
});

describe('triangularFactor', () => {
  for (const [rows, cols] of [
    [1, 1],
    [5, 3],
    [33, 33],
    [100, 65],
    [2100, 40],
  ] as const) {
    it(`gives an upper triangular R with R^T R = X^T X for [${rows} x ${cols}]`, () => {
      const x = gaussian(rows, cols, cols);
      const r = engine.triangularFactor(x);
      assert.ok(r.data.every((value, i) => i % cols >= Math.floor(i / cols) || value === 0));
      assert.ok(distance(engine.gram(r, 'columns'), engine.gram(x, 'columns')) < 1e-14 * rows);
    });
  }

  it('keeps what a Gram matrix loses', () => {
    const tiny = 1e-12;
    const x = filled(50, 2, (i, j) => 1 + (j === 1 && i % 2 === 0 ? tiny : 0));
    assert.ok(Math.abs(Math.abs(at(engine.triangularFactor(x), 1, 1)) / (tiny * Math.sqrt(12.5)) - 1) < 1e-3);
  });

  it('refuses more columns than rows', () => {
    assert.throws(() => engine.triangularFactor(gaussian(2, 3)), /fewer rows than columns/);
  });
});

describe('rightSingularVectors', () => {
  it('gives rows that diagonalise M^T M', () => {
    const m = gaussian(90, 70, 4);
    const { values, vectors } = engine.rightSingularVectors(m, 1e-14);
    assert.ok(distance(engine.gram(vectors, 'rows'), identity(70)) < 1e-12);
    const images = engine.multiply(m, vectors, { transposeB: true });
    const squares = diagonal(Array.from(values, (x) => x * x));
    assert.ok(distance(engine.gram(images, 'columns'), squares) < 1e-12 * 300);
  });

  it('leaves out the vectors of values below the tolerance', () => {
    const { values, vectors } = engine.rightSingularVectors(diagonal([4, 2, 1e-9]), 1e-6);
    assert.equal(values.length, 3);
    assert.equal(vectors.rows, 2);
  });
});
