import assert from 'node:assert/strict';
import { guessMeaning } from '../../../server/tensors/meaning';

const matrix = (rows: number, cols: number, ...values: number[]) => ({
  rows,
  cols,
  data: Float64Array.from(values),
});

describe('guessMeaning', () => {
  it('takes a column of whole numbers for classes', () => {
    assert.equal(guessMeaning(matrix(3, 1, 0, 9, 2)), 'classes');
    assert.equal(guessMeaning(matrix(2, 1, 0.5, 1)), 'logits');
  });

  it('takes non-negative rows that sum to one for probabilities', () => {
    assert.equal(guessMeaning(matrix(2, 2, 0.25, 0.75, 1, 0)), 'probabilities');
    assert.equal(guessMeaning(matrix(1, 3, 0.33203125, 0.33203125, 0.33203125)), 'probabilities');
  });

  it('takes everything else for logits', () => {
    assert.equal(guessMeaning(matrix(2, 2, 0.25, 0.75, 0.5, 0.6)), 'logits');
    assert.equal(guessMeaning(matrix(1, 2, -0.5, 1.5)), 'logits');
    assert.equal(guessMeaning(matrix(1, 2, NaN, 1)), 'logits');
  });

  it('names the first odd row where more than half of the rows are probabilities', () => {
    assert.equal(guessMeaning(matrix(3, 2, 0.25, 0.75, 0, 0, 0.5, 0.5)), 1);
    assert.equal(guessMeaning(matrix(4, 2, 0.25, 0.75, 0, 0, 3, 0, 0.5, 0.5)), 'logits');
  });
});
