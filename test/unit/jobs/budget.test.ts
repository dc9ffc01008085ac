import assert from 'node:assert/strict';
import { Budget } from '../../../server/jobs/budget';

const mebibyte = 2 ** 20;

describe('The memory budget', () => {
  it('admits what fits beside what is under way', () => {
    const budget = new Budget(100);
    assert.equal(budget.admits(60), true);
    budget.take(60);
    assert.equal(budget.admits(40), true);
    assert.equal(budget.admits(41), false);
    budget.giveBack(60);
    assert.equal(budget.admits(100), true);
  });

  it('refuses what never fits in a sentence with both numbers and the setting', () => {
    const budget = new Budget(64 * mebibyte);
    assert.equal(budget.refusal(64 * mebibyte, 'RSA'), undefined);
    assert.equal(
      budget.refusal(65 * mebibyte, 'the description of "a"'),
      'The description of "a" would need about 65 MiB of memory at once, more than the 64 MiB allowed: ' +
        'raise nnsim.memoryLimit (in MiB) or choose smaller layers.',
    );
    budget.resize(65 * mebibyte);
    assert.equal(budget.refusal(65 * mebibyte, 'RSA'), undefined);
  });

  it('names what a person raises where they are', () => {
    const refusal = new Budget(64 * mebibyte, '--memory').refusal(65 * mebibyte, 'RSA');
    assert.match(refusal ?? '', /: raise --memory \(in MiB\) or choose smaller layers\.$/);
  });
});
