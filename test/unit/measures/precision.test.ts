import assert from 'node:assert/strict';
import type { AnyMatrix, Matrix } from '../../../server/linalg/matrix';
import { Prepared } from '../../../server/measures/prepared';
import { score } from '../../../server/measures/score';
import { createPlainEngine } from '../linalg/plainEngine';
import { classes, meaningFor, related, samplePair } from '../../properties/samples';
import { transformations } from '../../properties/transformations';
import { variants } from '../../properties/variants';
import { build, engine, entryOf, prepared, random, relativeError, scoreOf, valueOf } from './inputs';

const mapped = (x: Matrix, f: (value: number) => number): Matrix =>
  build(x.rows, x.cols, (i, j) => f(entryOf(x, i, j)));
const single = (x: Matrix): AnyMatrix => ({ ...x, data: Float32Array.from(x.data) });
/** The float64 matrix that a float32 one stands for. */
const rounded = (x: Matrix): Matrix => mapped(x, Math.fround);

const labels = { classes: Int32Array.from(classes), count: 3 };
const [x, y] = [related(4, 11), related(5, 11, 61)];

describe('precision of the measures', () => {
  for (const call of [
    'cka',
    'cka(estimator: debiased)',
    'cka(kernel: rbf)',
    'cka(kernel: polynomial)',
    'dcor',
    'riemann(shrinkage: 0.5, centre: yes)',
    'rkd(reduction: mean)',
    'rkd(relation: distance, reduction: mean)',
    'cca.mean',
    'cca.mean_sq',
    'svcca',
    'pwcca',
    'gulp',
    'gulp(lambda: 0.1)',
    'linreg',
    'partial_whitening(alpha: 0.5)',
    'nbs(centre: yes)',
    'eos(centre: yes)',
  ]) {
    it(`${call} does not move when a million is added to every value`, () => {
      const far = valueOf(
        call,
        mapped(x, (value) => value + 1e6),
        mapped(y, (value) => value + 1e6),
      );
      assert.ok(Math.abs(far - valueOf(call, x, y)) < 1e-9);
    });
  }

  for (const { measure, call, name, parameters } of variants) {
    const of = (values: AnyMatrix, by = engine): Prepared =>
      new Prepared({ values, meaning: meaningFor(measure), ...(measure.needs.labels && { labels }) }, by);
    const value = (a: AnyMatrix, b: AnyMatrix, by = engine): number => {
      return score(call, of(a, by), of(b, by)).value ?? assert.fail(`${name} has no value`);
    };
    const [a, b] = samplePair(measure, 23);

    it(`${name} of float32 values is that of the same values in float64`, () => {
      assert.ok(relativeError(value(single(a), single(b)), value(rounded(a), rounded(b))) < 1e-12);
      assert.ok(relativeError(value(single(a), b), value(rounded(a), b)) < 1e-12);
    });

    it(`${name} of values rounded to float32 is within 1e-6`, () => {
      assert.ok(relativeError(value(single(a), single(b)), value(a, b)) < 1e-6);
    });

    it(`${name} is the same by the plain engine`, () => {
      const plain = createPlainEngine();
      assert.ok(relativeError(value(a, b, plain), value(a, b)) < 1e-10);
    });

    if (measure.compares !== 'outputs' && measure.invariances(parameters).isotropicScaling) {
      it(`${name} is the same for values of sizes 1e150 and 1e-150`, () => {
        const [huge, tiny] = [mapped(a, (v) => v * 1e150), mapped(b, (v) => v * 1e-150)];
        assert.ok(relativeError(value(huge, tiny), value(a, b)) < 1e-10);
      });
    }
  }

  it('a Procrustes distance keeps its unit for huge and tiny values', () => {
    for (const unit of [1e150, 1e-150]) {
      const [a, b] = [mapped(x, (value) => value * unit), mapped(y, (value) => value * unit)];
      assert.ok(relativeError(valueOf('procrustes', a, b), unit * valueOf('procrustes', x, y)) < 1e-12);
      assert.ok(relativeError(valueOf('procrustes', a, y), unit > 1 ? norm(a) : norm(y)) < 1e-12);
    }
  });

  it('a squared distance too large for a number is reported, not returned', () => {
    const huge = mapped(x, (value) => value * 1e200);
    const { value, status, reason } = scoreOf('procrustes(squared: yes)', huge, x);
    assert.deepEqual([value, status], [null, 'undefined']);
    assert.match(reason ?? '', /overflows/);
  });

  for (const [n, d] of [
    [40, 6],
    [20, 60],
  ] as const) {
    it(`a rotated copy of ${n} x ${d} values is at distance 0 to within rounding`, () => {
      const original = random(n, d, 5);
      const copy = transformations.orthogonal(original, 6);
      assert.ok(valueOf('angular', original, copy) < 1e-12);
      assert.ok(valueOf('procrustes', original, copy) < 1e-12 * norm(original));
    });
  }

  it('a small angle has all its digits', () => {
    // Two unit columns at right angles to each other's perturbation: the angle is known.
    for (const angle of [1e-9, 1e-6, 1e-3, 5e-3, 0.1]) {
      const from = build(2, 1, (i) => (i === 0 ? 1 : 0));
      const to = build(2, 1, (i) => (i === 0 ? Math.cos(angle) : Math.sin(angle)));
      assert.ok(relativeError(valueOf('angular', from, to), angle) < 1e-10, `${angle}`);
    }
  });

  it('preparations are made once for any number of comparisons', () => {
    let products = 0;
    const counting = {
      ...engine,
      gram: (...given: Parameters<typeof engine.gram>) => (products++, engine.gram(...given)),
    };
    const first = new Prepared({ values: x, meaning: 'activations' }, counting);
    for (let i = 0; i < 5; i++) score({ id: 'rsm.cka', parameters: {} }, first, prepared(y));
    assert.equal(products, 1);
  });
});

function norm(m: Matrix): number {
  const largest = m.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest * Math.sqrt(m.data.reduce((sum, value) => sum + (value / largest) ** 2, 0));
}
