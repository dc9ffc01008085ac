import assert from 'node:assert/strict';
import type { Matrix } from '../../server/linalg/matrix';
import { spectrum } from '../../server/measures/preparations/spectrum';
import {
  build,
  engine,
  entryOf,
  prepared,
  random,
  relativeError,
  scoreOf,
  valueOf,
} from '../unit/measures/inputs';
import { a, b } from '../goldens/closedForms';
import { transformations } from './transformations';

const close = (actual: number, expected: number, tolerance = 1e-9): void =>
  assert.ok(relativeError(actual, expected) < tolerance, `${actual}, expected ${expected}`);

const mapped = (x: Matrix, f: (value: number, i: number, j: number) => number): Matrix =>
  build(x.rows, x.cols, (i, j) => f(entryOf(x, i, j), i, j));

/** HSIC by the letter: tr(K H L H) with n x n matrices, the kernels given entry by entry. */
function hsic(k: Matrix, l: Matrix): number {
  const n = k.rows;
  const h = build(n, n, (i, j) => (i === j ? 1 : 0) - 1 / n);
  const left = engine.multiply(engine.multiply(k, h), engine.multiply(l, h));
  let trace = 0;
  for (let i = 0; i < n; i++) trace += entryOf(left, i, i);
  return trace;
}

const alignment = (k: Matrix, l: Matrix): number => hsic(k, l) / Math.sqrt(hsic(k, k) * hsic(l, l));

describe('CKA', () => {
  const gram = (x: Matrix): Matrix => engine.gram(x, 'rows');
  const squaredDistances = (x: Matrix): Matrix => {
    const k = gram(x);
    return build(x.rows, x.rows, (i, j) => entryOf(k, i, i) + entryOf(k, j, j) - 2 * entryOf(k, i, j));
  };

  it('is the alignment of n x n kernel matrices in whichever space it is computed', () => {
    for (const [n, d, e] of [
      [30, 4, 6],
      [30, 40, 6],
      [30, 6, 40],
      [30, 40, 50],
    ] as const) {
      const [x, y] = [random(n, d, d), random(n, e, e + 1)];
      close(valueOf('cka', x, y), alignment(gram(x), gram(y)));
    }
  });

  it('with kernel -||x - y||^2 instead of x . y is the same', () => {
    const negated = (x: Matrix): Matrix => mapped(squaredDistances(x), (value) => -value);
    close(valueOf('cka', a, b), alignment(negated(a), negated(b)));
  });

  it('by rbf kernels is the alignment of n x n rbf matrices', () => {
    const kernel = (x: Matrix): Matrix => {
      const squared = squaredDistances(x);
      const sorted = squared.data.map((value) => Math.max(0, value)).sort();
      const half = sorted.length / 2;
      const median = ((sorted[half - 1] ?? NaN) + (sorted[half] ?? NaN)) / 2;
      return mapped(squared, (value, i, j) => (i === j ? 1 : Math.exp(-value / (2 * 0.64 * median))));
    };
    close(valueOf('cka(kernel: rbf)', a, b), alignment(kernel(a), kernel(b)));
  });

  it('by rbf kernels becomes the linear one as the bandwidth grows', () => {
    close(valueOf('cka(kernel: rbf, bandwidth: 1000)', a, b), valueOf('cka', a, b), 1e-6);
  });

  it('debiased is the cosine of U-centred kernels, also with fewer rows than columns', () => {
    const centred = (x: Matrix): Matrix => {
      const k = mapped(gram(x), (value, i, j) => (i === j ? 0 : value));
      const n = k.rows;
      const sums = Array.from({ length: n }, (_, i) => {
        return Array.from({ length: n }, (__, j) => entryOf(k, i, j)).reduce((sum, value) => sum + value, 0);
      });
      const total = sums.reduce((sum, value) => sum + value, 0) / ((n - 1) * (n - 2));
      const mean = (i: number): number => (sums[i] ?? NaN) / (n - 2);
      return mapped(k, (value, i, j) => (i === j ? 0 : value - mean(i) - mean(j) + total));
    };
    const dot = (k: Matrix, l: Matrix): number =>
      k.data.reduce((sum, value, at) => sum + value * (l.data[at] ?? NaN), 0);
    for (const [x, y] of [
      [a, b],
      [random(20, 50, 3), random(20, 30, 4)],
    ] as const) {
      const [k, l] = [centred(x), centred(y)];
      close(valueOf('cka(estimator: debiased)', x, y), dot(k, l) / Math.sqrt(dot(k, k) * dot(l, l)));
    }
  });

  it('loses the square of the variance share of a component that is replaced', () => {
    const found = prepared(random(40, 6, 9)).get(spectrum);
    const [u, s] = [found.vectors(), found.s];
    const whole = prepared(random(40, 12, 10))
      .get(spectrum)
      .vectors();
    // A direction at right angles to all of u and to the constant.
    const coefficients = engine.multiply(u, whole, { transposeA: true });
    const spare = build(40, 1, (i) => {
      let inside = 0;
      for (let k = 0; k < 6; k++) inside += entryOf(u, i, k) * entryOf(coefficients, k, 0);
      return entryOf(whole, i, 0) - inside;
    });
    const length = Math.sqrt(spare.data.reduce((sum, value) => sum + value * value, 0));
    const x = mapped(u, (value, _, k) => value * (s[k] ?? NaN));
    const variances = [...s].map((value) => value * value);
    const squares = variances.reduce((sum, value) => sum + value * value, 0);
    for (const replaced of [0, 3]) {
      const y = mapped(x, (value, i, k) =>
        k === replaced ? ((spare.data[i] ?? NaN) / length) * (s[k] ?? NaN) : value,
      );
      close(valueOf('cka', x, y), 1 - (variances[replaced] ?? NaN) ** 2 / squares);
    }
  });

  it('tends to a closed limit when one row moves away', () => {
    const x = random(60, 5, 12);
    const far = mapped(x, (value, i, j) => value + (i === 7 && j === 0 ? 1e9 : 0));
    const { centred, selfProduct } = centredGram(x);
    const row = centred.data.subarray(7 * 5, 8 * 5).reduce((sum, value) => sum + value * value, 0);
    close(valueOf('cka', x, far), ((60 / 59) * row) / Math.sqrt(selfProduct), 1e-6);
  });

  it('has as chance level the mean over pairings of the rows, near the closed form for Gaussian data', () => {
    for (const [n, d, e, closedForm] of [
      [1000, 10, 10, 0.0099],
      [200, 20, 400, 0.247],
      [100, 50, 1000, 0.5526],
    ] as const) {
      const { value, chance } = scoreOf('cka', random(n, d, n + d), random(n, e, n + e + 1));
      assert.ok(chance !== undefined && value !== null);
      close(chance, closedForm, 0.03);
      assert.ok(Math.abs(value - chance) < 0.01);
    }
  });
});

function centredGram(x: Matrix): { centred: Matrix; selfProduct: number } {
  const means = Array.from({ length: x.cols }, (_, j) => {
    return (
      Array.from({ length: x.rows }, (__, i) => entryOf(x, i, j)).reduce((sum, value) => sum + value, 0) /
      x.rows
    );
  });
  const centred = mapped(x, (value, _, j) => value - (means[j] ?? NaN));
  const gram = engine.gram(centred, 'columns');
  return { centred, selfProduct: gram.data.reduce((sum, value) => sum + value * value, 0) };
}

describe('the measures together', () => {
  it('mean squared CCA is the CKA of orthonormal bases times the root of the ratio of widths', () => {
    const [u, v] = [prepared(a).get(spectrum).vectors(), prepared(b).get(spectrum).vectors()];
    close(valueOf('cca.mean_sq', a, b), valueOf('cka', u, v) * Math.sqrt(7 / 5));
  });

  it('SVCCA of all the variance is mean CCA', () => {
    close(valueOf('svcca(variance: 1)', a, b), valueOf('cca.mean', a, b));
  });

  it('scaled Procrustes distance and angle are chord and arc', () => {
    for (const centre of ['yes', 'no']) {
      const angle = valueOf(`angular(centre: ${centre})`, a, b);
      close(
        valueOf(`procrustes(centre: ${centre}, scale: frobenius, squared: yes)`, a, b),
        2 - 2 * Math.cos(angle),
      );
    }
  });

  it('the Procrustes distance is the same after padding with zero columns, and no more than the plain distance', () => {
    const padded = build(24, 7, (i, j) => (j < 5 ? entryOf(a, i, j) : 0));
    close(valueOf('procrustes', padded, b), valueOf('procrustes', a, b));
    const plain = Math.sqrt(
      padded.data.reduce((sum, value, at) => sum + (value - (b.data[at] ?? NaN)) ** 2, 0),
    );
    assert.ok(valueOf('procrustes', a, b) <= plain);
  });

  it('RSA by ranks is the same for distances and their squares', () => {
    close(valueOf('rsa(inner: sqeuclidean)', a, b), valueOf('rsa(inner: euclidean)', a, b), 1e-12);
  });

  it('the divergence in bits of certain predictions is their disagreement', () => {
    const certain = (shift: number): Matrix => build(12, 3, (i, c) => ((i * i + shift) % 3 === c ? 1 : 0));
    const [x, y] = [certain(0), certain(1)];
    close(valueOf('jsd(unit: bits)', x, y, 'probabilities'), valueOf('disagreement', x, y, 'probabilities'));
  });
});

describe('published statistics of the Procrustes distance, n = 1000, noise of 0.01', () => {
  for (const [d, rotated, deviation, shuffled, spread] of [
    [10, 0.99985, 0.0111, 135.494, 0.866],
    [50, 2.20178, 0.0061, 285.216, 0.834],
    [100, 3.08628, 0.0076, 382.758, 1.115],
  ] as const) {
    it(`hold for ${d} columns, rotated and with unrelated rows`, () => {
      const [x, noise] = [random(1000, d, d), random(1000, d, d + 1)];
      const turned = transformations.orthogonal(x, 5);
      const y = mapped(turned, (value, i, j) => value + 0.01 * entryOf(noise, i, j));
      // Four standard deviations of the published repeats.
      assert.ok(Math.abs(valueOf('procrustes', x, y) - rotated) < 4 * deviation + 0.01 * rotated);
      const apart = mapped(y, (_, i, j) => entryOf(y, (i + 1) % 1000, j));
      assert.ok(Math.abs(valueOf('procrustes', x, apart) - shuffled) < 4 * spread);
    });
  }
});
