import assert from 'node:assert/strict';
import type { Matrix } from '../../../../server/linalg/matrix';
import { build, entryOf, random, scoreOf } from '../inputs';

/** 1 for an odd number of bits, -1 for an even one. */
function parity(bits: number): number {
  let sign = -1;
  for (let left = bits; left > 0; left >>= 1) if (left % 2 === 1) sign = -sign;
  return sign;
}

/** Neurons that are orthogonal but for four signals they share in turn: the communities are alike, their order is free. */
const symmetric = build(64, 16, (i, j) => 0.5 * ((i >> (j % 4)) & 1) - parity(i & (((j >> 2) << 2) | 1)));

/** Every entry off by about the last bit. */
function nudged(x: Matrix, seed: number): Matrix {
  const noise = random(x.rows, x.cols, seed);
  return build(x.rows, x.cols, (i, j) => entryOf(x, i, j) * (1 + 4e-16 * entryOf(noise, i, j)));
}

describe('the modularity of the graph of neurons', () => {
  for (const association of ['cov', 'corr']) {
    it(`does not hang on the last bits of neurons whose communities are symmetric (${association})`, () => {
      const values = [symmetric, ...[1, 2, 3, 4, 5, 6].map((seed) => nudged(symmetric, seed))].map((x) => {
        const { details = [] } = scoreOf(
          `neuron_modularity(association: ${association})`,
          x,
          random(64, 5, 9),
        );
        return details.find(({ name }) => name === 'first')?.value ?? NaN;
      });
      assert.ok((values[0] ?? NaN) > 0.1);
      assert.ok(Math.max(...values) - Math.min(...values) < 1e-10, values.join(' '));
    });
  }
});
