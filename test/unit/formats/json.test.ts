import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  JsonError,
  JsonObject,
  parseEntries,
  parseJson,
  Real,
  type Json,
} from '../../../server/formats/json';

/** What JSON.parse would have made of it. */
function plain(value: Json): unknown {
  if (value instanceof Real) return Number(value.text);
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof JsonObject)
    return Object.fromEntries([...value.entries()].map(([k, v]) => [k, plain(v)]));
  return value;
}

function errorOf(text: string): JsonError {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof JsonError) return error;
    throw error;
  }
  return assert.fail(`${text} was parsed`);
}

describe('parseJson', () => {
  it('reads what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        assert.deepEqual(plain(parseJson(text)), JSON.parse(text));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('accepts and refuses the same texts as JSON.parse', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '1',
      '-',
      '.5',
      '0',
      'e2',
      'true',
      'null',
      ' ',
      '"',
      '\\u00',
      'é',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 9 }), (parts) => {
        const text = parts.join('');
        const isRepeated = /"a".*:.*"a"|"b".*:.*"b"/.test(text);
        let accepted = true;
        try {
          JSON.parse(text);
        } catch {
          accepted = false;
        }
        if (!accepted) errorOf(text);
        else if (!isRepeated) assert.deepEqual(plain(parseJson(text)), JSON.parse(text));
      }),
      { numRuns: 3000, seed: 2 },
    );
  });

  it('loses no digit of an integer and keeps how other numbers were written', () => {
    assert.equal(parseJson('9007199254740993'), 9007199254740993n);
    assert.equal(parseJson('-18446744073709551614'), -18446744073709551614n);
    assert.equal(parseJson('9007199254740991'), 9007199254740991);
    for (const text of ['1.0', '1e3', '-0', '9'.repeat(1000)])
      assert.deepEqual(parseJson(text), new Real(text));
  });

  it('refuses repeated keys and says where', () => {
    const error = errorOf('{"a":[{"b":1,"b":2}]}');
    assert.deepEqual(error.repeated, { key: 'b', depth: 3 });
    const many = Array.from({ length: 40 }, (_, i) => `"k${i % 39}":0`).join(',');
    assert.deepEqual(errorOf(`{${many}}`).repeated, { key: 'k0', depth: 1 });
  });

  it('counts offsets in bytes of UTF-8', () => {
    assert.equal(errorOf('["é€😀", x]').offset, 14);
  });

  it('refuses deep nesting, half surrogates, control characters and what follows the end', () => {
    assert.match(errorOf('['.repeat(100_000)).message, /nested more than 32 deep/);
    assert.match(errorOf('"\\ud800"').message, /bad \\u sequence/);
    assert.match(errorOf('"\\udc00\\ud800"').message, /bad \\u sequence/);
    assert.match(errorOf('"\n"').message, /unfinished string/);
    assert.match(errorOf('1 2').message, /goes on after its end/);
    assert.equal(parseJson('"\\ud83d\\ude00"'), '😀');
  });

  it('keeps keys that are names of built-in properties', () => {
    const value = parseJson('{"__proto__":1,"constructor":2}');
    assert.ok(value instanceof JsonObject);
    assert.deepEqual(
      [...value.entries()],
      [
        ['__proto__', 1],
        ['constructor', 2],
      ],
    );
    assert.equal(value.get('toString'), undefined);
  });
});

describe('A document of very many lists', () => {
  const many = (count: number): string => `[${'[],'.repeat(count - 2)}[]]`;

  it('is refused before it fills the memory', () => {
    assert.throws(() => parseJson(many(100_001)), /more than 100000 nested lists or objects/);
    assert.equal((parseJson(many(100_000)) as Json[]).length, 99_999);
  });

  it('may have so many in each of its entries, where they come one by one', () => {
    const taken: string[] = [];
    parseEntries(`{"a":${many(99_999)},"b":${many(99_999)}}`, { take: (key) => void taken.push(key) });
    assert.deepEqual(taken, ['a', 'b']);
    const text = `{"a":${many(100_001)}}`;
    assert.throws(() => parseEntries(text, { take: () => undefined }), /nested lists or objects/);
  });
});

describe('parseEntries', () => {
  const read = (text: string): [string, Json][] | undefined => {
    const found: [string, Json][] = [];
    return parseEntries(text, { take: (key, value) => void found.push([key, value]) }) ? found : undefined;
  };

  it('gives the entries of the outermost object one by one', () => {
    assert.deepEqual(read(' {"a":1,"b":[2]} '), [
      ['a', 1],
      ['b', [2]],
    ]);
    assert.deepEqual(read('{}'), []);
    assert.equal(read('[1]'), undefined);
  });

  it('notices what is wrong where it comes to it', () => {
    const found: string[] = [];
    assert.throws(() => parseEntries('{"a":1,"a":2}', { take: (key) => void found.push(key) }), JsonError);
    assert.deepEqual(found, ['a']);
    assert.throws(() => read('{"a":1}}'), /goes on after its end/);
  });

  it('goes on where a value ends that its reader has read by itself', () => {
    const taken: string[] = [];
    const text = '{"a": "b" ,"c":2}';
    const quick = (key: string, at: number): number | undefined => (key === 'a' ? at + 3 : undefined);
    assert.ok(parseEntries(text, { take: (key) => void taken.push(key), quick }));
    assert.deepEqual(taken, ['c']);
  });
});
