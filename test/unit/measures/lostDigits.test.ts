import assert from 'node:assert/strict';
import type { Matrix } from '../../../server/linalg/matrix';
import { build, entryOf, random, relativeError, scoreOf, valueOf } from './inputs';

const [x, y] = [random(30, 4, 1), random(30, 4, 2)];
const times = (m: Matrix, factor: number): Matrix =>
  build(m.rows, m.cols, (i, j) => factor * entryOf(m, i, j));
const plus = (m: Matrix, offset: number): Matrix =>
  build(m.rows, m.cols, (i, j) => entryOf(m, i, j) + offset);
const notesOf = (call: string, p: Matrix, q: Matrix): string => scoreOf(call, p, q).notes.join(' ');

describe('Squares of activations', () => {
  const calls = ['procrustes(squared: yes)', 'procrustes(squared: yes, over: permutations)', 'rsm.norm'];
  for (const call of [...calls, 'rsm.norm(norm: spectral)']) {
    it(`by ${call} keep their digits or are said to be too small or too large, with what to do`, () => {
      const value = valueOf(call, x, y);
      for (const factor of [2 ** -500, 2 ** 500]) {
        const found = valueOf(call, times(x, factor), times(y, factor));
        assert.ok(relativeError(found / factor / factor, value) < 1e-9);
      }
      for (const factor of [1e-155, 1e-160, 1e-200, 1e-300]) {
        const { value: none, reason = '' } = scoreOf(call, times(x, factor), times(y, factor));
        if (factor === 1e-155) assert.equal(none === null, value * 1e-310 < 2 ** -1022);
        else assert.equal(none, null);
        if (none === null) assert.match(reason, /too small .*: multiply the activations of both inputs/);
      }
      const { value: none, reason = '' } = scoreOf(call, times(x, 1e200), times(y, 1e200));
      assert.equal(none, null);
      assert.match(reason, /overflows .*: divide the activations of both inputs/);
    });
  }

  it('are 0 for two zero matrices', () => {
    for (const call of calls) assert.equal(valueOf(call, times(x, 0), times(y, 0)), 0);
  });
});

describe('Cosines of data far from the origin', () => {
  const calls = ['jaccard', 'rank', 'joint', 'second_order_cos', 'rsa(inner: cosine)'];
  for (const call of calls) {
    it(`are said to have lost their digits in ${call}, and to be all the same where they lost all`, () => {
      for (const clear of [0, 1, 1e3]) assert.doesNotMatch(notesOf(call, plus(x, clear), y), /rounding/);
      assert.match(notesOf(call, plus(x, 1e7), y), /Cosines of the first .* few digits .* Subtract the mean/);
      assert.match(notesOf(call, y, plus(x, 3e6)), /Cosines of the second/);
      const { status, reason = '' } = scoreOf(call, plus(x, 1e9), y);
      assert.equal(status, 'degenerate');
      assert.match(reason, /less than cosines can tell: subtract the mean of each column first/);
    });
  }

  it('do not concern distances and correlations', () => {
    for (const call of ['jaccard(similarity: euclidean)', 'rsa', 'rsa(inner: euclidean)']) {
      assert.doesNotMatch(notesOf(call, plus(x, 1e7), y), /rounding/);
      assert.ok(Math.abs(valueOf(call, plus(x, 1e7), y) - valueOf(call, x, y)) < 1e-3);
    }
  });
});

describe('Numbers beside which others vanish', () => {
  it('are told of the shrinkage of riemann and of the t of uniformity', () => {
    const [p, q] = [times(x, 1e-8), times(y, 1e-8)];
    assert.match(notesOf('riemann(shrinkage: 0.5)', p, q), /shrinkage of 0.5 .* vanish/);
    assert.doesNotMatch(notesOf('riemann(shrinkage: 0.5)', x, q), /vanish/);
    assert.match(notesOf('uniformity', p, y), /instances of the first input are as near .* larger t/);
    assert.doesNotMatch(notesOf('uniformity', x, y), /as near/);
  });
});
