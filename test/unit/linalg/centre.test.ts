import assert from 'node:assert/strict';
import { centre, centreTurned, squaredLengthsOf } from '../../../server/linalg/centre';
import { transpose } from '../../../server/linalg/transpose';
import { at, filled, gaussian, single } from './matrices';

function columnSum(x: ReturnType<typeof centre>, j: number): number {
  let sum = 0;
  for (let i = 0; i < x.rows; i++) sum += at(x, i, j);
  return sum;
}

describe('centre', () => {
  it('subtracts the mean of every column', () => {
    const x = filled(4, 2, (i, j) => (j === 0 ? i : 10 * i * i));
    assert.deepEqual(Array.from(centre(x).data), [-1.5, -35, -0.5, -25, 0.5, 5, 1.5, 55]);
  });

  it('loses nothing to a common offset of a million', () => {
    // Multiples of 2^-20: adding the offset is exact.
    const small = gaussian(500, 7);
    small.data.forEach((x, i) => (small.data[i] = Math.round(x * 2 ** 20) / 2 ** 20));
    const shifted = centre({ ...small, data: small.data.map((x) => x + 1e6) });
    const expected = centre(small);
    shifted.data.forEach((x, i) => assert.ok(Math.abs(x - (expected.data[i] ?? NaN)) < 2e-15));
    for (let j = 0; j < 7; j++) assert.ok(Math.abs(columnSum(shifted, j)) < 5e-13);
  });

  it('makes constant columns exactly zero, whatever the constant', () => {
    for (const constant of [0.1, 1 / 3, 1e300, -7e-12]) {
      const x = filled(333, 3, (i, j) => (j === 1 ? constant : i));
      const centred = centre(x);
      for (let i = 0; i < 333; i++) assert.equal(at(centred, i, 1), 0);
      assert.ok(at(centred, 0, 0) < 0);
    }
  });

  it('leaves the input alone and takes float32', () => {
    const x = single(gaussian(10, 3));
    const before = x.data.slice();
    const centred = centre(x);
    assert.deepEqual(x.data, before);
    assert.ok(centred.data instanceof Float64Array);
    for (let j = 0; j < 3; j++) assert.ok(Math.abs(columnSum(centred, j)) < 1e-15);
  });

  it('takes matrices without rows or columns and makes a single row zero', () => {
    assert.equal(centre({ rows: 0, cols: 3, data: new Float64Array(0) }).data.length, 0);
    assert.equal(centre({ rows: 3, cols: 0, data: new Float64Array(0) }).data.length, 0);
    assert.deepEqual(centre(gaussian(1, 4)).data, new Float64Array(4));
  });
});

describe('centreTurned', () => {
  for (const [rows, cols] of [
    [1, 1],
    [3, 2],
    [129, 7],
    [260, 1030],
    [0, 4],
  ] as const) {
    it(`has the columns of the centred [${rows} x ${cols}], and the squared lengths of its rows`, () => {
      for (const x of [gaussian(rows, cols, 5), single(gaussian(rows, cols, 5))]) {
        const centred = centre(x);
        const { columns, squaredLengths } = centreTurned(x);
        assert.deepEqual(columns, transpose(centred));
        // Which of the two is asked depends on what else was computed: no digit may.
        assert.deepEqual(squaredLengths, squaredLengthsOf(centred));
        assert.equal(squaredLengths.length, rows);
        for (const [i, squared] of squaredLengths.entries()) {
          let sum = 0;
          for (let j = 0; j < cols; j++) sum += at(centred, i, j) ** 2;
          assert.ok(Math.abs(squared - sum) <= 1e-13 * sum);
        }
      }
    });
  }

  it('can be stopped', () => {
    const stop = new Error('stop');
    const poll = (): void => {
      throw stop;
    };
    assert.throws(() => centreTurned(gaussian(5, 2), poll), stop);
    assert.throws(() => centre(gaussian(5, 2), poll), stop);
  });
});
