import assert from 'node:assert/strict';
import { AngleLoss, type Beside } from '../../../server/linalg/angleLoss';
import { gaussian } from './matrices';

const [rows, width] = [13, 40];

function numbers(length: number, seed: number): Float64Array {
  return gaussian(1, length, seed).data.map(Math.abs);
}

/** Factors for `length` rows or columns; a large size bends most losses, a small one none. */
function beside(length: number, seed: number, size: number): Beside {
  const some = (offset: number): Float64Array => numbers(length, seed + offset);
  return [some(0), some(1).map((value) => value * size), some(2), some(3).map((value) => value * size)];
}

function plainly(
  [a, b]: readonly [Float64Array, Float64Array],
  [from, to]: readonly [number, number],
  diagonal: number,
  [d, r, e, s]: Beside,
  [dk, rk, ek, sk]: Beside,
): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < Math.min(to - from, i + diagonal); k++) {
      const cosine = (of: Float64Array, p = 0, q = 0, u = 0, v = 0): number =>
        ((p + q - (of[i * width + from + k] ?? 0)) * u * v) / 2;
      const size = Math.abs(cosine(a, d[i], dk[k], r[i], rk[k]) - cosine(b, e[i], ek[k], s[i], sk[k]));
      sum += size <= 1 ? size ** 2 / 2 : size - 0.5;
    }
  }
  return sum;
}

describe('The loss between angles in blocks', () => {
  const [a, b] = [numbers(rows * width, 1), numbers(rows * width, 2)];

  for (const size of [0.1, 1, 10]) {
    for (const [from, to] of [
      [0, 40],
      [8, 21],
      [31, 32],
    ] as const) {
      for (const diagonal of [-5, 0, 3, 60]) {
        it(`is the sum over its entries: columns ${from} to ${to}, diagonal ${diagonal}, size ${size}`, () => {
          const loss = new AngleLoss(rows, width);
          const [ofRows, ofCols] = [beside(rows, 3, size), beside(to - from, 7, size)];
          loss.fill(a, b, rows, width, from, to);
          const expected = plainly([a, b], [from, to], diagonal, ofRows, ofCols);
          assert.ok(Math.abs(loss.sum(diagonal, ofRows, ofCols) - expected) <= 1e-12 * expected);
        });
      }
    }
  }

  it('is exactly 0 for equal inputs', () => {
    const loss = new AngleLoss(rows, width);
    const half = (of: Beside): Beside => [of[0], of[1], of[0], of[1]];
    loss.fill(a, a, rows, width, 0, width);
    assert.equal(loss.sum(60, half(beside(rows, 3, 1)), half(beside(width, 7, 1))), 0);
  });
});
