import assert from 'node:assert/strict';
import type { Source } from '../../../../server/formats/bytes';
import { unpickle } from '../../../../server/formats/pickle/unpickle';
import {
  Called,
  Dict,
  List,
  Name,
  Persistent,
  Stretch,
  Tuple,
  type Value,
} from '../../../../server/formats/pickle/values';

/** A source in memory that counts what is read of it. */
function memory(bytes: Uint8Array): Source & { taken: number } {
  const source = {
    taken: 0,
    read: (position: number, length: number) => {
      source.taken += length;
      return Promise.resolve(new Uint8Array(bytes.subarray(position, position + length)));
    },
  };
  return source;
}

/** What a pickle says, as text that can be compared. */
function shown(value: Value): unknown {
  if (value instanceof List) return value.items.map(shown);
  if (value instanceof Tuple) return { tuple: value.items.map(shown) };
  if (value instanceof Dict)
    return { dict: [...value.entries].map(([key, item]) => [shown(key), shown(item)]) };
  if (value instanceof Name) return { name: String(value) };
  if (value instanceof Stretch) return { [value.kind]: [value.offset, value.length] };
  if (value instanceof Persistent) return { persistent: shown(value.id) };
  if (value instanceof Called)
    return { call: value.name, args: value.args.map(shown), state: shown(value.state ?? null) };
  return value;
}

async function read(text: string): Promise<unknown> {
  const bytes = Buffer.from(text, 'latin1');
  return shown((await unpickle(memory(bytes), 'x', 0, bytes.length)).value);
}

/** What each pickle holds; those of protocols 0 to 5 are as Python writes them. */
const pickles: readonly (readonly [string, string, unknown])[] = [
  ['None and truths', '(NI00\nI01\n\x88\x89t.', { tuple: [null, false, true, true, false] }],
  ['integers as lines', '(I-7\nL12L\nL-9007199254740993L\nt.', { tuple: [-7, 12, -9007199254740993n] }],
  [
    'binary integers',
    '(K\xffM\xff\xffJ\xff\xff\xff\xff\x8a\x00\x8a\x01\x80\x8a\x02\x00\x80\x8b\x01\0\0\0\x7ft.',
    { tuple: [255, 65535, -1, 0, -128, -32768, 127] },
  ],
  ['a long of more than 53 bits', '\x8a\x09\0\0\0\0\0\0\0\0\x01.', 2n ** 64n],
  [
    'floats',
    '(F1.5\nF-1e-3\nFinf\nF-inf\nG\x3f\xf8\0\0\0\0\0\0t.',
    { tuple: [1.5, -0.001, Infinity, -Infinity, 1.5] },
  ],
  ['a line that is not a number', 'Fnan\n.', NaN],
  [
    'strings of Python 2',
    `(S'a\\'\\n\\x41\\101'\nS"b"\nU\x02cdT\x01\0\0\0et.`,
    { tuple: ["a'\nAA", 'b', 'cd', 'e'] },
  ],
  ['bytes of Python 2', 'U\x02a\xff.', { bytes: [2, 2] }],
  [
    'text',
    '(Vna\\u00efve \\U0001f600\nX\x02\0\0\0\xc3\xaf\x8c\x01a\x8d\x01\0\0\0\0\0\0\0bt.',
    { tuple: ['naïve 😀', 'ï', 'a', 'b'] },
  ],
  [
    'bytes',
    '(C\x01aB\x02\0\0\0bb\x8e\x01\0\0\0\0\0\0\0c\x96\x01\0\0\0\0\0\0\0d\x98t.',
    { tuple: [{ bytes: [3, 1] }, { bytes: [9, 2] }, { bytes: [20, 1] }, { bytes: [30, 1] }] },
  ],
  ['lists', '(](K\x01K\x02e]K\x03a(K\x04lt.', { tuple: [[1, 2], [3], [4]] }],
  [
    'tuples',
    '()K\x01\x85K\x01K\x02\x86K\x01K\x02K\x03\x87(K\x04tt.',
    { tuple: [{ tuple: [] }, { tuple: [1] }, { tuple: [1, 2] }, { tuple: [1, 2, 3] }, { tuple: [4] }] },
  ],
  [
    'dictionaries',
    '(}(U\x01aK\x01u}U\x01bK\x02s(U\x01cK\x03dt.',
    { tuple: [{ dict: [['a', 1]] }, { dict: [['b', 2]] }, { dict: [['c', 3]] }] },
  ],
  ['sets', '(\x8f(K\x01K\x02\x90(K\x03\x91t.', { tuple: [[1, 2], [3]] }],
  [
    'what is remembered',
    '(U\x01ap5\n0U\x01bq\x060U\x01cr\x07\0\0\x000U\x01d\x940g5\nh\x06j\x07\0\0\0h\x03t.',
    { tuple: ['a', 'b', 'c', 'd'] },
  ],
  ['values taken away', '(K\x01K\x020(K\x03K\x0412(0t.', { tuple: [1, 1] }],
  [
    'names',
    '(cos\npath\n\x8c\x02os\x8c\x04name\x93t.',
    { tuple: [{ name: 'os.path' }, { name: 'os.name' }] },
  ],
  [
    'calls',
    '(cm\nf\n(K\x01tR(K\x02im\ng\n(cm\nh\nK\x03ocm\ni\n)\x81cm\nj\n)}\x92}bt.',
    {
      tuple: [
        { call: 'm.f', args: [1], state: null },
        { call: 'm.g', args: [2], state: null },
        { call: 'm.h', args: [3], state: null },
        { call: 'm.i', args: [], state: null },
        { call: 'm.j', args: [{ tuple: [] }, { dict: [] }], state: { dict: [] } },
      ],
    },
  ],
  [
    'objects by their class',
    'ccopy_reg\n_reconstructor\n(cm\nC\nc__builtin__\nobject\nNtR.',
    { call: 'm.C', args: [{ name: 'm.C' }, { name: '__builtin__.object' }, null], state: null },
  ],
  ['persistent ids', '(Pa\nK\x01Qt.', { tuple: [{ persistent: 'a' }, { persistent: 1 }] }],
  ['a frame', '\x80\x04\x95\x02\0\0\0\0\0\0\0N..', null],
];

describe('unpickle', () => {
  for (const [name, text, expected] of pickles) {
    it(`reads ${name}`, async () => assert.deepEqual(await read(text), expected));
  }

  it('makes containers of Python what they are', async () => {
    const pairs = 'ccollections\nOrderedDict\n(](](K\x01K\x02eetR';
    const factory = 'ccollections\ndefaultdict\n(cm\nf\ntRU\x01aK\x03s';
    assert.deepEqual(await read(`(${pairs}${factory}c__builtin__\nset\n(](K\x01K\x02etRt.`), {
      tuple: [{ dict: [[1, 2]] }, { dict: [['a', 3]] }, [1, 2]],
    });
  });

  it('reads no more of a file than the pickle has, and nothing of long strings', async () => {
    const start = Buffer.from('B\0\0\0\x01', 'latin1');
    const bytes = Buffer.concat([start, Buffer.alloc(2 ** 24), Buffer.from('.'), Buffer.alloc(2 ** 24)]);
    const source = memory(bytes);
    const { value, end } = await unpickle(source, 'x', 0, bytes.length);
    assert.deepEqual([shown(value), end], [{ bytes: [5, 2 ** 24] }, 2 ** 24 + 6]);
    assert.ok(source.taken < 100_000, `${source.taken} bytes were read`);
  });

  it('goes on from one window to the next', async () => {
    const words = Array.from({ length: 9000 }, (_, i) => `X\x05\0\0\0${String(i).padStart(5)}`).join('');
    const bytes = Buffer.from(`](${words}e.`, 'latin1');
    const { value } = await unpickle(memory(bytes), 'x', 0, bytes.length);
    assert.ok(value instanceof List);
    assert.deepEqual(
      value.items,
      Array.from({ length: 9000 }, (_, i) => String(i).padStart(5)),
    );
  });

  it('begins where it is told and says where it ended', async () => {
    const bytes = Buffer.from('junkK\x01.K\x02.', 'latin1');
    const first = await unpickle(memory(bytes), 'x', 4, bytes.length);
    const second = await unpickle(memory(bytes), 'x', first.end, bytes.length);
    assert.deepEqual([first.value, second.value, second.end], [1, 2, 10]);
  });
});
