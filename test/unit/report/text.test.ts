import assert from 'node:assert/strict';
import {
  numberText,
  parametersText,
  printable,
  printableJson,
  scoreText,
  shapeText,
} from '../../../server/report/text';

describe('numbers and names as text', () => {
  it('show scores with three decimals', () => {
    assert.deepEqual([0, 1, -0.0625, 123.4567].map(scoreText), ['0.000', '1.000', '-0.063', '123.457']);
  });

  it('show scores that three decimals would hide in scientific notation', () => {
    assert.deepEqual([0.0001, 12345678].map(scoreText), ['1.00e-4', '1.23e+7']);
  });

  it('show statistics with six significant digits, whole numbers whole', () => {
    assert.deepEqual([1568000, 1 / 3, 1e-9 / 3, null].map(numberText), [
      '1568000',
      '0.333333',
      '3.33333e-10',
      '-',
    ]);
  });

  it('write parameters as measure calls do', () => {
    assert.equal(
      parametersText({ kernel: 'rbf', sigma: 0.4, centre: true }),
      'kernel: rbf, sigma: 0.4, centre: yes',
    );
  });

  it('let a terminal obey nothing in names, and JSON say the same as before', () => {
    const name = 'a\u009b31m\u202eb\u{e0001}"é';
    assert.equal(printable(name), 'a\\u{9b}31m\\u{202e}b\\u{e0001}"é');
    const json = printableJson(JSON.stringify({ name }));
    assert.equal(json, '{"name":"a\\u009b31m\\u202eb\\udb40\\udc01\\"é"}');
    assert.deepEqual(JSON.parse(json), { name });
  });

  it('call a tensor without axes a scalar', () => {
    assert.deepEqual([[], [3], [2, 5]].map(shapeText), ['scalar', '3', '2 x 5']);
  });
});
