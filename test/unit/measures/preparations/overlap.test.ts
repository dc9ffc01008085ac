import assert from 'node:assert/strict';
import { centre } from '../../../../server/linalg/centre';
import { gramSchmidt } from '../../../../server/linalg/gramSchmidt';
import type { AnyMatrix, Matrix } from '../../../../server/linalg/matrix';
import { thinSvd } from '../../../../server/linalg/thinSvd';
import { basisOf, mostInflation } from '../../../../server/measures/preparations/basis';
import { canonicalCorrelations, principalOverlapOf } from '../../../../server/measures/preparations/overlap';
import { mostCondition, spectrum } from '../../../../server/measures/preparations/spectrum';
import { Prepared } from '../../../../server/measures/prepared';
import { score } from '../../../../server/measures/score';
import { build, engine, entryOf, prepared, random } from '../inputs';

/** Independent columns whose sizes fall by `condition` in all, mixed by a rotation: no column tells. */
function conditioned(source: Matrix, condition: number, seed: number): Matrix {
  const d = source.cols;
  const scaled = build(source.rows, d, (i, j) => entryOf(source, i, j) * condition ** (-j / (d - 1)));
  return engine.multiply(
    scaled,
    gramSchmidt(random(d, d, seed), () => undefined),
  );
}

function pairOf(n: number, d: number, condition: number): readonly [Prepared, Prepared] {
  const [signal, noise] = [random(n, d, d), random(n, d, d + 9)];
  const sum = build(n, d, (i, j) => entryOf(signal, i, j) + entryOf(noise, i, j));
  return [prepared(conditioned(signal, condition, 1)), prepared(conditioned(sum, condition, 2))];
}

/** Canonical correlations by the SVD of the inputs themselves. */
function bySvd(x: Prepared, y: Prepared): Float64Array {
  const [u, v] = [x, y].map((of) => thinSvd(engine, centre(of.representation.values)).u) as [Matrix, Matrix];
  return engine.singularValues(engine.multiply(u, v, { transposeA: true }));
}

const furthest = (found: Float64Array, expected: Float64Array): number => {
  assert.equal(found.length, expected.length);
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] ?? NaN))), 0);
};

/** The sum of the variance inflation factors: the trace of the inverse of the correlation matrix. */
function inflationOf(x: Prepared): number {
  const gram = engine.gram(centre(x.representation.values), 'columns');
  const root = (i: number): number => Math.sqrt(entryOf(gram, i, i));
  const correlations = build(x.d, x.d, (i, j) => entryOf(gram, i, j) / root(i) / root(j));
  return engine.eigenvaluesSymmetric(correlations).reduce((sum, value) => sum + 1 / value, 0);
}

describe('orthonormal bases from products of columns', () => {
  for (const [n, d, condition] of [
    [60, 4, 3000],
    [300, 40, 1500],
    [900, 120, 1000],
  ] as const) {
    it(`keep ten digits of each canonical correlation close below the limit (${n} x ${d})`, () => {
      const [x, y] = pairOf(n, d, condition);
      const inflation = inflationOf(x);
      assert.ok(inflation < mostInflation && inflation > 0.3 * mostInflation, `${inflation}`);
      for (const of of [x, y]) assert.ok(of.get(basisOf(true)).whitening !== null);
      assert.ok(furthest(x.with(y, canonicalCorrelations), bySvd(x, y)) < 3e-10);
    });
  }

  it('are orthonormal bases of the columns', () => {
    const x = prepared(random(50, 6, 3));
    const basis = x.get(basisOf(true));
    assert.ok(basis.whitening !== null);
    const q = basis.vectors();
    const products = engine.gram(q, 'columns');
    assert.ok(furthest(products.data, build(6, 6, (i, j) => (i === j ? 1 : 0)).data) < 1e-14);
    const back = engine.multiply(q, basis.coordinates());
    assert.ok(furthest(back.data, centre(x.representation.values).data) < 1e-13);
  });

  it('give way to singular vectors for columns more dependent than that, or of very unequal size', () => {
    const [x] = pairOf(60, 4, 1e5);
    const noise = random(60, 4, 5);
    const unequal = prepared(build(60, 4, (i, j) => entryOf(noise, i, j) * (j === 2 ? 1e-12 : 1)));
    for (const of of [x, unequal]) assert.equal(of.get(basisOf(true)).whitening, null);
    const pair = pairOf(60, 4, 1e6);
    assert.ok(furthest(pair[0].with(pair[1], canonicalCorrelations), bySvd(...pair)) < 1e-14);
  });

  it('count a column that is rounding noise beside the others as the rank rule does', () => {
    const noise = random(60, 4, 5);
    const x = prepared(build(60, 4, (i, j) => entryOf(noise, i, j) * (j === 2 ? 1e-16 : 1)));
    assert.equal(x.get(basisOf(true)).rank, 3);
  });

  it('do for one side where the other needs singular vectors', () => {
    const [x] = pairOf(60, 4, 10);
    const [, y] = pairOf(60, 4, 1e6);
    for (const [a, b] of [
      [x, y],
      [y, x],
    ] as const) {
      assert.ok(furthest(a.with(b, canonicalCorrelations), bySvd(a, b)) < 1e-12);
    }
  });
});

describe('the spectrum from products of columns', () => {
  it('has the singular values and correlations of the SVD to ten digits close below the limit', () => {
    const [x, y] = pairOf(300, 40, 0.8 * mostCondition);
    assert.ok(x.get(spectrum).whitening !== null);
    const { s } = thinSvd(engine, centre(x.representation.values));
    x.get(spectrum).s.forEach((value, i) => assert.ok(Math.abs(value / (s[i] ?? NaN) - 1) < 3e-10));
    const overlap = x.with(y, principalOverlapOf(true));
    assert.ok(furthest(engine.singularValues(overlap), bySvd(x, y)) < 3e-10);
  });

  it('is that of the matrix itself beyond it, and for fewer rows than columns', () => {
    for (const x of [pairOf(300, 40, 2 * mostCondition)[0], prepared(random(20, 30, 4))]) {
      const expected = thinSvd(engine, centre(x.representation.values));
      assert.deepEqual(x.get(spectrum).s, expected.s);
      assert.deepEqual(x.get(spectrum).vectors(), expected.u);
    }
  });
});

describe('a rank', () => {
  it('is by the number of instances also where fewer rows stand for them', () => {
    const noise = random(60, 4, 5);
    // The third column is above 60 * 2^-52 of the largest, and below 1,000,000 * 2^-52.
    const values = build(60, 4, (i, j) => entryOf(noise, i, j) * (j === 2 ? 1e-12 : 1));
    assert.equal(prepared(values).get(spectrum).rank, 4);
    const many = new Prepared({ values, meaning: 'activations', instances: 1e6 }, engine);
    assert.equal(many.get(spectrum).rank, 3);
    assert.equal(many.get(spectrum).tolerance, 1e6 * 2 ** -52);
  });
});

describe('the products over all rows', () => {
  it('of a pair are three for linear CKA, Procrustes and mean CCA together', () => {
    const counts = { gram: 0, multiply: 0 };
    const n = 200;
    // Turned, if the engine multiplies rows faster.
    const overAllRows = ({ rows, cols }: AnyMatrix): boolean => rows === n || cols === n;
    const counting = {
      ...engine,
      gram: (...given: Parameters<typeof engine.gram>) => {
        if (overAllRows(given[0])) counts.gram++;
        return engine.gram(...given);
      },
      multiply: (...given: Parameters<typeof engine.multiply>) => {
        if (overAllRows(given[0])) counts.multiply++;
        return engine.multiply(...given);
      },
    };
    const [x, y] = [1, 2].map(
      (seed) => new Prepared({ values: random(n, 6, seed), meaning: 'activations' }, counting),
    ) as [Prepared, Prepared];
    for (const id of ['rsm.cka', 'cca.mean', 'cca.mean_sq', 'cca.pwcca']) score({ id, parameters: {} }, x, y);
    score({ id: 'align.procrustes', parameters: { centre: true } }, x, y);
    score({ id: 'align.angular', parameters: { centre: true } }, x, y);
    assert.deepEqual(counts, { gram: 2, multiply: 1 });
  });
});
