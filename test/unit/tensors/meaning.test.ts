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
    assert.equal(scaled, 'has rows that all sum to about 1.020 where those of probabilities sum to 1');
    assert.equal(guess(3, 2, 0.255, 0.765, 1.02, 0, 0.51, 0.61), 'logits');
    assert.equal(guess(3, 2, 1.5, -0.48, 1.02, 0, 0.51, 0.51), 'logits');
    assert.equal(guess(3, 2, 1, 2, 3, 0, 1.5, 1.5), 'logits');
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
