import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Fields } from '../../../../server/formats/csv/fields';

/** All rows of a text, and how many pieces each was met in. */
function rows(text: string, columns = 10): string[][] {
  const bytes = Buffer.from(text);
  const fields = new Fields(0x2c, columns, 'UTF-8');
  const all: string[][] = [];
  for (let at = 0; ;) {
    const next = fields.split(bytes, at, bytes.length, true);
    if (next < 0) return all;
    all.push(Array.from({ length: Math.min(fields.count, columns) }, (_, i) => fields.text(bytes, i)));
    at = next;
  }
}

const cell = fc.string({ unit: fc.constantFrom('a', '1', ' ', ',', '"', '\n', '\r\n', 'é'), maxLength: 4 });
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });

function written(cells: readonly string[][], lineEnd: string): string {
  return cells.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join(lineEnd);
}

describe('Fields', () => {
  it('splits whatever RFC 4180 can write', () => {
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), (cells, lineEnd) => {
        assert.deepEqual(rows(written(cells, lineEnd)), cells);
        assert.deepEqual(rows(written(cells, lineEnd) + lineEnd), cells);
      }),
    );
  });

  it('asks for more bytes until a row is complete, and then finds the same', () => {
    fc.assert(
      fc.property(table, (cells) => {
        const bytes = Buffer.from(`${written(cells, '\r\n')}\r\n`);
        const whole = new Fields(0x2c, 10, 'UTF-8');
        const next = whole.split(bytes, 0, bytes.length, false);
        assert.ok(next > 0);
        const fields = new Fields(0x2c, 10, 'UTF-8');
        for (let end = 0; end < next; end++) assert.equal(fields.split(bytes, 0, end, false), -1);
        assert.equal(fields.split(bytes, 0, next, false), next);
        assert.deepEqual([...fields.starts, ...fields.ends], [...whole.starts, ...whole.ends]);
      }),
    );
  });

  it('has empty fields, skips lines without anything and counts what it does not keep', () => {
    assert.deepEqual(rows('a,,b\n\n\r\n,\nc,d,e,'), [
      ['a', '', 'b'],
      ['', ''],
      ['c', 'd', 'e', ''],
    ]);
    const fields = new Fields(0x2c, 1, 'UTF-8');
    fields.split(Buffer.from('1,2,3\n'), 0, 6, true);
    assert.equal(fields.count, 3);
  });

  it('keeps quotes inside a field, and text after a closing one', () => {
    assert.deepEqual(rows('5" pipe,"a"b,"c\n'), [['5" pipe', '"a"b', '"c\n']]);
  });
});
