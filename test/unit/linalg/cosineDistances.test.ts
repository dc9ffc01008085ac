import assert from 'node:assert/strict';
import { CosineDistances } from '../../../server/linalg/cosineDistances';
import { gaussian } from './matrices';

/** 1 - the root of p |p| / (s t), with the sign of p. */
function expected(product: number, square: number, other: number): number {
  const quotient = (product * Math.abs(product)) / (square * other);
  const distance = 1 - Math.sign(quotient) * Math.sqrt(Math.abs(quotient));
  return Math.min(2, Math.max(0, distance));
}

describe('Cosine distances', () => {
  const squares = gaussian(1, 50, 1).data.map((value) => value * value + 0.1);

  for (const count of [0, 1, 2, 7, 49]) {
    it(`of ${count} products are those of the formula, bit for bit, and so is what is known of them`, () => {
      const products = gaussian(1, 49, 2).data.map((value) => value / 5);
      const distances = new Float64Array(count);
      const [low, high, sum, total] = new CosineDistances(squares).fill(
        distances,
        products.subarray(0, count),
        49,
        0.75,
      );
      const all = Array.from(distances);
      all.forEach((distance, j) =>
        assert.equal(distance, expected(products[j] ?? NaN, squares[49] ?? NaN, squares[j] ?? NaN)),
      );
      assert.deepEqual([low, high], [Math.min(...all), Math.max(...all)]);
      assert.ok(Math.abs(sum - all.reduce((a, b) => a + b, 0)) < 1e-13);
      assert.ok(Math.abs(total - all.reduce((a, b) => a + (b - 0.75) ** 2, 0)) < 1e-13);
    });
  }

  it('are within 0 and 2 where rounding takes the cosine beyond 1, and 0 and 2 exactly for multiples', () => {
    const distances = new Float64Array(5);
    const above = 1 + Number.EPSILON;
    new CosineDistances(Float64Array.of(1, 1, 4, 9, 1, 1)).fill(
      distances,
      Float64Array.of(above, -above, 2, -3, -0),
      5,
      0,
    );
    assert.deepEqual(Array.from(distances), [0, 2, 0, 2, 1]);
  });

  it('are written over the products where both are the same memory, and leave what was known before out', () => {
    const made = new CosineDistances(squares);
    const row = gaussian(1, 9, 3).data;
    const apart = new Float64Array(9);
    const first = made.fill(apart, row, 20, 0);
    assert.deepEqual(made.fill(row, row, 20, 0), first);
    assert.deepEqual(row, apart);
  });
});
