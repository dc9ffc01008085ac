import assert from 'node:assert/strict';
import { isWhole, rowLabel, valueText } from '../../../../webviews/model/valueText';

describe('A value of a tensor', () => {
  it('is written in the format that is chosen', () => {
    assert.equal(valueText(-0.123456789, 'Short'), '\u22120.12346');
    assert.equal(valueText(-0.123456789, 'Exact'), '\u22120.123456789');
    assert.equal(valueText(-0.123456789, 'Fixed'), '\u22120.123457');
    assert.equal(valueText(12345.5, 'Scientific'), '1.234550e+4');
  });

  it('of a whole number has no decimals, and says where it may be a neighbour', () => {
    assert.ok(['int8', 'uint64', 'bool'].every(isWhole));
    assert.ok(!['float32', 'bfloat16', 'Q8_0', 'quint8', 'float32 in uint8'].some(isWhole));
    assert.equal(valueText(-15, 'Short', true), '\u221215');
    assert.equal(valueText(123_456_789, 'Short', true), '123456789');
    assert.equal(valueText(2 ** 62, 'Short', true), '4.6117e+18');
    assert.equal(valueText(2 ** 62, 'Exact', true), '\u2248 4611686018427387904');
    assert.equal(valueText(5, 'Exact', true), '5');
    assert.equal(valueText('NaN', 'Exact', true), 'NaN');
  });

  it('that is no finite number is named in every format', () => {
    assert.equal(valueText('NaN', 'Fixed'), 'NaN');
    assert.equal(valueText('-Infinity', 'Exact'), '\u2212Infinity');
  });

  it('has its place on all axes but the last', () => {
    assert.equal(rowLabel(7, [10, 4]), '7');
    assert.equal(rowLabel(5, [2, 3, 4]), '1, 2');
    assert.equal(rowLabel(7, [2, 2, 3, 4]), '1, 0, 1');
  });
});
