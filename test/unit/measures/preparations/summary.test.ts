import assert from 'node:assert/strict';
import { Summary } from '../../../../server/measures/preparations/summary';
import { gaussian } from '../../linalg/matrices';

function summaryOf(...pieces: readonly Float64Array[]): Summary {
  const summary = new Summary();
  for (const piece of pieces) summary.include(piece);
  return summary;
}

/** Numbers about `mean`. */
function about(mean: number, seed: number): Float64Array {
  return gaussian(1, 500, seed).data.map((value) => mean + value);
}

describe('The summary of numbers seen in pieces', () => {
  it('is that of all of them', () => {
    const pieces = [about(3, 1), about(3, 2), about(3, 3)];
    const all = pieces.flatMap((piece) => [...piece]);
    const { low, high, sum, count } = summaryOf(...pieces);
    assert.deepEqual([low, high, count], [Math.min(...all), Math.max(...all), all.length]);
    const expected = all.reduce((total, value) => total + value, 0);
    assert.ok(Math.abs(sum - expected) < 1e-12 * expected);
  });

  for (const mean of [0, 1, -1e6]) {
    it(`has the squares about the mean without cancellation: numbers about ${mean}`, () => {
      const pieces = [about(mean, 1), about(mean, 2)];
      const all = pieces.flatMap((piece) => [...piece].map((value) => value - mean));
      const centre = all.reduce((total, value) => total + value, 0) / all.length;
      const expected = all.reduce((total, value) => total + (value - centre) ** 2, 0);
      const { centredSquares } = summaryOf(...pieces);
      assert.ok(Math.abs(centredSquares - expected) < 1e-13 * expected + Math.abs(mean) * 1e-12);
    });
  }

  it('says that it does not know them where the first numbers are far from the others', () => {
    assert.equal(summaryOf(about(0, 1), about(1e6, 2), about(1e6, 3)).centredSquares > 0, true);
    const far = Array.from({ length: 30 }, (_, i) => about(1e6, i + 2));
    assert.ok(Number.isNaN(summaryOf(about(0, 1), ...far).centredSquares));
  });

  it('takes in what is known of more numbers', () => {
    const [first, more] = [about(3, 1), about(3, 2)];
    const summary = summaryOf(first);
    const squares = more.reduce((total, value) => total + (value - summary.origin) ** 2, 0);
    const total = more.reduce((sum, value) => sum + value, 0);
    summary.add(more.length, [Math.min(...more), Math.max(...more), total, squares]);
    const whole = summaryOf(first, more);
    assert.deepEqual([summary.low, summary.high, summary.count], [whole.low, whole.high, whole.count]);
    assert.ok(Math.abs(summary.sum - whole.sum) < 1e-12 * whole.sum);
    assert.ok(Math.abs(summary.centredSquares - whole.centredSquares) < 1e-12 * whole.centredSquares);
  });

  it('knows of no numbers that there are none', () => {
    const { low, high, count } = new Summary();
    assert.deepEqual([low, high, count], [Infinity, -Infinity, 0]);
  });
});
