import assert from 'node:assert/strict';
import type { Matrix } from '../../../../server/linalg/matrix';
import { randomFrom } from '../../../../server/linalg/random';
import { parseCall } from '../../../../server/measures/call';
import { complete } from '../../../../server/measures/complete';
import { holes, livingTimes } from '../../../../server/measures/topology/livingTimes';
import { rowsInOrder, shuffled } from '../../../properties/transformations';
import { build, prepared, random, relativeError, scoreOf, valueOf } from '../inputs';

/** Random points at radii from `inner` to 1 in the plane. */
function annulus(n: number, inner: number, seed: number, x = 0): Matrix {
  const source = randomFrom(seed);
  const points = Array.from({ length: n }, () => {
    const [radius, angle] = [
      Math.sqrt(inner ** 2 + (1 - inner ** 2) * source.uniform()),
      2 * Math.PI * source.uniform(),
    ];
    return [x + radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return build(n, 2, (i, j) => points[i]?.[j] ?? NaN);
}

/** The mean living times of 0, 1, 2 ... holes. */
function meanTimes(x: Matrix): number[] {
  const trials = 12;
  const options = { count: 24, twice: false, gamma: 0.15, trials, seed: 1 };
  const times = prepared(x).get(livingTimes(options));
  return Array.from({ length: holes }, (_, k) => {
    return times.reduce((sum, time, at) => (at % holes === k ? sum + time / trials : sum), 0);
  });
}

const mostOften = (times: readonly number[]): number => times.indexOf(Math.max(...times));
const call = 'gs(gamma: fixed, fraction: 0.15, landmarks: 24, trials: 12)';

describe('the living times of holes', () => {
  const circle = annulus(300, 0.98, 1);
  const disc = annulus(300, 0, 2);

  it('are longest for one hole on a circle, none in a disc, two on two circles', () => {
    const two = build(300, 2, (i, j) => {
      const angle = (2 * Math.PI * (i >> 1)) / 150;
      return j === 0 ? Math.cos(angle) + 5 * (i % 2) : Math.sin(angle);
    });
    assert.equal(mostOften(meanTimes(circle)), 1);
    assert.equal(mostOften(meanTimes(disc)), 0);
    assert.equal(mostOften(meanTimes(two)), 2);
  });

  it('add up to 1 where there are never 100 holes', () => {
    for (const x of [circle, disc]) {
      const total = meanTimes(x).reduce((sum, time) => sum + time, 0);
      assert.ok(Math.abs(total - 1) < 1e-12);
    }
  });
});

describe('the geometry score', () => {
  const circle = annulus(200, 0.98, 1);
  const other = annulus(200, 0.9, 3);
  const disc = annulus(200, 0, 2);

  it('tells a disc from a circle, and finds two rings alike', () => {
    assert.ok(valueOf(call, circle, disc) > 0.2);
    assert.ok(valueOf(call, circle, other) < 0.1 * valueOf(call, circle, disc));
  });

  it('is 0 but for rounding for the same rows in another order', () => {
    assert.ok(valueOf(call, disc, rowsInOrder(disc, shuffled(200, 1))) < 1e-20);
  });

  it('says what it drew, and how uncertain the value is', () => {
    const found = scoreOf(`${call.slice(0, -1)}, seed: 5)`, circle, disc);
    assert.equal(found.seed, 5);
    assert.match(found.notes.join(' '), /estimate from 12 draws/);
    assert.ok((found.standardError ?? 0) > 0 && (found.standardError ?? 1) < 0.2);
    const lift = found.details?.find(({ name }) => name === 'lift by the draws')?.value ?? NaN;
    assert.ok(lift > 0 && lift < 0.05);
  });

  it('scatters between seeds as its standard error says', () => {
    const found = Array.from({ length: 10 }, (_, seed) =>
      scoreOf(`gs(gamma: fixed, fraction: 0.15, landmarks: 10, trials: 6, seed: ${seed})`, circle, disc),
    );
    const values = found.map(({ value }) => value ?? NaN);
    const mean = values.reduce((sum, value) => sum + value, 0) / 10;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 9);
    const told = found.reduce((sum, { standardError }) => sum + (standardError ?? NaN), 0) / 10;
    assert.ok(spread / told > 0.4 && spread / told < 2.2, `${spread}, told ${told}`);
  });

  it('draws nothing where all rows are landmarks', () => {
    const [x, y] = [random(20, 3, 1), random(20, 3, 2)];
    const { seed, standardError, notes } = scoreOf('gs', x, y);
    assert.deepEqual([seed, standardError], [undefined, undefined]);
    assert.match(notes.join(' '), /All 20 rows are landmarks/);
    assert.equal(valueOf('gs(seed: 2)', x, y), valueOf('gs', x, y));
  });

  it('takes the largest relaxation by the rule of the paper or of the code', () => {
    const fixed = (fraction: number): number =>
      valueOf(`gs(gamma: fixed, fraction: ${fraction}, landmarks: 16, trials: 4)`, circle, disc);
    const by = (rule: string): number =>
      valueOf(`gs(gamma: ${rule}, landmarks: 16, trials: 4)`, circle, disc);
    assert.ok(relativeError(by('paper'), fixed(25 / 128)) < 1e-12);
    assert.ok(relativeError(by('code'), fixed(1 / 128 / 25)) < 1e-9);
  });

  it('states a cost of many seconds for a thousand draws, of few rows too, and of little for few draws', () => {
    const seconds = (n: number, call: string): number => {
      const { measure, parameters } = complete(parseCall(call));
      const preparing = measure.preparations(parameters).map((part) => part.cost(n, 10).operations);
      return (2 * preparing.reduce((sum, part) => sum + part, 0)) / 20e9;
    };
    for (const n of [66, 80, 200, 2000, 10000]) assert.ok(seconds(n, 'gs') > 3, `${n}`);
    assert.ok(seconds(80, 'gs') < 30);
    assert.ok(seconds(60, 'gs') < 0.1, 'all rows are landmarks');
    assert.ok(seconds(2000, 'gs(trials: 20)') < 1);
  });
});
