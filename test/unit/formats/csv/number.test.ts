import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parsed, parseNumber } from '../../../../server/formats/csv/number';

const slot = new Float64Array(1);

function read(text: string, decimal = '.'): number | string {
  const bytes = Buffer.from(`<${text}>`);
  const outcome = parseNumber(slot, 0, bytes, 1, bytes.length - 1, decimal.charCodeAt(0));
  if (outcome === parsed.number) return slot[0] ?? 'nothing';
  return outcome === parsed.text ? 'text' : 'too large';
}

describe('parseNumber', () => {
  it('reads whatever JavaScript writes, to the last bit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (any) => {
        // JavaScript writes -0 as 0.
        const value = any + 0;
        assert.equal(read(String(value)), value);
        assert.equal(read(value.toExponential(12)), Number(value.toExponential(12)));
        assert.equal(read(String(value).replace('.', ','), ','), value);
      }),
      { numRuns: 3000 },
    );
  });

  it('reads whatever other programs write', () => {
    for (const [text, value] of [
      ['1', 1],
      ['-0', -0],
      ['+1.50', 1.5],
      ['.5', 0.5],
      ['5.', 5],
      ['1E+02', 100],
      ['1e-7', 1e-7],
      ['  2.5 ', 2.5],
      ['9007199254740993', 9007199254740992],
      ['0.1000000000000000055511151231257827', 0.1],
      ['4.9406564584124654e-324', 5e-324],
      ['1e-999', 0],
      ['-inf', -Infinity],
      ['Infinity', Infinity],
      ['1e999', 'too large'],
    ] as const)
      assert.equal(read(text), value, text);
  });

  it('has NaN for cells that are empty or say that something is missing', () => {
    for (const text of ['', ' ', 'nan', 'NaN', 'NA', 'N/A', 'null', 'None', '#N/A'])
      assert.equal(read(text), NaN, text);
  });

  it('takes nothing else for a number', () => {
    for (const text of [
      'a',
      '1a',
      '1 2',
      '1.2.3',
      '1,5',
      '--1',
      '+',
      '.',
      '-.',
      'e5',
      '1e',
      '1e+',
      '0x10',
      '1_000',
      '=1',
      '１',
    ])
      assert.equal(read(text), 'text', text);
    for (const text of ['1.5', '1.000,5', '1,2,3']) assert.equal(read(text, ','), 'text', text);
  });
});
