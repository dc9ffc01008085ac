import assert from 'node:assert/strict';
import { build, scoreOf, valueOf } from '../inputs';

const rows = (...values: readonly (readonly number[])[]) =>
  build(values.length, values[0]?.length ?? 0, (i, j) => values[i]?.[j] ?? NaN);

describe('the Kullback-Leibler divergence of outputs', () => {
  it('is infinite, so without value, where the second model rules out what the first does not', () => {
    const { value, reason } = scoreOf(
      'kl',
      rows([0.5, 0.5], [0.5, 0.5]),
      rows([0.5, 0.5], [1, 0]),
      'probabilities',
    );
    assert.equal(value, null);
    assert.equal(
      reason,
      'In row 1 the second model rules out what the first does not: give a smoothing such as 1e-6, or use the Jensen-Shannon divergence.',
    );
  });

  it('is finite where the first model rules out what the second does not', () => {
    const value = valueOf('kl', rows([1, 0]), rows([0.5, 0.5]), 'probabilities');
    assert.ok(Math.abs(value - Math.LN2) < 1e-15);
  });

  it('mixes the uniform distribution into both when told to', () => {
    const value = valueOf('kl(smoothing: 0.1)', rows([1, 0]), rows([0, 1]), 'probabilities');
    assert.ok(Math.abs(value - (0.95 * Math.log(0.95 / 0.05) + 0.05 * Math.log(0.05 / 0.95))) < 1e-14);
  });

  it('keeps probabilities of logits that are too small for a number', () => {
    const value = valueOf('kl', rows([0, 0]), rows([0, -2000]), 'logits');
    assert.ok(Math.abs(value - (-Math.LN2 + 1000)) < 1e-9);
  });
});
