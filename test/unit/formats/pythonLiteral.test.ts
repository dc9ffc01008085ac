import assert from 'node:assert/strict';
import { parseLiteral } from '../../../server/formats/pythonLiteral';

const parse = (text: string): unknown => parseLiteral('f.npy', text, 10);

describe('parseLiteral', () => {
  it('reads the literals that array headers consist of', () => {
    assert.deepEqual(
      parse(`{'descr': "<f4", 'shape': (3, 4L,), 'x': [True, False, None, -7, ()], }  \n`),
      new Map<string, unknown>([
        ['descr', '<f4'],
        ['shape', [3n, 4n]],
        ['x', [true, false, null, -7n, []]],
      ]),
    );
  });

  it('tells a number in parentheses from a tuple', () => {
    assert.equal(parse('(4)'), 4n);
    assert.deepEqual(parse('(4,)'), [4n]);
    assert.deepEqual(parse('[4]'), [4n]);
  });

  it('refuses everything that would have to be evaluated and says where it stands', () => {
    for (const [text, message] of [
      ['x', 'f.npy: unexpected text at 10.'],
      ['[1] + [2]', 'f.npy: unexpected text at 14.'],
      [`{'a': f(1)}`, 'f.npy: unexpected text at 16.'],
      ['1.5', 'f.npy: unexpected text at 11.'],
      [`'a' 'b'`, 'f.npy: unexpected text at 14.'],
      [`'\\x41'`, 'f.npy: unexpected text at 10.'],
      ['(1, 2', 'f.npy: the header ends too early at 15.'],
      ['{1: 2}', 'f.npy: unexpected text at 12.'],
      ['(,)', 'f.npy: unexpected text at 11.'],
      ['4Lx', 'f.npy: unexpected text at 10.'],
      ['', 'f.npy: the header ends too early at 10.'],
      [`{'a': 1, 'a': 2}`, 'f.npy: the header has "a" twice.'],
      ['['.repeat(40), 'f.npy: the header is nested more than 32 deep.'],
    ] as const) {
      assert.throws(() => parse(text), { name: 'BadInput', message }, text);
    }
  });
});
