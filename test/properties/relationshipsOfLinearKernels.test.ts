import assert from 'node:assert/strict';
import { centre } from '../../server/linalg/centre';
import type { Matrix } from '../../server/linalg/matrix';
import { thinSvd } from '../../server/linalg/thinSvd';
import { a, b } from '../goldens/closedForms';
import { build, engine, entryOf, random, relativeError, scoreOf, valueOf } from '../unit/measures/inputs';
import { transformations } from './transformations';

const close = (actual: number, expected: number, tolerance = 1e-9): void =>
  assert.ok(relativeError(actual, expected) < tolerance, `${actual}, expected ${expected}`);

const frobenius = ({ data }: Matrix): number =>
  Math.sqrt(data.reduce((sum, value) => sum + value * value, 0));
const minus = (p: Matrix, q: Matrix): Matrix => ({
  ...p,
  data: p.data.map((value, at) => value - (q.data[at] ?? NaN)),
});
const gram = (x: Matrix): Matrix => engine.gram(x, 'rows');
const copy = (x: Matrix): Matrix => ({ ...x, data: x.data.slice() });

/** Pairs with more rows than columns, fewer than columns together, and fewer than either. */
const shapes: readonly (readonly [Matrix, Matrix])[] = [
  [a, b],
  [random(30, 20, 1), random(30, 18, 2)],
  [random(12, 20, 3), random(12, 9, 4)],
  [random(10, 20, 5), random(10, 30, 6)],
];

describe('the normalised Bures similarity', () => {
  it('is the cosine of the angular shape metric, and gives the scaled Procrustes distance', () => {
    for (const centring of ['centre: yes', 'centre: no']) {
      for (const [x, y] of shapes) {
        const similarity = valueOf(`nbs(${centring})`, x, y);
        close(Math.cos(valueOf(`angular(${centring})`, x, y)), similarity);
        close(valueOf(`procrustes(${centring}, scale: frobenius, squared: yes)`, x, y), 2 - 2 * similarity);
      }
    }
  });

  it('is by its definition the trace of the root of a product of kernels', () => {
    // tr (S^1/2 S' S^1/2)^1/2 from eigenvalues: S S' has the same ones.
    const root = (m: Matrix): Matrix => {
      const { values, vectors } = engine.eigenSymmetric(m);
      const scaled = build(
        m.rows,
        m.rows,
        (i, j) => entryOf(vectors, i, j) * Math.max(0, values[i] ?? 0) ** 0.25,
      );
      return engine.gram(scaled, 'columns');
    };
    const [k, l] = [gram(a), gram(b)];
    const product = engine.multiply(engine.multiply(root(k), l), root(k));
    const trace = (m: Matrix): number =>
      build(m.rows, 1, (i) => entryOf(m, i, i)).data.reduce((s, v) => s + v, 0);
    const roots = engine.eigenvaluesSymmetric(product).map((value) => Math.sqrt(Math.max(0, value)));
    close(
      valueOf('nbs', a, b),
      roots.slice(0, 5).reduce((sum, value) => sum + value, 0) / Math.sqrt(trace(k) * trace(l)),
    );
  });

  it('loses the variance share of a component that is replaced, where CKA loses its square', () => {
    const { u, s } = thinSvd(engine, centre(random(40, 6, 9)));
    const whole = thinSvd(engine, centre(random(40, 12, 10))).u;
    const outside = minus(whole, engine.multiply(u, engine.multiply(u, whole, { transposeA: true })));
    const spare = thinSvd(engine, outside).u;
    const x = build(40, 6, (i, k) => entryOf(u, i, k) * (s[k] ?? NaN));
    const variances = [...s].map((value) => value * value);
    const total = variances.reduce((sum, value) => sum + value, 0);
    for (const replaced of [0, 3]) {
      const y = build(40, 6, (i, k) =>
        k === replaced ? entryOf(spare, i, 0) * (s[k] ?? NaN) : entryOf(x, i, k),
      );
      close(valueOf('nbs(centre: yes)', x, y), 1 - (variances[replaced] ?? NaN) / total);
    }
  });
});

describe('the eigenspace overlap score', () => {
  it('centred is mean squared CCA times the ratio of the widths', () => {
    close(valueOf('eos(centre: yes)', a, b), (valueOf('cca.mean_sq', a, b) * 5) / 7);
  });

  it('of an input with itself is its rank over its width, or 1 by ranks', () => {
    const wide = random(10, 30, 5);
    const double = build(24, 10, (i, j) => entryOf(a, i, j % 5));
    close(valueOf('eos', wide, copy(wide)), 10 / 30);
    close(valueOf('eos', double, copy(double)), 5 / 10);
    for (const x of [wide, double]) close(valueOf('eos(denominator: rank)', x, copy(x)), 1);
  });

  it('has as chance level, centred, the mean over unrelated data', () => {
    const values = Array.from({ length: 20 }, (_, seed) => {
      const { value, chance } = scoreOf(
        'eos(centre: yes)',
        random(60, 8, seed + 1),
        random(60, 5, seed + 100),
      );
      assert.equal(chance, (8 * 5) / 59 / 8);
      return value ?? NaN;
    });
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    assert.ok(Math.abs(mean - 5 / 59) < 0.012, `${mean}`);
  });
});

describe('GULP', () => {
  it('at lambda 0 is linear in mean squared CCA', () => {
    close(valueOf('gulp(squared: yes)', a, b), 5 + 7 - 2 * 5 * valueOf('cca.mean_sq', a, b));
  });

  it('is the distance of the kernels of ridge regression, entry by entry', () => {
    const kernel = (x: Matrix, lambda: number, rows: boolean): Matrix => {
      const centred = centre(x);
      const size = frobenius(centred) / Math.sqrt(x.rows);
      const length = (i: number): number =>
        Math.sqrt(centred.data.subarray(i * x.cols, (i + 1) * x.cols).reduce((sum, v) => sum + v * v, 0));
      const scaled = build(x.rows, x.cols, (i, j) => entryOf(centred, i, j) / (rows ? length(i) : size));
      const { values, vectors } = engine.eigenSymmetric(engine.gram(scaled, 'columns'));
      const projected = engine.multiply(scaled, vectors, { transposeB: true });
      return gram(
        build(x.rows, x.cols, (i, j) => {
          const variance = Math.max(0, values[j] ?? NaN) / x.rows;
          return entryOf(projected, i, j) / Math.sqrt(x.rows * (variance + lambda));
        }),
      );
    };
    for (const lambda of [0.01, 1]) {
      for (const [x, y] of shapes) {
        for (const rows of [true, false]) {
          close(
            valueOf(`gulp(lambda: ${lambda}, scaling: ${rows ? 'rows' : 'frobenius'})`, x, y),
            frobenius(minus(kernel(x, lambda, rows), kernel(y, lambda, rows))),
          );
        }
      }
    }
  });

  it('times a growing lambda becomes the distance of the scaled kernels', () => {
    const scaled = (x: Matrix): Matrix => {
      const centred = centre(x);
      return { ...centred, data: centred.data.map((value) => (value * Math.sqrt(24)) / frobenius(centred)) };
    };
    close(valueOf('gulp(lambda: 1e9)', a, b) * 1e9, valueOf('rsm.norm', scaled(a), scaled(b)) / 24, 1e-7);
  });

  it('changes under linear maps as soon as lambda is above 0', () => {
    const mapped = transformations.invertibleLinear(a, 3);
    close(valueOf('gulp', mapped, b), valueOf('gulp', a, b));
    assert.ok(Math.abs(valueOf('gulp(lambda: 0.1)', mapped, b) - valueOf('gulp(lambda: 0.1)', a, b)) > 1e-3);
    for (const group of ['orthogonal', 'isotropicScaling', 'translation'] as const) {
      const moved = transformations[group](a, 4);
      close(valueOf('gulp(lambda: 0.1)', moved, b), valueOf('gulp(lambda: 0.1)', a, b));
    }
  });

  it('obeys the triangle inequality at any lambda', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const [x, y, z] = [random(20, 3, seed), random(20, 5, seed + 50), random(20, 4, seed + 90)];
      for (const call of ['gulp(lambda: 0.01)', 'gulp(lambda: 1)', 'gulp(lambda: 0.1, scaling: rows)']) {
        assert.ok(valueOf(call, x, z) <= valueOf(call, x, y) + valueOf(call, y, z) + 1e-9);
      }
    }
  });

  it('tells the curve over lambda', () => {
    const { curve } = scoreOf('gulp(lambda: 0.1)', a, b);
    assert.deepEqual(
      curve?.points.map(([lambda]) => lambda),
      [0, 1e-4, 1e-3, 1e-2, 0.1, 1, 10],
    );
    for (const [lambda, value] of curve.points) close(value, valueOf(`gulp(lambda: ${lambda})`, a, b));
  });
});

describe('the norm of the difference of similarity matrices', () => {
  it('is that of the n x n matrices, whichever way is cheaper', () => {
    for (const [x, y] of shapes) {
      const difference = minus(gram(x), gram(y));
      close(valueOf('rsm.norm', x, y), frobenius(difference));
      const values = engine.eigenvaluesSymmetric(difference);
      close(
        valueOf('rsm.norm(norm: spectral)', x, y),
        values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
      );
      close(valueOf('rsm.norm(centre: yes)', x, y), frobenius(minus(gram(centre(x)), gram(centre(y)))));
    }
  });

  it('of distances is the spectral norm or the root of the sum of squares', () => {
    const distances = (x: Matrix): Matrix => {
      const k = gram(x);
      return build(x.rows, x.rows, (i, j) =>
        i === j ? 0 : Math.sqrt(entryOf(k, i, i) + entryOf(k, j, j) - 2 * entryOf(k, i, j)),
      );
    };
    const difference = minus(distances(a), distances(b));
    close(valueOf('rsm.norm(inner: euclidean)', a, b), frobenius(difference));
    close(
      valueOf('rsm.norm(inner: euclidean, norm: spectral)', a, b),
      engine.singularValues(difference)[0] ?? NaN,
    );
  });

  it('keeps its unit for huge and tiny values', () => {
    for (const unit of [1e100, 1e-100]) {
      const times = (x: Matrix): Matrix => build(x.rows, x.cols, (i, j) => entryOf(x, i, j) * unit);
      close(valueOf('rsm.norm', times(a), times(b)), unit * unit * valueOf('rsm.norm', a, b));
      const euclidean = 'rsm.norm(inner: euclidean)';
      close(valueOf(euclidean, times(a), times(b)), unit * valueOf(euclidean, a, b));
    }
  });
});

describe('distances of a rotated copy', () => {
  for (const [n, d] of [
    [60, 6],
    [9, 6],
    [20, 60],
  ] as const) {
    it(`of ${n} x ${d} values are 0 to within rounding, not to within its root`, () => {
      const x = random(n, d, 5);
      const rotated = transformations.orthogonal(x, 6);
      for (const call of ['gulp', 'gulp(lambda: 0.1)', 'gulp(lambda: 0.1, scaling: rows)']) {
        assert.ok(valueOf(call, x, rotated) < 1e-12, call);
      }
      const size = frobenius(gram(x));
      for (const call of ['rsm.norm', 'rsm.norm(norm: spectral)', 'rsm.norm(centre: yes)']) {
        assert.ok(valueOf(call, x, rotated) < 1e-13 * size, call);
      }
    });
  }
});
