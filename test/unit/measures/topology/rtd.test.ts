import assert from 'node:assert/strict';
import type { Score } from '../../../../server/protocol';
import { a, b } from '../../../goldens/closedForms';
import { related } from '../../../properties/samples';
import { rowsInOrder, shuffled } from '../../../properties/transformations';
import { build, entryOf, random, relativeError, scoreOf, valueOf } from '../inputs';

const first = (rows: number, of: typeof a): typeof a => build(rows, of.cols, (i, j) => entryOf(of, i, j));
const detail = ({ details }: Score, name: string): number =>
  details?.find((each) => each.name === name)?.value ?? NaN;

describe('the representation topology divergence', () => {
  it('of 12 rows given by formulas has the parts that other software gives', () => {
    const found = scoreOf('rtd', first(12, a), first(12, b));
    assert.ok(Math.abs(detail(found, 'from the first to the second') - 2.0649566443) < 1e-9);
    assert.ok(Math.abs(detail(found, 'from the second to the first') - 0.142692872) < 1e-9);
    // No loop is missing in either: the trees tell all.
    assert.ok(Math.abs(detail(found, 'by components') - (found.value ?? NaN)) < 1e-12);
  });

  it('counts components alone where there are no loops: on a line', () => {
    const line = build(10, 1, (i) => i);
    const split = build(10, 1, (i) => (i < 5 ? i : i + 9));
    const found = scoreOf('rtd', split, line);
    assert.equal(detail(found, 'by loops'), 0);
    assert.equal(valueOf('rtd(method: mst)', split, line), found.value);
    // Gaps in units of the 0.9 quantile: nine of 1/7 in line; eight of 1/16 and one of 10/16 in split.
    const [there, back] = ['from the first to the second', 'from the second to the first'];
    assert.ok(Math.abs(detail(found, there) - (10 / 16 - 1 / 7)) < 1e-12);
    assert.ok(Math.abs(detail(found, back) - (8 / 7 - 8 / 16)) < 1e-12);
  });

  it('is never less than what the spanning trees tell, and more on data with loops', () => {
    let more = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const [x, y] = [related(3, seed), random(26, 2, seed + 7)];
      const [loops, trees] = [valueOf('rtd', x, y), valueOf('rtd(method: mst)', x, y)];
      assert.ok(loops >= trees - 1e-12);
      if (loops > trees + 1e-3) more++;
    }
    assert.ok(more > 5);
  });

  it('tells both orders, and they change places with the inputs', () => {
    const [one, other] = [scoreOf('rtd', a, b), scoreOf('rtd', b, a)];
    assert.equal(one.value, other.value);
    const [there, back] = ['from the first to the second', 'from the second to the first'];
    assert.equal(detail(one, there), detail(other, back));
    assert.ok(Math.abs(detail(one, there) - detail(one, back)) > 0.1);
  });

  it('has no value where nine tenths of the distances are 0', () => {
    const few = build(40, 2, (i, j) => (i === 0 ? 1 + j : 0));
    const { status, reason } = scoreOf('rtd', random(40, 2, 1), few);
    assert.equal(status, 'degenerate');
    assert.match(reason ?? '', /Nine tenths of the distances within the second input are 0/);
  });
});

describe('the representation topology divergence of random subsets', () => {
  const [x, y] = [random(120, 3, 1), random(120, 4, 2)];
  const call = (seed: number, trials = 8): string => `rtd(points: 40, trials: ${trials}, seed: ${seed})`;

  it('says how many it drew, and nothing of a seed where it takes all rows', () => {
    const drawn = scoreOf(call(3), x, y);
    assert.equal(drawn.seed, 3);
    assert.match(drawn.notes.join(' '), /mean over 8 random subsets of 40 of the 120 rows/);
    const whole = scoreOf('rtd(points: 120)', x, y);
    assert.deepEqual([whole.seed, whole.standardError, whole.notes.length], [undefined, undefined, 0]);
  });

  it('scatters between seeds as its standard error says', () => {
    const found = Array.from({ length: 12 }, (_, seed) => scoreOf(call(seed), x, y));
    const values = found.map(({ value }) => value ?? NaN);
    const mean = values.reduce((sum, value) => sum + value, 0) / 12;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 11);
    const told = found.reduce((sum, { standardError }) => sum + (standardError ?? NaN), 0) / 12;
    assert.ok(spread / told > 0.5 && spread / told < 1.8, `${spread}, told ${told}`);
  });

  it('is the same for the same seed, whatever the order of the rows', () => {
    assert.equal(valueOf(call(5), x, y), valueOf(call(5), x, y));
    assert.notEqual(valueOf(call(5), x, y), valueOf(call(6), x, y));
    const order = shuffled(120, 4);
    const moved = valueOf(call(5), rowsInOrder(x, order), rowsInOrder(y, order));
    assert.ok(relativeError(moved, valueOf(call(5), x, y)) < 1e-12);
    assert.equal(valueOf(call(5), y, x), valueOf(call(5), x, y));
  });
});
