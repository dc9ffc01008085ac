import assert from 'node:assert/strict';
import {
  brief,
  byteSize,
  columnCount,
  fixed,
  roundCount,
  shapeText,
  significant,
  tickText,
  withError,
} from '../../../webviews/numbers';

describe('numbers on the pages', () => {
  it('rounds counts to what can be read at a glance', () => {
    assert.deepEqual([0, 999, 1000, 12_345_678, 999_960, 23_648_398_080].map(roundCount), [
      '0',
      '999',
      '1.0 K',
      '12.3 M',
      '1.0 M',
      '23.6 B',
    ]);
  });

  it('gives sizes in binary units', () => {
    assert.deepEqual([0, 1023, 1024, 6 * 2 ** 30].map(byteSize), ['0 B', '1023 B', '1.0 KiB', '6.0 GiB']);
  });

  it('keeps so many significant digits, with an exponent only for very small and very large values', () => {
    assert.equal(significant(0.873245123, 6), '0.873245');
    assert.equal(significant(-0.0123, 3), '−0.0123');
    assert.equal(significant(1e-7, 3), '1.00e−7');
    assert.equal(significant(12345678, 3), '1.23e+7');
    assert.equal(significant(0, 6), '0');
  });

  it('never prints a negative zero', () => {
    assert.equal(fixed(-0.0001, 3), '0.000');
    assert.equal(fixed(-0.01, 3), '−0.010');
  });

  it('takes an exponent in narrow columns as soon as it is shorter', () => {
    assert.equal(brief(-0.000801), '−8.01e−4');
    assert.equal(brief(0.00801), '0.00801');
    assert.equal(brief(3e8), '3.00e8');
  });

  it('writes axis ticks without idle zeros', () => {
    assert.deepEqual([0.2, 0.30000000000000004, -1, 15].map(tickText), ['0.2', '0.3', '−1', '15']);
    assert.deepEqual([1e18, -2.5e38, 3e-7].map(tickText), ['1e18', '−2.5e38', '3e−7']);
  });

  it('names a shape without dimensions', () => {
    assert.equal(shapeText([]), 'scalar');
    assert.equal(shapeText([64, 3, 7, 7]), '64 × 3 × 7 × 7');
  });

  it('rounds counts in columns only when they grow too wide', () => {
    assert.equal(columnCount(8_388_608), '8,388,608');
    assert.equal(columnCount(23_648_398_080), '23.6 B');
  });

  it('writes a value with the decimals its error allows', () => {
    assert.equal(withError(0.834567, 0.0123), '0.835 ± 0.012');
    assert.equal(withError(-12.34, 1.5), '−12.3 ± 1.5');
    assert.equal(withError(1234.5, 60), '1235 ± 60');
    assert.equal(withError(0.5, 0), '0.500000 ± 0');
  });
});
