import assert from 'node:assert/strict';
import { parseCall } from '../../../server/measures/call';
import { scoreGroup } from '../../../server/measures/scoreGroup';
import type { Matrix } from '../../../server/linalg/matrix';
import type { Score } from '../../../server/protocol';
import { build, entryOf, prepared, random } from './inputs';

const models = [1, 2, 3, 4].map((seed) => random(12, 3, seed));
const scored = (call: string, inputs: readonly Matrix[]): Score =>
  scoreGroup(
    parseCall(call),
    inputs.map((x) => prepared(x)),
    { perInstance: true },
  );

/** Standard deviation over range of some numbers. */
function spread(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.sqrt(variance) / (Math.max(...values) - Math.min(...values));
}

const lengthOf = (x: Matrix, i: number): number => Math.hypot(...[0, 1, 2].map((j) => entryOf(x, i, j)));

describe('A score of a set of models', () => {
  it('is, for magnitude, the mean over instances of the spread of row lengths', () => {
    const { value, perInstance = [], n } = scored('magnitude', models);
    const expected = Array.from({ length: 12 }, (_, i) => spread(models.map((x) => lengthOf(x, i))));
    assert.equal(n, 12);
    expected.forEach((one, i) => assert.ok(Math.abs(one - (perInstance[i] ?? NaN)) < 1e-12));
    assert.ok(Math.abs((value ?? NaN) - expected.reduce((sum, one) => sum + one, 0) / 12) < 1e-12);
  });

  it('is, for concentricity, the same of the cosines with the mean row', () => {
    const cosine = (x: Matrix, i: number): number => {
      const mean = [0, 1, 2].map(
        (j) => Array.from({ length: 12 }, (_, row) => entryOf(x, row, j)).reduce((a, b) => a + b, 0) / 12,
      );
      const product = mean.reduce((sum, value, j) => sum + value * entryOf(x, i, j), 0);
      return product / Math.hypot(...mean) / lengthOf(x, i);
    };
    const expected = Array.from({ length: 12 }, (_, i) => spread(models.map((x) => cosine(x, i))));
    const { value } = scored('concentricity', models);
    assert.ok(Math.abs((value ?? NaN) - expected.reduce((sum, one) => sum + one, 0) / 12) < 1e-12);
  });

  it('is refused for two models, where it would be 1/2 whatever they hold', () => {
    for (const call of ['magnitude', 'concentricity']) {
      const { value, status, reason } = scored(call, models.slice(0, 2));
      assert.deepEqual([value, status], [null, 'undefined']);
      assert.match(
        reason ?? '',
        /needs at least 3 models: 2 given, for two models it is 1\/2 whatever they hold\.$/,
      );
    }
  });

  it('counts instances on which all models agree as 0 and says so', () => {
    const [x = random(12, 3, 9)] = models;
    const { value, notes } = scored('magnitude', [x, x, x]);
    assert.equal(value, 0);
    assert.deepEqual(notes, ['All models have the same magnitude on 12 instances: counted as 0.']);
  });

  it('leaves out instances without direction in some model and says so', () => {
    const holed = build(12, 3, (i, j) => (i < 2 ? 0 : i + j));
    const { value, notes, perInstance = [] } = scored('concentricity', [...models, holed]);
    assert.match(notes[0] ?? '', /^2 instances have no concentricity in some model/);
    const kept = perInstance.slice(2);
    assert.ok(Math.abs((value ?? NaN) - kept.reduce((sum, one) => sum + one, 0) / 10) < 1e-12);
    const zero = build(12, 3, () => 0);
    assert.equal(scored('concentricity', [...models, zero]).status, 'degenerate');
  });

  it('needs the same rows everywhere, and finite numbers', () => {
    assert.match(
      scored('magnitude', [...models, random(11, 3, 1)]).reason ?? '',
      /needs the same rows on both sides: 12 and 11/,
    );
    const broken = build(12, 3, (i, j) => (i === 2 && j === 1 ? NaN : i));
    assert.match(
      scored('magnitude', [...models, broken]).reason ?? '',
      /^Model 5 holds a value that is not finite \(row 2, column 1\)/,
    );
  });

  it('of lengths near the largest numbers is defined all the same', () => {
    const huge = models.map((x) => build(12, 3, (i, j) => 1e307 * entryOf(x, i, j)));
    const [large, plain] = [scored('magnitude', huge).value, scored('magnitude', models).value];
    assert.ok(large !== null && plain !== null && Math.abs(large - plain) < 1e-12);
  });

  it('is asked only of measures that define one', () => {
    assert.throws(() => scored('cka', models), RangeError);
  });
});
