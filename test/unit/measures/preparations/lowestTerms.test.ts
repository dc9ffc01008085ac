import assert from 'node:assert/strict';
import { lowestTerms } from '../../../../server/measures/preparations/lowestTerms';

const of = (row: readonly number[], divisor = 1, centre = false): number[] | null => {
  const whole = lowestTerms(Float64Array.from(row), divisor, centre);
  return whole === null ? null : [...whole];
};

describe('The lowest terms of a row', () => {
  it('are whole numbers without a common factor', () => {
    assert.deepEqual(of([1.5, 0, -0.75]), [2, 0, -1]);
    assert.deepEqual(of([6, 9, 12]), [2, 3, 4]);
  });

  it('are those of the row without its mean where that is asked', () => {
    assert.deepEqual(of([1, 0, 0, 0], 1, true), [3, -1, -1, -1]);
    assert.deepEqual(of([1e6 + 3, 1e6 + 1, 1e6 + 2], 1, true), [1, -1, 0]);
    assert.deepEqual(of([0.5, 0.5], 1, true), [0, 0]);
  });

  it('are found of rounded multiples of a number that is among them', () => {
    assert.deepEqual(of([0.1, 3 * 0.1, 7 * 0.1], 0.1), [1, 3, 7]);
    assert.equal(of([0.1, 0.3, 0.7]), null);
  });

  it('are not given where products could not be exact', () => {
    assert.equal(of([1, 2 ** -27]), null);
    assert.equal(of([2 ** 26 - 1, 2 ** 26 - 3, 2 ** 26 - 5]), null);
    assert.equal(of([1, 1e-300], 1e-300), null);
    assert.equal(of([1, 1], 0), null);
  });
});
