import assert from 'node:assert/strict';
import { shareCell, shareText } from '../../../server/protocol';

describe('A share, as per cent', () => {
  it('has three digits, and no idle zeros', () => {
    assert.equal(shareText(0.0305), '3.05 %');
    assert.equal(shareText(0.0312499), '3.12 %');
    assert.equal(shareText(0.312), '31.2 %');
    assert.equal(shareText(0.3), '30 %');
    assert.equal(shareText(0.00012345), '0.0123 %');
    assert.equal(shareText(1e-9), '0.0000001 %');
  });

  it('has the digits of what is left of all where these are more', () => {
    assert.equal(shareText(0.9695), '96.95 %');
    assert.equal(shareText(1 - 0.0305), '96.95 %');
    assert.equal(shareText(0.95), '95 %');
  });

  it('is none or all only where it is', () => {
    assert.deepEqual([0, 1].map(shareText), ['0 %', '100 %']);
    for (let instances = 10; instances <= 1e9; instances *= 10) {
      assert.notEqual(shareText(1 / instances), '0 %');
      assert.notEqual(shareText(1 - 1 / instances), '100 %');
    }
  });

  it('has two decimals at most in a narrow column, and is none or all only where it is there, too', () => {
    const shown = [0.9695, 0.96956, 0.99995, 0.9999, 0.00005, 0.00012, 0, 1].map(shareCell);
    assert.deepEqual(shown, [
      ...['96.95 %', '96.96 %', '> 99.99 %', '99.99 %', '< 0.01 %', '0.01 %', '0 %', '100 %'],
    ]);
  });

  it('is none or all where only rounding keeps it from that', () => {
    assert.deepEqual([5.6e-17, -5.6e-17, 1 - 1.2e-16, 1 + 2.3e-16].map(shareText), [
      ...['0 %', '0 %'],
      ...['100 %', '100 %'],
    ]);
  });
});
