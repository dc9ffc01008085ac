import assert from 'node:assert/strict';
import type { Matrix } from '../../../../server/linalg/matrix';
import { zeros } from '../../../../server/linalg/matrix';
import {
  addTo,
  fitted,
  type LinearMap,
  mapped,
  Seen,
  solverOf,
} from '../../../../server/runtimes/stitching/fit';
import { build, engine, entryOf, random } from '../../measures/inputs';
import { plainly } from './plainly';

const part = (m: Matrix, from: number, to: number): Matrix =>
  build(to - from, m.cols, (i, j) => entryOf(m, from + i, j));

/** The map by the code under test, from rows that come in three parts. */
function fit(x: Matrix, y: Matrix, ridge: number): LinearMap {
  const from = new Seen(part(x, 0, 5), engine, { squares: true });
  const to = new Seen(part(y, 0, 5), engine, { squares: false });
  const cross = zeros(x.cols, y.cols);
  for (const [first, end] of [
    [0, 7],
    [7, 8],
    [8, x.rows],
  ] as const) {
    const [left, right] = [from.add(part(x, first, end)), to.add(part(y, first, end))];
    addTo(cross.data, engine.multiply(left, right, { transposeA: true }).data);
  }
  return fitted({ from, to, cross }, solverOf(from, ridge, engine), engine);
}

function agree({ matrix, bias }: LinearMap, expected: readonly (readonly number[])[], within: number): void {
  for (let j = 0; j < matrix.cols; j++) {
    for (let i = 0; i < matrix.rows; i++) {
      const [found, wanted] = [entryOf(matrix, i, j), expected[i]?.[j] ?? NaN];
      assert.ok(Math.abs(found - wanted) < within, `${found} for ${wanted}`);
    }
    const [found, wanted] = [bias[j] ?? NaN, expected[matrix.rows]?.[j] ?? NaN];
    assert.ok(Math.abs(found - wanted) < within, `${found} for ${wanted}`);
  }
}

/** The largest eigenvalue of the scatter matrix, by repeated multiplication. */
function largestEigenvalue(x: Matrix): number {
  const means = Array.from({ length: x.cols }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < x.rows; i++) sum += entryOf(x, i, j);
    return sum / x.rows;
  });
  const at = (i: number, j: number): number => entryOf(x, i, j) - (means[j] ?? NaN);
  let v = Array.from({ length: x.cols }, (_, j) => 1 + j);
  let value = 0;
  for (let round = 0; round < 2000; round++) {
    const w = Array.from({ length: x.cols }, () => 0);
    for (let i = 0; i < x.rows; i++) {
      const along = v.reduce((sum, one, j) => sum + one * at(i, j), 0);
      for (let j = 0; j < x.cols; j++) w[j] = (w[j] ?? 0) + along * at(i, j);
    }
    value = Math.hypot(...w);
    v = w.map((one) => one / value);
  }
  return value;
}

describe('the map between two layers', () => {
  const [x, noise] = [random(30, 4, 1), random(30, 3, 2)];
  const y = build(30, 3, (i, j) => entryOf(x, i, j) - 2 * entryOf(x, i, 3) + 5 + 0.3 * entryOf(noise, i, j));

  it('is that of least squares with a constant', () => {
    agree(fit(x, y, 0), plainly(x, y, 0), 1e-12);
  });

  it('is that of ridge regression, its penalty a share of the largest eigenvalue and none on the constant', () => {
    const ridge = 0.2;
    agree(fit(x, y, ridge), plainly(x, y, ridge * largestEigenvalue(x)), 1e-11);
  });

  it('does not lose digits where all values are far from 0', () => {
    const far = build(30, 4, (i, j) => entryOf(x, i, j) + 1e6);
    const [near, map] = [fit(x, y, 0), fit(far, y, 0)];
    for (let at = 0; at < 12; at++)
      assert.ok(Math.abs((near.matrix.data[at] ?? NaN) - (map.matrix.data[at] ?? NaN)) < 1e-8);
    const [a, b] = [mapped(x, near, engine), mapped(far, map, engine)];
    for (let at = 0; at < a.data.length; at++)
      assert.ok(Math.abs((a.data[at] ?? NaN) - (b.data[at] ?? NaN)) < 1e-7);
  });

  it('gives the same predictions where columns are repeated or constant, and a map of the smallest norm', () => {
    const doubled = build(30, 6, (i, j) => (j === 5 ? 7 : entryOf(x, i, j % 4)));
    const map = fit(doubled, y, 0);
    const [a, b] = [mapped(x, fit(x, y, 0), engine), mapped(doubled, map, engine)];
    for (let at = 0; at < a.data.length; at++)
      assert.ok(Math.abs((a.data[at] ?? NaN) - (b.data[at] ?? NaN)) < 1e-10);
    for (let j = 0; j < 3; j++) {
      assert.ok(Math.abs(entryOf(map.matrix, 0, j) - entryOf(map.matrix, 4, j)) < 1e-10);
      assert.ok(Math.abs(entryOf(map.matrix, 5, j)) < 1e-10);
    }
  });
});
