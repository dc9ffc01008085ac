import assert from 'node:assert/strict';
import { zeros } from '../../../../server/linalg/matrix';
import {
  chebyshevTraces,
  heatTrace,
  scaledBessel,
  times,
} from '../../../../server/measures/topology/heatTrace';
import { normalisedAdjacency } from '../../../../server/measures/topology/neighbourGraph';
import { rowsInOrder, shuffled } from '../../../properties/transformations';
import { build, engine, prepared, random, relativeError, scoreOf, valueOf } from '../inputs';

describe('the graph of nearest neighbours', () => {
  it('joins two instances if one is among the nearest of the other, and divides by the roots of their degrees', () => {
    // On a line 0, 1, 3, 7: each has the one on its left as its nearest, the first the second.
    const line = build(4, 1, (i) => [0, 1, 3, 7][i] ?? NaN);
    const { starts, columns, values } = prepared(line).get(normalisedAdjacency(1));
    assert.deepEqual([...starts], [0, 1, 3, 5, 6]);
    assert.deepEqual([...columns], [1, 0, 2, 1, 3, 2]);
    const [end, middle] = [1 / Math.sqrt(2), 1 / 2];
    [end, end, middle, middle, end, end].forEach((expected, e) => {
      assert.ok(Math.abs((values[e] ?? NaN) - expected) < 1e-15);
    });
  });
});

describe('the heat trace of a graph', () => {
  for (const [n, d, k] of [
    [3, 2, 2],
    [26, 3, 5],
    [137, 6, 5],
    [137, 6, 12],
  ] as const) {
    it(`of ${n} instances and ${k} neighbours is that of the eigenvalues`, () => {
      const x = prepared(random(n, d, n + k));
      const s = x.get(normalisedAdjacency(k));
      const dense = zeros(n, n);
      for (let i = 0; i < n; i++) {
        for (let e = s.starts[i] ?? 0; e < (s.starts[i + 1] ?? 0); e++) {
          dense.data[i * n + (s.columns[e] ?? 0)] = s.values[e] ?? NaN;
        }
      }
      const eigenvalues = engine.eigenvaluesSymmetric(dense);
      const traces = x.get(heatTrace(k));
      times.forEach((t, i) => {
        const expected = eigenvalues.reduce((sum, value) => sum + Math.exp(-t * (1 - value)), 0);
        assert.ok(relativeError(traces[i] ?? NaN, expected) < 1e-13, `${t}: ${traces[i]}, ${expected}`);
      });
    });
  }

  it('of a ring is the sum over its waves', () => {
    const ring = build(30, 2, (i, j) => (j === 0 ? Math.cos : Math.sin)((2 * Math.PI * i) / 30));
    const traces = prepared(ring).get(heatTrace(2));
    times.forEach((t, i) => {
      let expected = 0;
      for (let wave = 0; wave < 30; wave++)
        expected += Math.exp(-t * (1 - Math.cos((2 * Math.PI * wave) / 30)));
      assert.ok(relativeError(traces[i] ?? NaN, expected) < 1e-13);
    });
  });

  it('counts closed walks: as many steps of two as the degrees say, none of one', () => {
    const x = prepared(random(40, 4, 3));
    const s = x.get(normalisedAdjacency(4));
    const [none, one, two] = chebyshevTraces(s, () => undefined);
    assert.deepEqual([none, one], [40, 0]);
    const squares = s.values.reduce((sum, value) => sum + value * value, 0);
    assert.ok(Math.abs((two ?? NaN) - (2 * squares - 40)) < 1e-12);
  });

  it('uses Bessel functions that agree with tables', () => {
    // Abramowitz and Stegun, table 9.8 and 9.9.
    assert.ok(Math.abs((scaledBessel(1)[0] ?? NaN) - 0.4657596076) < 1e-10);
    assert.ok(Math.abs((scaledBessel(1)[1] ?? NaN) - 0.2079104154) < 1e-10);
    assert.ok(Math.abs((scaledBessel(10)[0] ?? NaN) - 0.1278333372) < 1e-10);
    assert.ok(Math.abs((scaledBessel(0.1)[0] ?? NaN) - 0.9071009258) < 1e-10);
  });
});

describe('the multi-scale intrinsic distance', () => {
  const [x, y] = [random(150, 4, 1), build(150, 2, (i, j) => (j === 0 ? Math.cos(i) : Math.sin(i)))];

  it('tells the value by the other scaling and the time it is from', () => {
    const { value, details } = scoreOf('imd', x, y);
    const told = Object.fromEntries((details ?? []).map((detail) => [detail.name, detail.value]));
    assert.ok(relativeError(told['msid-scaled value'] ?? NaN, valueOf('imd(scaling: msid)', x, y)) < 1e-14);
    assert.ok(relativeError(told['msid-scaled value'] ?? NaN, ((value ?? NaN) * 1e6) / 150) < 1e-14);
    const time = told['time of the largest difference'] ?? NaN;
    assert.ok(time > 0.5 && time < 3);
  });

  it('of a ring and a cloud is far larger than of two clouds', () => {
    assert.ok(valueOf('imd', x, y) > 5 * valueOf('imd', x, random(150, 4, 2)));
  });

  it('needs more rows than neighbours', () => {
    assert.match(scoreOf('imd(k: 150)', x, y).reason ?? '', /k is 150 and there are 150 rows/);
  });

  describe('estimated from random vectors', () => {
    const exact = valueOf('imd', x, y);

    it('scatters about the exact value as its standard error says', () => {
      const errors = Array.from({ length: 30 }, (_, seed) => {
        const found = scoreOf(`imd(spectrum: lanczos, vectors: 10, seed: ${seed})`, x, y);
        return ((found.value ?? NaN) - exact) / (found.standardError ?? NaN);
      });
      const square = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
      // The mean of 30 squares of about standard normal numbers.
      assert.ok(square > 0.4 && square < 2.4, `${square}`);
    });

    it('comes closer with more vectors', () => {
      const error = (vectors: number): number =>
        scoreOf(`imd(spectrum: lanczos, vectors: ${vectors})`, x, y).standardError ?? NaN;
      const ratio = error(20) / error(320);
      assert.ok(ratio > 2.5 && ratio < 6, `${ratio}`);
    });

    it('is another for another seed, and says which it had and that it is an estimate', () => {
      const found = scoreOf('imd(spectrum: lanczos, seed: 7)', x, y);
      assert.equal(found.seed, 7);
      assert.match(found.notes.join(' '), /estimate from 100 random vectors/);
      assert.notEqual(found.value, valueOf('imd(spectrum: lanczos)', x, y));
    });

    it('is exact where the steps reach through the whole graph', () => {
      const [small, other] = [random(12, 3, 1), random(12, 3, 2)];
      const { value, standardError } = scoreOf(
        'imd(spectrum: lanczos, steps: 12, vectors: 200)',
        small,
        other,
      );
      assert.ok(Math.abs((value ?? NaN) - valueOf('imd', small, other)) < 4 * (standardError ?? 0));
    });

    it('does not hang on the order of the rows of either input', () => {
      const call = 'imd(spectrum: lanczos)';
      const turned = rowsInOrder(x, shuffled(150, 3));
      assert.ok(relativeError(valueOf(call, turned, y), valueOf(call, x, y)) < 1e-10);
    });
  });
});
