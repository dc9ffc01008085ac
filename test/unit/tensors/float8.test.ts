import assert from 'node:assert/strict';
import { float8Tables } from '../../../server/tensors/float8';

/** Facts of the specifications: greatest value and its code, smallest positive value, infinities, NaN codes. */
const facts = {
  float8_e4m3fn: { max: 448, maxCode: 0x7e, least: 2 ** -9, infinities: [], nan: [0x7f, 0xff] },
  float8_e4m3fnuz: { max: 240, maxCode: 0x7f, least: 2 ** -10, infinities: [], nan: [0x80] },
  float8_e5m2: {
    max: 57344,
    maxCode: 0x7b,
    least: 2 ** -16,
    infinities: [0x7c, 0xfc],
    nan: [0x7d, 0x7e, 0x7f, 0xfd, 0xfe, 0xff],
  },
  float8_e5m2fnuz: { max: 57344, maxCode: 0x7f, least: 2 ** -17, infinities: [], nan: [0x80] },
  float8_e8m0fnu: { max: 2 ** 127, maxCode: 0xfe, least: 2 ** -127, infinities: [], nan: [0xff] },
} as const;

describe('float8', () => {
  for (const [dtype, fact] of Object.entries(facts) as [
    keyof typeof facts,
    (typeof facts)[keyof typeof facts],
  ][]) {
    const table = float8Tables[dtype];

    it(`has the greatest and smallest values, infinities and NaN of ${dtype}`, () => {
      const finite = [...table].filter(Number.isFinite);
      assert.equal(Math.max(...finite), fact.max);
      assert.equal(table[fact.maxCode], fact.max);
      assert.equal(Math.min(...finite.filter((value) => value > 0)), fact.least);
      const codesWhere = (test: (value: number) => boolean): number[] =>
        [...table.keys()].filter((code) => test(table[code] ?? 0));
      assert.deepEqual(codesWhere(Number.isNaN), [...fact.nan]);
      assert.deepEqual(
        codesWhere((value) => Math.abs(value) === Infinity),
        [...fact.infinities],
      );
    });

    it(`grows with the code in ${dtype}`, () => {
      const positive = [...table.subarray(0, fact.maxCode + 1)];
      assert.ok(positive.every((value, i) => i === 0 || value > (positive[i - 1] ?? NaN)));
    });
  }

  it('has one as bias times one', () => {
    assert.equal(float8Tables.float8_e4m3fn[0x38], 1);
    assert.equal(float8Tables.float8_e4m3fnuz[0x40], 1);
    assert.equal(float8Tables.float8_e5m2[0x3c], 1);
    assert.equal(float8Tables.float8_e5m2fnuz[0x40], 1);
    assert.equal(float8Tables.float8_e8m0fnu[0x7f], 1);
    assert.equal(float8Tables.float8_e4m3fn[0xb8], -1);
  });
});
