import assert from 'node:assert/strict';
import { centre } from '../../server/linalg/centre';
import type { Matrix } from '../../server/linalg/matrix';
import { thinSvd } from '../../server/linalg/thinSvd';
import { foldsOf } from '../../server/measures/alignment/crossValidation';
import { a, b } from '../goldens/closedForms';
import { build, engine, entryOf, random, relativeError, scoreOf, valueOf } from '../unit/measures/inputs';
import { transformations } from './transformations';

const close = (actual: number, expected: number, tolerance = 1e-9): void =>
  assert.ok(relativeError(actual, expected) < tolerance, `${actual}, expected ${expected}`);

const frobenius = ({ data }: Matrix): number =>
  Math.sqrt(data.reduce((sum, value) => sum + value * value, 0));
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

describe('linear regression', () => {
  it('of the first input on the second is a CKA of the first with a basis of the second', () => {
    // R² = CKA(RRᵀ, Q′Q′ᵀ) √D′ ‖RᵀR‖ / ‖R‖².
    const { u } = thinSvd(engine, centre(b));
    const centred = centre(a);
    close(
      valueOf('linreg', a, b),
      (valueOf('cka', a, u) * Math.sqrt(7) * frobenius(engine.gram(centred, 'columns'))) /
        frobenius(centred) ** 2,
    );
  });

  it('is PWCCA with squared correlations and squared products for weights', () => {
    const [u, v] = [thinSvd(engine, centre(a)).u, thinSvd(engine, centre(b)).u];
    const { u: p, s } = thinSvd(engine, engine.multiply(u, v, { transposeA: true }));
    const products = engine.multiply(engine.multiply(u, p), centre(a), { transposeA: true });
    const weights = [...s].map((_, i) =>
      sum(products.data.slice(5 * i, 5 * i + 5).map((value) => value ** 2)),
    );
    close(
      valueOf('linreg', a, b),
      sum([...s].map((rho, i) => rho ** 2 * (weights[i] ?? NaN))) / sum(weights),
    );
  });

  it('tells the other direction beside it', () => {
    const told = (call: string, name: string): number | undefined =>
      scoreOf(call, a, b).details?.find((detail) => detail.name === name)?.value;
    assert.equal(
      told('linreg', 'R² of predicting the second input'),
      valueOf('linreg(predict: second)', a, b),
    );
    assert.equal(
      told('linreg(predict: second)', 'R² of predicting the first input'),
      valueOf('linreg', a, b),
    );
    close(valueOf('linreg(predict: second)', a, b), valueOf('linreg', b, a));
    assert.equal(told('linreg', 'rank of the predictor'), 7);
  });

  it('does not change under linear maps of the predictor alone, unless there is a ridge', () => {
    const mapped = transformations.invertibleLinear(b, 3);
    close(valueOf('linreg', a, mapped), valueOf('linreg', a, b));
    assert.ok(
      Math.abs(valueOf('linreg(ridge: 0.1)', a, mapped) - valueOf('linreg(ridge: 0.1)', a, b)) > 1e-3,
    );
  });

  it('has as chance level the mean over unrelated data', () => {
    const found = Array.from({ length: 20 }, (_, seed) =>
      scoreOf('linreg', random(60, 8, seed), random(60, 5, seed + 50)),
    );
    assert.ok(found.every(({ chance }) => chance === 5 / 59));
    assert.ok(Math.abs(sum(found.map(({ value }) => value ?? NaN)) / 20 - 5 / 59) < 0.015);
  });

  it('says that a predictor with as many columns as rows predicts anything', () => {
    for (const [x, y] of [
      [random(20, 3, 1), random(20, 30, 2)],
      [random(20, 30, 1), random(20, 25, 2)],
    ] as const) {
      const { value, chance, notes } = scoreOf('linreg', x, y);
      close(value ?? NaN, 1);
      assert.equal(chance, 1);
      assert.match(notes.join(), /give 1 for any data/);
    }
  });
});

/** Ridge regression with intercept by the normal equations of one fold, by Gaussian elimination. */
function predictions(
  x: Matrix,
  y: Matrix,
  training: readonly number[],
  test: readonly number[],
  ridge: number,
): Matrix {
  const mean = (m: Matrix, j: number): number => sum(training.map((i) => entryOf(m, i, j))) / training.length;
  const [meansX, meansY] = [x, y].map((m) => Array.from({ length: m.cols }, (_, j) => mean(m, j))) as [
    number[],
    number[],
  ];
  const at = (m: Matrix, means: number[], i: number, j: number): number =>
    entryOf(m, i, j) - (means[j] ?? NaN);
  const product = (p: (i: number) => number, q: (i: number) => number): number =>
    sum(training.map((i) => p(i) * q(i)));
  const d = x.cols;
  const gram = build(d, d, (j, k) =>
    product(
      (i) => at(x, meansX, i, j),
      (i) => at(x, meansX, i, k),
    ),
  );
  const kappa = ridge * (engine.eigenvaluesSymmetric(gram)[0] ?? NaN);
  const rows = Array.from({ length: d }, (_, j) => [
    ...Array.from({ length: d }, (__, k) => entryOf(gram, j, k) + (j === k ? kappa : 0)),
    ...Array.from({ length: y.cols }, (__, k) =>
      product(
        (i) => at(x, meansX, i, j),
        (i) => at(y, meansY, i, k),
      ),
    ),
  ]);
  for (let j = 0; j < d; j++) {
    const pivot = rows[j] ?? [];
    for (let k = 0; k < d; k++) {
      if (k === j) continue;
      const factor = (rows[k]?.[j] ?? NaN) / (pivot[j] ?? NaN);
      rows[k] = (rows[k] ?? []).map((value, c) => value - factor * (pivot[c] ?? NaN));
    }
  }
  return build(test.length, y.cols, (i, k) => {
    const weight = (j: number): number => (rows[j]?.[d + k] ?? NaN) / (rows[j]?.[j] ?? NaN);
    const terms = Array.from({ length: d }, (_, j) => at(x, meansX, test[i] ?? NaN, j) * weight(j));
    return sum(terms) + (meansY[k] ?? NaN);
  });
}

describe('linear regression out of sample', () => {
  it('predicts each fold from the rest', () => {
    for (const ridge of [0, 0.05]) {
      let [residual, total] = [0, 0];
      for (let fold = 0; fold < 4; fold++) {
        const test = Array.from({ length: 6 }, (_, i) => 6 * fold + i);
        const training = Array.from({ length: 24 }, (_, i) => i).filter((i) => !test.includes(i));
        const predicted = predictions(a, b, training, test, ridge);
        for (let k = 0; k < b.cols; k++) {
          const mean = sum(training.map((i) => entryOf(b, i, k))) / 18;
          test.forEach((i, at) => {
            residual += (entryOf(b, i, k) - entryOf(predicted, at, k)) ** 2;
            total += (entryOf(b, i, k) - mean) ** 2;
          });
        }
      }
      close(valueOf(`linreg(predict: second, folds: 4, ridge: ${ridge})`, a, b), 1 - residual / total);
    }
  });

  it('is below 0 for unrelated data, where in sample it is above', () => {
    const [x, y] = [random(40, 10, 1), random(40, 4, 2)];
    assert.ok(valueOf('linreg(predict: second, folds: 5)', x, y) < -0.1);
    assert.ok(valueOf('linreg(predict: second)', x, y) > 0.1);
  });

  it('does not change under rotation, scaling and translation, and is 1 for identical inputs', () => {
    const call = 'linreg(folds: 5, ridge: 0.01)';
    for (const group of ['orthogonal', 'isotropicScaling', 'translation'] as const) {
      close(valueOf(call, transformations[group](a, 3), transformations[group](b, 4)), valueOf(call, a, b));
    }
    close(valueOf('linreg(folds: 5)', a, { ...a, data: a.data.slice() }), 1);
  });

  it('keeps its digits when a million is added and for huge and tiny values', () => {
    const moved = (x: Matrix, by: number, factor: number): Matrix =>
      build(x.rows, x.cols, (i, j) => (entryOf(x, i, j) + by) * factor);
    close(
      valueOf('linreg(folds: 5)', moved(a, 1e6, 1), moved(b, 1e6, 1)),
      valueOf('linreg(folds: 5)', a, b),
      1e-8,
    );
    close(
      valueOf('linreg(folds: 5)', moved(a, 0, 1e150), moved(b, 0, 1e-150)),
      valueOf('linreg(folds: 5)', a, b),
    );
  });

  it('draws the same folds for a seed and others for another, and tells the seed', () => {
    const of = (seed: number) => scoreOf(`linreg(folds: 5, order: shuffled, seed: ${seed})`, a, b);
    assert.equal(of(3).value, of(3).value);
    assert.notEqual(of(3).value, of(4).value);
    assert.equal(of(3).seed, 3);
    assert.equal(scoreOf('linreg(folds: 5)', a, b).seed, undefined);
  });

  it('uses every row once, in folds of nearly equal size', () => {
    for (const seed of [null, 7]) {
      const folds = foldsOf(23, 5, seed);
      assert.deepEqual(
        folds.flatMap((fold) => [...fold]).sort((p, q) => p - q),
        Array.from({ length: 23 }, (_, i) => i),
      );
      assert.ok(folds.every(({ length }) => length === 4 || length === 5));
    }
  });

  it('takes training rows that do not vary, and says why one fold is none', () => {
    const x = build(12, 2, (i) => (i < 3 ? i : 5));
    assert.ok(Number.isFinite(valueOf('linreg(predict: second, folds: 4)', x, random(12, 3, 1))));
    assert.match(scoreOf('linreg(folds: 1)', a, b).reason ?? '', /needs two folds or more/);
    assert.match(scoreOf('linreg(folds: 30)', a, b).reason ?? '', /24 rows and 30 folds/);
  });
});

describe('the partial-whitening shape metric', () => {
  it('at alpha 0 is the arc cosine of mean CCA, weighted by the widths where they differ', () => {
    const [x, y] = [random(60, 5, 1), random(60, 5, 2)];
    close(Math.cos(valueOf('partial_whitening(alpha: 0)', x, y)), valueOf('cca.mean', x, y));
    close(
      Math.cos(valueOf('partial_whitening(alpha: 0)', a, b)),
      (5 * valueOf('cca.mean', a, b)) / Math.sqrt(35),
    );
  });

  it('at alpha 1 is the angular shape metric and the Procrustes distance of the centred inputs', () => {
    for (const [x, y] of [
      [a, b],
      [random(10, 20, 5), random(10, 30, 6)],
    ] as const) {
      close(valueOf('partial_whitening', x, y), valueOf('angular(centre: yes)', x, y));
      close(
        valueOf('partial_whitening(distance: euclidean)', x, y),
        valueOf('procrustes(centre: yes)', x, y),
      );
    }
  });

  it('between them aligns the matrices U diag(alpha s + 1 - alpha) Vᵀ', () => {
    const whitened = (x: Matrix, alpha: number, scaled: boolean): Matrix => {
      const { u, s, v } = thinSvd(engine, centre(x));
      const size = scaled ? Math.sqrt(sum(s.map((value) => value ** 2))) : 1;
      return engine.multiply(
        build(u.rows, s.length, (i, j) => entryOf(u, i, j) * ((alpha * (s[j] ?? NaN)) / size + 1 - alpha)),
        v,
      );
    };
    for (const alpha of [0, 0.3]) {
      for (const scaled of [true, false]) {
        const parameters = `alpha: ${alpha}, scale: ${scaled ? 'frobenius' : 'none'}`;
        const [x, y] = [whitened(a, alpha, scaled), whitened(b, alpha, scaled)];
        close(valueOf(`partial_whitening(${parameters})`, a, b), valueOf('angular', x, y));
        close(
          valueOf(`partial_whitening(${parameters}, distance: euclidean)`, a, b),
          valueOf('procrustes', x, y),
        );
      }
    }
  });

  it('depends on the unit of the values between 0 and 1, unless they are scaled first', () => {
    const doubled = build(24, 5, (i, j) => 2 * entryOf(a, i, j));
    const change = (call: string): number => Math.abs(valueOf(call, doubled, b) - valueOf(call, a, b));
    assert.ok(change('partial_whitening(alpha: 0.5)') > 1e-3);
    for (const call of ['alpha: 0', 'alpha: 0.5, scale: frobenius', 'alpha: 1']) {
      assert.ok(change(`partial_whitening(${call})`) < 1e-12);
    }
    const mapped = transformations.affine(a, 3);
    close(valueOf('partial_whitening(alpha: 0)', mapped, b), valueOf('partial_whitening(alpha: 0)', a, b));
  });

  it('obeys the triangle inequality at any alpha and is 0 for a rotated copy', () => {
    for (const alpha of [0, 0.4, 0.9]) {
      for (const distance of ['angular', 'euclidean']) {
        const call = `partial_whitening(alpha: ${alpha}, distance: ${distance})`;
        for (let seed = 1; seed <= 8; seed++) {
          const [x, y, z] = [random(20, 3, seed), random(20, 5, seed + 50), random(20, 4, seed + 90)];
          assert.ok(valueOf(call, x, z) <= valueOf(call, x, y) + valueOf(call, y, z) + 1e-9);
        }
        assert.ok(valueOf(call, a, transformations.orthogonal(a, 6)) < 1e-12);
      }
    }
  });
});
