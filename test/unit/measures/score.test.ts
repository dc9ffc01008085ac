import assert from 'node:assert/strict';
import { findMeasure } from '../../../server/measures/catalogue';
import { defaultsOf } from '../../../server/measures/complete';
import { obstacle } from '../../../server/measures/obstacle';
import { score } from '../../../server/measures/score';
import type { Meaning } from '../../../server/tensors/representation';
import { build, prepared, random, scoreOf } from './inputs';

const [x, y] = [random(30, 4, 1), random(30, 6, 2)];

describe('a score', () => {
  it('carries the measure, all parameters and the rows', () => {
    const found = scoreOf('cka(estimator: debiased)', x, y);
    assert.equal(found.measure, 'rsm.cka');
    const { parameters } = findMeasure('cka');
    const defaults = Object.fromEntries(parameters.map(({ name, default: value }) => [name, value]));
    assert.deepEqual(found.parameters, { ...defaults, estimator: 'debiased' });
    assert.equal(found.n, 30);
    assert.equal(found.chance, 0);
  });

  it('has one value per instance where they are asked for, and their mean is the score', () => {
    const call = { id: 'nn.jaccard', parameters: { k: 3 } };
    assert.equal(score(call, prepared(x), prepared(y)).perInstance, undefined);
    const { perInstance, value } = score(call, prepared(x), prepared(y), { perInstance: true });
    assert.ok(perInstance?.length === 30);
    assert.ok(Math.abs(perInstance.reduce((sum, each) => sum + each, 0) / 30 - (value ?? NaN)) < 1e-12);
  });

  it('warns when there are few rows for the columns', () => {
    const { notes, value } = scoreOf('cka', random(30, 40, 3), random(30, 5, 4));
    assert.ok(value !== null);
    assert.match(notes.join(), /^Fewer rows than columns \(30 against 40\).*40 rows or more are advised\.$/);
    assert.match(scoreOf('cca.mean', x, y).notes.join(), /^Few rows for this many columns \(30 against 6\)/);
    assert.deepEqual(scoreOf('cka(estimator: debiased)', random(30, 40, 3), random(30, 5, 4)).notes, []);
  });

  for (const call of ['cca.mean', 'cca.mean_sq', 'pwcca']) {
    it(`says that ${call} is 1 for any data when rows are fewer than columns, and that chance is 1 too`, () => {
      for (const [d, e] of [
        [40, 50],
        [40, 3],
      ] as const) {
        const { value, notes, chance } = scoreOf(call, random(20, d, 5), random(20, e, 6));
        assert.ok(value !== null && Math.abs(value - 1) < 1e-9);
        assert.equal(chance, 1);
        assert.match(notes.join(), /gives? (correlations of )?1 for any data/);
      }
    });
  }

  it('tells the rank and the tolerance when columns depend on each other', () => {
    const dependent = build(30, 5, (i, j) => (x.data[i * 4 + (j % 3)] ?? 0) * (j + 1));
    const { notes, value } = scoreOf('cca.mean', dependent, dependent);
    assert.ok(value !== null && Math.abs(value - 1) < 1e-10);
    assert.match(notes.join(), /First input has rank 3 of 5: singular values up to 6\.7e-15 of the largest/);
    const byWidth = scoreOf('cca.mean(denominator: width)', dependent, dependent).value;
    assert.ok(byWidth !== null && Math.abs(byWidth - 3 / 5) < 1e-10);
  });

  it('says how many principal components were kept', () => {
    assert.match(
      scoreOf('svcca(variance: 0.5)', x, y).notes.join(),
      /^Kept 2 of 4 and 2 of 6 principal components\./,
    );
  });

  it('counts zero rows, which have no direction', () => {
    const holed = build(30, 4, (i, j) => (i < 2 ? 0 : (x.data[i * 4 + j] ?? 0)));
    assert.match(scoreOf('jaccard', holed, y).notes.join(), /^First input has 2 zero rows/);
  });

  it('compares classes with scores, and refuses to take a divergence from classes', () => {
    const of = (rows: readonly number[], cols: number, meaning: Meaning) =>
      prepared({ rows: rows.length / cols, cols, data: Float64Array.from(rows) }, meaning);
    const classes = of([0, 1, 2], 1, 'classes');
    const logits = of([5, 1, 1, 1, 1, 1, 0, 0, 2], 3, 'logits');
    const call = { id: 'hard.disagreement', parameters: {} };
    const found = score(call, classes, logits, { perInstance: true });
    assert.deepEqual(found.perInstance, [0, 1, 0]);
    assert.ok(found.chance !== undefined && Math.abs(found.chance - 2 / 3) < 1e-12);
    const refused = score(
      { id: 'soft.jsd', parameters: {} },
      of([0, 1], 1, 'classes'),
      of([0, 1], 1, 'logits'),
    );
    assert.match(refused.reason ?? '', /first input holds class numbers/);
    const wide = score(call, of([1, 2, 3, 4], 2, 'classes'), of([1, 2, 3, 4], 2, 'logits'));
    assert.match(wide.reason ?? '', /must be one column: 2/);
  });

  it('refuses probabilities that are none, naming the row', () => {
    const given = build(3, 2, (i) => (i === 1 ? 4 : 0.5));
    const { value, reason } = scoreOf('jsd', given, given, 'probabilities');
    assert.equal(value, null);
    assert.match(
      reason ?? '',
      /^Row 1 of the first input is not a probability distribution.*declared as logits\.$/,
    );
  });

  it('leaves logits of any size to the softmax', () => {
    const logits = build(2, 2, (i, j) => (i === j ? 1e308 : -1e308));
    const other = build(2, 2, (i, j) => (i === j ? -1e308 : 1e308));
    assert.ok(Math.abs((scoreOf('jsd(unit: bits)', logits, other, 'logits').value ?? NaN) - 1) < 1e-12);
  });
});

describe('what applies to a pair of inputs', () => {
  const shape = (rows: number, cols: number, meaning: Meaning = 'activations') => ({ rows, cols, meaning });
  const why = (
    id: string,
    left: ReturnType<typeof shape>,
    right: ReturnType<typeof shape>,
  ): string | null => {
    const measure = findMeasure(id);
    return obstacle(measure, defaultsOf(measure), left, right);
  };

  it('is everything that compares such things', () => {
    assert.equal(why('cka', shape(60, 128), shape(60, 64)), null);
    assert.equal(why('cka', shape(60, 128, 'logits'), shape(60, 64)), null);
    assert.equal(why('cka', shape(60, 1, 'classes'), shape(60, 64)), 'compares representations, not classes');
    assert.equal(why('jsd', shape(60, 10), shape(60, 10, 'logits')), 'compares outputs, not activations');
    assert.equal(why('weights.cosine', shape(60, 10), shape(60, 10)), 'compares weights, not activations');
    assert.equal(
      why('jsd', shape(60, 10, 'logits'), shape(60, 9, 'logits')),
      'needs as many columns on both sides: 10 and 9',
    );
  });

  it('leaves out what is not defined for so few rows', () => {
    assert.equal(
      why('jaccard', shape(8, 4), shape(8, 4)),
      'needs more rows than neighbours: k is 10 and there are 8 rows',
    );
    assert.equal(why('rsa', shape(2, 4), shape(2, 4)), 'needs at least 3 rows: 2 given');
  });
});
