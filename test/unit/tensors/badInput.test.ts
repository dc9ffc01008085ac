import assert from 'node:assert/strict';
import { quoted } from '../../../server/tensors/badInput';

describe('quoted', () => {
  it('puts names in quotes and keeps letters of all scripts', () => {
    assert.equal(quoted('encoder.層.weight'), '"encoder.層.weight"');
  });

  it('escapes what would break or turn a sentence', () => {
    assert.equal(quoted('a\n"b\u202e\u0085'), '"a\\n\\"b\\u202e\\u0085"');
  });

  it('cuts long names in the middle', () => {
    const short = quoted(`start${'x'.repeat(5_000_000)}end`);
    assert.match(short, /^"startx+…x+end"$/);
    assert.ok(short.length < 90);
    assert.equal(quoted(''), '""');
  });

  it('cuts names that escaping makes long', () => {
    const zeros = quoted(`a${'\0'.repeat(60)}z`);
    assert.match(zeros, /^"a(\\u0000)+…(\\u0000)+z"$/);
    assert.ok(zeros.length < 130);
  });
});
