import assert from 'node:assert/strict';
import { createWasmEngine } from '../../../server/linalg/engines/wasm';
import { gramSchmidt } from '../../../server/linalg/gramSchmidt';
import type { Matrix } from '../../../server/linalg/matrix';
import { type ThinSvd, thinSvd } from '../../../server/linalg/thinSvd';
import { at, distance, filled, gaussian, identity, isDescending } from './matrices';

const engine = createWasmEngine();
const shapes = [
  [1, 1],
  [1, 5],
  [5, 1],
  [3, 3],
  [30, 20],
  [20, 30],
  [97, 97],
  [260, 100],
  [33, 129],
] as const;

/** Orthonormal to 1e-14, X reproduced up to rounding and what the rank cuts off. */
function check(x: Matrix): ThinSvd {
  const svd = thinSvd(engine, x);
  const { u, s, v, rank, tolerance } = svd;
  assert.deepEqual([u.rows, u.cols, s.length, v.rows, v.cols], [x.rows, rank, rank, rank, x.cols]);
  assert.ok(isDescending(s) && s.every((value) => value > tolerance * (s[0] ?? 0)));
  assert.ok(distance(engine.gram(u, 'columns'), identity(rank)) < 1e-14);
  assert.ok(distance(engine.gram(v, 'rows'), identity(rank)) < 1e-14);
  const scaled = filled(x.rows, rank, (i, j) => at(u, i, j) * (s[j] ?? 0));
  const largest = s[0] ?? 0;
  assert.ok(distance(engine.multiply(scaled, v), x) <= (1e-14 + tolerance) * largest);
  return svd;
}

/** U diag(s) V^T with random orthonormal U and V. */
function withSpectrum(rows: number, cols: number, spectrum: (i: number, count: number) => number): Matrix {
  const count = Math.min(rows, cols);
  const poll = (): void => undefined;
  const u = gramSchmidt(gaussian(count, rows, 7), poll);
  const v = gramSchmidt(gaussian(count, cols, 8), poll);
  const scaled = filled(count, rows, (i, j) => at(u, i, j) * spectrum(i, count));
  return engine.multiply(scaled, v, { transposeA: true });
}

describe('thinSvd', () => {
  for (const [rows, cols] of shapes) {
    const count = Math.min(rows, cols);

    it(`decomposes a random [${rows} x ${cols}] matrix of full rank`, () => {
      const x = gaussian(rows, cols, rows + cols);
      const { s, rank } = check(x);
      assert.equal(rank, count);
      engine.singularValues(x).forEach((value, i) => assert.ok(Math.abs(value - (s[i] ?? NaN)) < 1e-13));
    });

    it(`finds singular values down to 1e-10 of the largest [${rows} x ${cols}]`, () => {
      const spectrum = (i: number, of: number): number => 10 ** ((-10 * i) / Math.max(1, of - 1));
      const { s, rank } = check(withSpectrum(rows, cols, spectrum));
      assert.equal(rank, count);
      s.forEach((value, i) => assert.ok(Math.abs(value - spectrum(i, count)) < 1e-14));
    });

    it(`stays orthonormal where the spectrum runs into rounding [${rows} x ${cols}]`, () => {
      check(withSpectrum(rows, cols, (i, of) => 10 ** ((-20 * i) / Math.max(1, of - 1))));
    });

    it(`finds the rank of a matrix of rank 2 and of zeros [${rows} x ${cols}]`, () => {
      assert.equal(check(withSpectrum(rows, cols, (i) => (i < 2 ? 2 - i : 0))).rank, Math.min(2, count));
      assert.equal(check({ rows, cols, data: new Float64Array(rows * cols) }).rank, 0);
    });

    it(`takes equal singular values [${rows} x ${cols}]`, () => {
      check(withSpectrum(rows, cols, () => 1)).s.forEach((value) => assert.ok(Math.abs(value - 1) < 1e-14));
      check(withSpectrum(rows, cols, (i) => (i % 2 === 0 ? 1 : 1e-9)));
    });
  }

  it('finds the rank of features with dead and duplicate units', () => {
    const x = gaussian(200, 60, 3);
    const { rank } = check(filled(200, 60, (i, j) => (j % 3 === 0 ? 0 : at(x, i, j % 3 === 1 ? j : j - 1))));
    assert.equal(rank, 20);
  });

  it('separates two columns that differ by 1e-10', () => {
    const x = gaussian(100, 2, 5);
    const { s } = check(filled(100, 2, (i, j) => at(x, i, 0) + (j === 1 ? 1e-10 * at(x, i, 1) : 0)));
    const ratio = (s[1] ?? 0) / (s[0] ?? 1);
    assert.ok(ratio > 3e-11 && ratio < 8e-11);
  });

  it('takes very large and very small numbers', () => {
    for (const factor of [1e-200, 1e200]) {
      const x = gaussian(30, 20, 4);
      const { s } = thinSvd(engine, { ...x, data: x.data.map((value) => value * factor) });
      thinSvd(engine, x).s.forEach((value, i) => {
        assert.ok(Math.abs((s[i] ?? NaN) / factor - value) < 1e-13);
      });
    }
  });

  it('takes matrices without rows or columns', () => {
    const { u, v, rank } = thinSvd(engine, { rows: 0, cols: 4, data: new Float64Array(0) });
    assert.deepEqual([u.rows, v.cols, rank], [0, 4, 0]);
  });
});
