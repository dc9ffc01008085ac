import assert from 'node:assert/strict';
import { guessMeaning } from '../../../server/tensors/meaning';

const guess = (rows: number, cols: number, ...values: number[]): string => {
  const found = guessMeaning({ rows, cols, data: Float64Array.from(values) });
  return 'kind' in found ? found.kind : found.why;
};

describe('guessMeaning', () => {
  it('takes a column of whole numbers for classes', () => {
    assert.equal(guess(3, 1, 0, 9, 2), 'classes');
    assert.equal(guess(2, 1, 0.5, 1), 'logits');
  });

  it('takes rows of zeros and a single one for one-hot classes', () => {
    assert.equal(guess(3, 3, 0, 0, 1, 1, 0, 0, 0, 0, 1), 'one-hot');
    assert.equal(guess(2, 2, 1, 0, 0.75, 0.25), 'probabilities');
  });

  it('takes non-negative rows that sum to one for probabilities', () => {
    assert.equal(guess(2, 2, 0.25, 0.75, 1, 0), 'probabilities');
    assert.equal(guess(1, 3, 0.33203125, 0.33203125, 0.33203125), 'probabilities');
  });

  it('takes everything else for logits', () => {
    assert.equal(guess(2, 2, 0.25, 0.75, 0.5, 0.6), 'logits');
    assert.equal(guess(1, 2, -0.5, 1.5), 'logits');
    assert.equal(guess(1, 2, NaN, 1), 'logits');
    assert.equal(guess(2, 2, 3, 3, 3, 4), 'logits');
  });

  it('names the first odd row where more than half of the rows are probabilities', () => {
    assert.equal(
      guess(3, 2, 0.25, 0.75, 0, 0, 0.5, 0.5),
      'holds probabilities, but row 1 is none: mend that row',
    );
    assert.equal(guess(4, 2, 0.25, 0.75, 0, 0, 3, 0, 0.5, 0.5), 'logits');
  });

  it('does not take probabilities of another scale for logits', () => {
    const scaled = guess(3, 2, 0.255, 0.765, 1.02, 0, 0.51, 0.51);
    const sums = (sum: string): string =>
      `has rows that all sum to about ${sum} where those of probabilities sum to 1, or 100 in per cent`;
    assert.equal(scaled, sums('1.02'));
    assert.equal(guess(2, 2, 0.255, 0.765, 0.51, 0.51), sums('1.02'));
    assert.equal(guess(3, 2, 1, 2, 3, 0, 1.5, 1.5), sums('3'));
    assert.equal(guess(3, 3, 120, 30, 350, 0, 499.9, 0.1, 250, 250, 0), sums('500'));
    assert.equal(guess(1, 2, 1, 2), 'logits');
    // A model that always says the same.
    assert.equal(guess(3, 2, 9, 0, 9, 0, 9, 0), 'logits');
    assert.equal(guess(3, 2, 0.255, 0.765, 1.02, 0, 0.51, 0.61), 'logits');
    assert.equal(guess(3, 2, 1.5, -0.48, 1.02, 0, 0.51, 0.51), 'logits');
  });

  it('takes probabilities that were rounded for what they are, as far as the rounding of their numbers goes', () => {
    assert.equal(guess(3, 3, 0.33, 0.33, 0.33, 0.5, 0.5, 0, 0.17, 0.17, 0.67), 'probabilities');
    assert.equal(guess(2, 4, 0.333, 0.334, 0.334, 0, 0.111, 0.111, 0.112, 0.664), 'probabilities');
    // Ten times 0.1 less what rounding takes: at most half a digit from each.
    assert.equal(guess(2, 10, ...Array.from({ length: 20 }, () => 0.1).fill(0.09, 0, 5)), 'probabilities');
    assert.equal(guess(2, 3, 0.33, 0.33, 0.31, 0.5, 0.3, 0.1), 'logits');
    assert.equal(guess(2, 3, 0.3311, 0.3322, 0.31, 0.5, 0.3, 0.15), 'logits');
    const float32 = Float32Array.of(0.2, 0.2, 0.2, 0.19, 0.19, 0.5, 0.5, 0, 0, 0);
    const found = guessMeaning({ rows: 2, cols: 5, data: float32 });
    assert.ok('kind' in found);
    assert.equal(
      found.because,
      'its rows are not negative and sum to 1 but for the rounding of its numbers to 2 decimals',
    );
  });

  it('takes rows that sum to 100 for per cent, rounded or not', () => {
    for (const values of [
      [25, 75, 99.9, 0.1],
      [33.3, 66.7, 12.25, 87.75],
      [33, 66, 50, 51],
    ]) {
      const found = guessMeaning({ rows: 2, cols: 2, data: Float64Array.from(values) });
      assert.deepEqual('kind' in found && [found.kind, found.whole], ['probabilities', 100], String(values));
    }
    assert.equal(guess(2, 2, 33, 60, 50, 51), 'logits');
    assert.equal(guess(3, 2, 25, 75, 1, 0, 50, 50), 'holds per cent, but row 1 is none: mend that row');
  });

  it('doubts logits that all lie from 0 to 1', () => {
    const of = (...values: number[]) => guessMeaning({ rows: 2, cols: 2, data: Float64Array.from(values) });
    const found = of(0.9, 0.8, 0.1, 0.3);
    assert.match('kind' in found ? (found.doubt ?? '') : '', /a softmax of them means nothing/);
    assert.deepEqual(of(0.9, 1.8, 0.1, 0.3), { kind: 'logits' });
    const even = of(3, 1, 1, 3);
    assert.match('kind' in even ? (even.doubt ?? '') : '', /^All rows sum to about 4: if they are/);
  });

  it('does not take rows with several ones, none or all alike for anything', () => {
    assert.equal(
      guess(2, 3, 0, 1, 0, 1, 1, 0),
      'holds zeros and ones, but row 1 has 2 ones where one class has one',
    );
    assert.match(guess(2, 2, 1, 0, 0, 0), /row 1 has 0 ones/);
    assert.match(guess(2, 2, 3, 3, 4, 4), /^has the same number in all columns of every row/);
  });
});
