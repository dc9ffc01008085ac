import assert from 'node:assert/strict';
import type { Matrix } from '../../server/linalg/matrix';
import { centre } from '../../server/linalg/centre';
import { randomFrom, shuffle } from '../../server/linalg/random';
import { thinSvd, type ThinSvd } from '../../server/linalg/thinSvd';
import { build, engine, entryOf, random, relativeError, scoreOf, valueOf } from '../unit/measures/inputs';
import { a, b } from '../goldens/closedForms';
import { related } from './samples';

const close = (actual: number, expected: number, tolerance = 1e-9): void =>
  assert.ok(relativeError(actual, expected) < tolerance, `${actual}, expected ${expected}`);

const mapped = (x: Matrix, f: (value: number, i: number, j: number) => number): Matrix =>
  build(x.rows, x.cols, (i, j) => f(entryOf(x, i, j), i, j));

/** U diag(s) V^T of the matrix with its columns centred. */
const spectrumOf = (x: Matrix): ThinSvd => thinSvd(engine, centre(x));

const withoutRow = (x: Matrix, row: number): Matrix =>
  build(x.rows - 1, x.cols, (i, j) => entryOf(x, i < row ? i : i + 1, j));

/** Inner products of the rows once the columns are centred, entry by entry. */
function products(x: Matrix): Matrix {
  const means = Array.from({ length: x.cols }, (_, j) => {
    return Array.from({ length: x.rows }, (__, i) => entryOf(x, i, j)).reduce((s, v) => s + v, 0) / x.rows;
  });
  const at = (i: number, j: number): number => entryOf(x, i, j) - (means[j] ?? NaN);
  return build(x.rows, x.rows, (i, k) => {
    return means.map((_, j) => at(i, j) * at(k, j)).reduce((sum, value) => sum + value, 0);
  });
}

/** K with the means of its rows and columns taken out, entry by entry. */
function doubleCentred(k: Matrix): Matrix {
  const n = k.rows;
  const mean = (i: number): number =>
    Array.from({ length: n }, (_, j) => entryOf(k, i, j)).reduce((s, v) => s + v, 0) / n;
  const means = Array.from({ length: n }, (_, i) => mean(i));
  const grand = means.reduce((s, v) => s + v, 0) / n;
  return mapped(k, (value, i, j) => value - (means[i] ?? NaN) - (means[j] ?? NaN) + grand);
}

function cosine(k: Matrix, l: Matrix): number {
  const dot = (p: Matrix, q: Matrix): number => p.data.reduce((s, v, at) => s + v * (q.data[at] ?? NaN), 0);
  return dot(k, l) / Math.sqrt(dot(k, k) * dot(l, l));
}

describe('linear CKA', () => {
  it('is the sum over pairs of principal components of squared cosines weighted by their variances', () => {
    const [x, y] = [spectrumOf(a), spectrumOf(b)];
    const cosines = engine.multiply(x.u, y.u, { transposeA: true });
    const weights = (s: Float64Array): number[] => Array.from(s, (value) => value * value);
    const [p, q] = [weights(x.s), weights(y.s)];
    const length = (w: number[]): number => Math.sqrt(w.reduce((sum, v) => sum + v * v, 0));
    let sum = 0;
    p.forEach((v, i) => {
      q.forEach((w, j) => (sum += v * w * entryOf(cosines, i, j) ** 2));
    });
    close(valueOf('cka', a, b), sum / length(p) / length(q));
  });

  it('is the RV coefficient: the cosine of the centred matrices of inner products', () => {
    close(valueOf('cka', a, b), cosine(products(a), products(b)));
  });

  it('is the squared Frobenius norm of the cross product where the Bures similarity has the nuclear norm', () => {
    const [x, y] = [spectrumOf(a), spectrumOf(b)];
    const cross = engine.multiply(x.u, y.u, { transposeA: true });
    const weighted = mapped(cross, (value, i, j) => value * (x.s[i] ?? NaN) * (y.s[j] ?? NaN));
    const values = engine.singularValues(weighted);
    const squares = values.reduce((sum, value) => sum + value * value, 0);
    const norm = (s: Float64Array): number => Math.sqrt(s.reduce((sum, value) => sum + value ** 4, 0));
    close(valueOf('cka', a, b), squares / norm(x.s) / norm(y.s));
    const size = (s: Float64Array): number => s.reduce((sum, value) => sum + value ** 2, 0);
    const nuclear = values.reduce((sum, value) => sum + value, 0);
    const distance = Math.sqrt(size(x.s) + size(y.s) - 2 * nuclear);
    close(valueOf('procrustes(centre: yes)', a, b), distance);
  });

  for (const [n, d, e] of [
    [30, 4, 6],
    [30, 40, 6],
    [30, 40, 50],
  ] as const) {
    it(`tells what it would be without the farthest row, ${n} x ${d} against ${n} x ${e}`, () => {
      const x = mapped(random(n, d, 3), (value, i) => (i === 11 ? 8 * value : value));
      const y = engine.multiply(x, random(d, e, 4));
      const noisy = mapped(y, (value, i, j) => value + 3 * entryOf(random(n, e, 5), i, j));
      const detail = scoreOf('cka', x, noisy).details?.[0];
      assert.ok(detail?.name === 'without the farthest row (11)');
      close(detail.value, valueOf('cka', withoutRow(x, 11), withoutRow(noisy, 11)));
    });
  }

  it('says so when one row decides', () => {
    const [x, y] = [random(50, 5, 1), random(50, 5, 2)];
    const far = (m: Matrix): Matrix => mapped(m, (value, i) => (i === 20 ? 1000 * value : value));
    const { value, notes } = scoreOf('cka', far(x), far(y));
    assert.ok(value !== null && value > 0.99);
    assert.match(notes.join(' '), /One instance decides: without row 20 the value would be 0\.\d{3}\./);
    assert.doesNotMatch(scoreOf('cka', x, y).notes.join(' '), /decides/);
  });
});

describe('polynomial CKA', () => {
  it('is the alignment of the powers of scaled products, entry by entry', () => {
    const kernel = (x: Matrix): Matrix => {
      const k = products(x);
      const size = Array.from({ length: x.rows }, (_, i) => entryOf(k, i, i)).reduce((s, v) => s + v, 0);
      return mapped(k, (value) => ((value * x.rows) / size + 0.5) ** 4);
    };
    const [k, l] = [doubleCentred(kernel(a)), doubleCentred(kernel(b))];
    close(valueOf('cka(kernel: polynomial, degree: 4, offset: 0.5)', a, b), cosine(k, l));
  });

  it('of degree 1 is linear CKA', () => {
    for (const estimator of ['biased', 'debiased', 'minibatch']) {
      const linear = valueOf(`cka(estimator: ${estimator})`, a, b);
      close(valueOf(`cka(kernel: polynomial, degree: 1, estimator: ${estimator})`, a, b), linear);
    }
  });

  it('comes close to linear CKA as the offset grows', () => {
    close(valueOf('cka(kernel: polynomial, degree: 2, offset: 1000)', a, b), valueOf('cka', a, b), 1e-3);
  });
});

describe('the arc cosine of CKA', () => {
  for (const call of ['cka', 'cka(kernel: rbf)', 'cka(kernel: polynomial)']) {
    it(`by ${call} obeys the triangle inequality`, () => {
      for (let seed = 1; seed <= 20; seed++) {
        const [x, y, z] = [related(4, seed), related(5, seed, seed + 50), related(6, seed, seed + 90)];
        const angle = (p: Matrix, q: Matrix): number => Math.acos(valueOf(call, p, q));
        assert.ok(angle(x, z) <= angle(x, y) + angle(y, z) + 1e-9);
      }
    });
  }
});

describe('distance correlation', () => {
  const distances = (x: Matrix): Matrix => {
    return build(x.rows, x.rows, (i, j) => {
      const squares = Array.from({ length: x.cols }, (_, c) => (entryOf(x, i, c) - entryOf(x, j, c)) ** 2);
      return Math.sqrt(squares.reduce((sum, value) => sum + value, 0));
    });
  };

  it('squared is CKA with the kernel of negative distances', () => {
    const kernel = (x: Matrix): Matrix => doubleCentred(mapped(distances(x), (value) => -value));
    close(valueOf('dcor(squared: yes)', a, b), cosine(kernel(a), kernel(b)));
    close(valueOf('dcor', a, b) ** 2, valueOf('dcor(squared: yes)', a, b));
  });

  it('debiased is the ratio of unbiased HSIC terms of distances', () => {
    const [k, l] = [distances(a), distances(b)];
    const expected = unbiasedHsic(k, l) / Math.sqrt(unbiasedHsic(k, k) * unbiasedHsic(l, l));
    close(valueOf('dcor(estimator: debiased)', a, b), expected);
  });

  it('of unrelated data is near its chance level, debiased near 0', () => {
    const [x, y] = [random(100, 60, 1), random(100, 80, 2)];
    const { value, chance } = scoreOf('dcor', x, y);
    assert.ok(value !== null && chance !== undefined && chance > 0.6);
    close(value, chance, 0.01);
    assert.ok(Math.abs(valueOf('dcor(estimator: debiased)', x, y)) < 0.05);
  });

  it('sees a relation without any correlation', () => {
    const x = random(400, 1, 5);
    const y = mapped(x, (value) => value * value);
    assert.ok(valueOf('dcor', x, y) > 0.4);
    assert.ok(valueOf('cka', x, y) < 0.1);
  });
});

describe('CKA by minibatches', () => {
  const x = random(300, 6, 1);
  const y = mapped(engine.multiply(x, random(6, 8, 2)), (value, i, j) => {
    return value + 3 * entryOf(random(300, 8, 3), i, j);
  });

  for (const kernel of ['linear', 'rbf', 'polynomial']) {
    it(`with kernel ${kernel} is the debiased value when one batch holds all rows`, () => {
      const { value, notes, standardError } = scoreOf(
        `cka(kernel: ${kernel}, estimator: minibatch, batch: 300)`,
        x,
        y,
      );
      close(value ?? NaN, valueOf(`cka(kernel: ${kernel}, estimator: debiased)`, x, y));
      assert.equal(standardError, undefined);
      assert.match(notes.join(' '), /One batch holds all rows/);
    });

    it(`with kernel ${kernel} scatters about it by its standard error`, () => {
      const exact = valueOf(`cka(kernel: ${kernel}, estimator: debiased)`, x, y);
      const of = (seed: number): { value: number; error: number } => {
        const call = `cka(kernel: ${kernel}, estimator: minibatch, batch: 64, passes: 8, seed: ${seed})`;
        const { value, standardError } = scoreOf(call, x, y);
        return { value: value ?? NaN, error: standardError ?? NaN };
      };
      const drawn = Array.from({ length: 24 }, (_, k) => of(k + 1));
      const mean = drawn.reduce((sum, { value }) => sum + value, 0) / drawn.length;
      const spread = Math.sqrt(drawn.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / 23);
      const stated = drawn.reduce((sum, { error }) => sum + error, 0) / drawn.length;
      assert.ok(spread > 0.6 * stated && spread < 1.6 * stated, `${spread}, stated ${stated}`);
      assert.ok(Math.abs(mean - exact) < 0.02, `${mean}, exactly ${exact}`);
    });
  }

  it('is the ratio of the means of the unbiased terms of the batches', () => {
    const call = 'cka(estimator: minibatch, batch: 12, passes: 3, seed: 7)';
    const dealt = randomFrom(7);
    const order = Uint32Array.from({ length: 24 }, (_, i) => i);
    const sums = [0, 0, 0];
    for (let pass = 0; pass < 3; pass++) {
      shuffle(order, dealt);
      for (const rows of [order.slice(0, 12), order.slice(12)]) {
        const part = (m: Matrix): Matrix => build(12, m.cols, (i, j) => entryOf(m, rows[i] ?? NaN, j));
        const [k, l] = [products(part(a)), products(part(b))];
        [unbiasedHsic(k, l), unbiasedHsic(k, k), unbiasedHsic(l, l)].forEach((term, at) => {
          sums[at] = (sums[at] ?? NaN) + term;
        });
      }
    }
    const [xy = NaN, xx = NaN, yy = NaN] = sums;
    const { value, details, seed } = scoreOf(call, a, b);
    close(value ?? NaN, xy / Math.sqrt(xx * yy));
    assert.deepEqual([details, seed], [[{ name: 'batches', value: 6 }], 7]);
  });

  it('is bit-identical for a seed and another number for another seed', () => {
    const of = (seed: number): number =>
      valueOf(`cka(estimator: minibatch, batch: 12, passes: 2, seed: ${seed})`, a, b);
    assert.equal(of(7), of(7));
    assert.notEqual(of(7), of(8));
    close(valueOf('cka(estimator: minibatch, batch: 12)', a, a), 1, 1e-12);
  });
});

/** HSIC_1 of Song et al. 2012, term by term. */
function unbiasedHsic(k: Matrix, l: Matrix): number {
  const m = k.rows;
  const hollow = (x: Matrix): Matrix => mapped(x, (value, i, j) => (i === j ? 0 : value));
  const [p, q] = [hollow(k), hollow(l)];
  const total = (x: Matrix): number => x.data.reduce((sum, value) => sum + value, 0);
  const product = engine.multiply(p, q);
  const trace = Array.from({ length: m }, (_, i) => entryOf(product, i, i)).reduce((s, v) => s + v, 0);
  const corrections = (total(p) * total(q)) / ((m - 1) * (m - 2)) - (2 / (m - 2)) * total(product);
  return (trace + corrections) / (m * (m - 3));
}
