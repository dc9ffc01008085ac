import assert from 'node:assert/strict';
import { build, entryOf, random, relativeError, scoreOf, valueOf } from '../inputs';

const x = random(60, 5, 1);
const noise = random(60, 5, 2);
/** The neurons of x in another order, scaled one by one, with some noise. */
const order = [3, 0, 4, 1, 2];
const y = build(60, 5, (i, j) => 10 ** j * (entryOf(x, i, order[j] ?? NaN) + 0.2 * entryOf(noise, i, j)) + j);

describe('correlation match', () => {
  it('is the mean correlation of the neurons that belong together, however each is scaled', () => {
    const mean = (j: number): number => {
      const own = scoreOf(
        'corr_match',
        build(60, 1, (i) => entryOf(x, i, order[j] ?? NaN)),
        build(60, 1, (i) => entryOf(y, i, j)),
      );
      return own.value ?? NaN;
    };
    const expected = [0, 1, 2, 3, 4].reduce((sum, j) => sum + mean(j), 0) / 5;
    for (const matching of ['strict', 'relaxed', 'symmetric']) {
      const value = valueOf(`corr_match(matching: ${matching})`, x, y);
      assert.ok(relativeError(value, expected) < 1e-12, matching);
    }
  });

  it('lets one neuron serve many when relaxed, none when strict', () => {
    // Both columns of the first input are like the same column of the second.
    const twice = build(60, 2, (i, j) => entryOf(x, i, 0) + 0.01 * entryOf(noise, i, j));
    const [relaxed, strict] = [
      valueOf('corr_match(matching: relaxed)', twice, x),
      valueOf('corr_match', twice, x),
    ];
    assert.ok(relaxed > 0.99 && strict < 0.7, `${relaxed}, ${strict}`);
    assert.ok(valueOf('corr_match(matching: relaxed)', x, twice) < 0.5);
  });

  it('tells both directions', () => {
    const { value, details = [] } = scoreOf('corr_match(matching: symmetric)', random(60, 3, 8), x);
    const [forth, back] = details.map((detail) => detail.value);
    assert.ok(Math.abs(((forth ?? NaN) + (back ?? NaN)) / 2 - (value ?? NaN)) < 1e-15);
    assert.ok(forth !== back);
  });

  it('matches neurons that do the opposite only where the sign does not count', () => {
    const opposite = build(60, 5, (i, j) => -entryOf(y, i, j));
    assert.ok(valueOf('corr_match', x, opposite) < 0.5);
    const value = valueOf('corr_match(absolute: yes)', x, opposite);
    assert.ok(Math.abs(value - valueOf('corr_match', x, y)) < 1e-12);
  });

  it('counts constant neurons as correlation 0 and says how many there are', () => {
    const dead = build(60, 5, (i, j) => (j < 2 ? 7 : entryOf(x, i, j)));
    const { value, notes } = scoreOf('corr_match', dead, dead);
    assert.ok(Math.abs((value ?? NaN) - 3 / 5) < 1e-12);
    assert.match(notes.join(' '), /First input has 2 constant neurons.*Second input has 2 constant neurons/s);
  });

  it('takes a neuron that moves by the rounding of its offset alone as constant', () => {
    const still = build(60, 5, (i, j) => (j === 0 ? 1e6 + 1e-10 * (i % 2) : entryOf(x, i, j)));
    assert.match(scoreOf('corr_match', still, x).notes.join(' '), /First input has 1 constant neuron,/);
  });

  it('sees neurons as small as 1e-200 beside others', () => {
    const tiny = build(60, 5, (i, j) => (j === 2 ? 1e-200 : 1) * entryOf(x, i, j));
    assert.ok(Math.abs(valueOf('corr_match', tiny, y) - valueOf('corr_match', x, y)) < 1e-12);
  });
});
