import assert from 'node:assert/strict';
import { createWasmEngine } from '../../../server/linalg/engines/wasm';
import { gramSchmidt } from '../../../server/linalg/gramSchmidt';
import { inverseCholesky } from '../../../server/linalg/inverseCholesky';
import { orthonormalise } from '../../../server/linalg/orthonormalise';
import { transpose } from '../../../server/linalg/transpose';
import { at, distance, filled, gaussian, identity } from './matrices';

const engine = createWasmEngine();
const poll = (): void => undefined;

describe('orthonormalise', () => {
  for (const [error, rows] of [
    [1e-6, 30],
    [0.003, 150],
    [0.02, 150],
  ] as const) {
    it(`corrects ${rows} rows, and columns, that are off by ${error}`, () => {
      const exact = gramSchmidt(gaussian(rows, 200, 2), poll);
      const noise = gaussian(rows, 200, 3);
      const near = filled(
        rows,
        200,
        (i, j) => at(exact, i, j) + (i === 0 ? 0 : error * at(noise, i, j)) / 14,
      );
      const corrected = orthonormalise(engine, near, 'rows');
      assert.ok(distance(engine.gram(corrected, 'rows'), identity(rows)) < 1e-14);
      assert.ok(distance(corrected, exact) < 10 * error);
      const first = corrected.data.subarray(0, 200);
      first.forEach((x, j) => assert.ok(Math.abs(x - at(exact, 0, j)) < 1e-15));
      const columns = orthonormalise(engine, transpose(near), 'columns');
      assert.ok(distance(transpose(columns), corrected) < 1e-14);
    });
  }

  it('gives rows that are orthonormal back as they are', () => {
    const exact = gramSchmidt(gaussian(20, 50, 2), poll);
    assert.equal(orthonormalise(engine, exact, 'rows'), exact);
  });

  it('replaces rows and columns that depend on others', () => {
    const dependent = filled(3, 4, (i, j) => (j === Math.min(i, 1) ? 1 : 0));
    const rows = orthonormalise(engine, dependent, 'rows');
    assert.ok(distance(engine.gram(rows, 'rows'), identity(3)) < 1e-15);
    assert.deepEqual(Array.from(rows.data.subarray(0, 8)), [1, 0, 0, 0, 0, 1, 0, 0]);
    const columns = orthonormalise(engine, transpose(dependent), 'columns');
    assert.ok(distance(engine.gram(columns, 'columns'), identity(3)) < 1e-15);
  });
});

describe('inverseCholesky', () => {
  for (const n of [1, 5, 48, 49, 130]) {
    it(`inverts the factor of a matrix of order ${n}`, () => {
      const noise = gaussian(n, n, n);
      const g = filled(n, n, (i, j) => (i === j ? 1 : 0) + (at(noise, i, j) + at(noise, j, i)) / (8 * n));
      const inverse = inverseCholesky(engine, g, 0.05);
      assert.ok(inverse !== null);
      const product = engine.multiply(engine.multiply(inverse, g), inverse, { transposeB: true });
      assert.ok(distance(product, identity(n)) < 1e-14);
      assert.ok(inverse.data.every((x, i) => i % n <= Math.floor(i / n) || x === 0));
    });
  }

  it('is null for dependent vectors', () => {
    assert.equal(
      inverseCholesky(
        engine,
        filled(100, 100, () => 1),
        0.05,
      ),
      null,
    );
  });
});

describe('transpose', () => {
  it('turns rows into columns', () => {
    const m = gaussian(70, 33);
    const t = transpose(m);
    assert.deepEqual([t.rows, t.cols], [33, 70]);
    assert.ok(t.data.every((x, i) => x === at(m, i % 70, Math.floor(i / 70))));
  });
});
