import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { Folder } from './folder';
import { call, dict, integer, named, pickleOf, text, tuple } from './pickles';

const raw = (bytes: string): Buffer => Buffer.from(bytes, 'latin1');
const hex = (bytes: string): Buffer => Buffer.from(bytes.replaceAll(' ', ''), 'hex');
const says = (what: string): string => `@: the pickle ${what}.`;

const refused: readonly (readonly [string, Buffer, string])[] = [
  [
    'setitem-nondict',
    hex('80 02 4B 01 4B 02 4B 03 73 2E'),
    says('sets an item of something that is no dictionary (SETITEM on a non-dict) at byte 8'),
  ],
  [
    'setitems-list',
    raw(']' + '(K\x01K\x02u.'),
    says('sets an item of something that is no dictionary (SETITEM on a non-dict) at byte 6'),
  ],
  ['append-nonlist', raw('}K\x01a.'), says('appends to something that is no list at byte 3')],
  ['build-number', raw('K\x01}b.'), says('sets the state of something that has none at byte 3')],
  ['odd-items', raw('}(K\x01u.'), says('has a key without a value at byte 4')],
  ['no-stop', hex('80 02 7D'), says('ends before its STOP instruction at byte 3')],
  ['underflow', hex('80 02 2E'), says('takes a value from an empty stack at byte 2')],
  ['below-mark', raw('K\x01(0' + 'a.'), says('takes a value from an empty stack at byte 4')],
  ['no-mark', hex('80 04 74 2E'), says('looks for a mark that is not there at byte 2')],
  ['memo-hole', hex('80 02 68 07 2E'), says('recalls value 7, which it never remembered, at byte 2')],
  ['memo-line', raw('gx\n.'), says('has a bad number of a remembered value at byte 0')],
  ['unknown-op', hex('80 02 FE 2E'), says('has an instruction that does not exist (254) at byte 2')],
  ['proto-9', hex('80 09 4E 2E'), says('has protocol 9, and only 0 to 5 are known, at byte 0')],
  [
    'str-4G',
    hex('58 FF FF FF FF'),
    says('has a string or number of 4294967295 bytes that runs past its end at byte 5'),
  ],
  [
    'bytes-2^60',
    hex('80 04 8E 00 00 00 00 00 00 00 10'),
    says('has a string longer than any file at byte 2'),
  ],
  [
    'long-4G',
    hex('80 02 8B FF FF FF 7F'),
    says('has a number of 2147483647 bytes, more than 1024, at byte 2'),
  ],
  ['long-digits', raw(`L${'9'.repeat(100_000)}L\n.`), says('has a bad number at byte 0')],
  ['line-endless', Buffer.alloc(20_000, 'S'), says('ends within a line at byte 1')],
  [
    'frame-past-end',
    hex('80 04 95 FF FF FF FF 00 00 00 00 4E 2E'),
    says('has a frame of 4294967295 bytes that runs past its end at byte 11'),
  ],
  [
    'frame-in-frame',
    hex('80 04 95 0B 00 00 00 00 00 00 00 95 01 00 00 00 00 00 00 00 4E 2E'),
    says('has a frame in a frame at byte 20'),
  ],
  [
    'frame-crossed',
    hex('80 04 95 02 00 00 00 00 00 00 00 8C 03 61 62 63 2E'),
    says('has an instruction that runs past the end of its frame at byte 11'),
  ],
  [
    'ext-code',
    hex('80 02 82 01 2E'),
    says('uses an extension code, which means something only in the program that wrote it, at byte 2'),
  ],
  [
    'persistent-text',
    raw('Pfile\n.'),
    '@ refers to an object outside of itself, which only the program that wrote it can find: save it without.',
  ],
  [
    'out-of-band',
    hex('80 05 97 2E'),
    says('needs data that is not in the file (a buffer out of band) at byte 2'),
  ],
  ['callee-number', raw('K\x01)R.'), says('calls something that is no function or class at byte 3')],
  [
    'args-number',
    raw('cposix\nsystem\nK\x01R.'),
    says('calls something with arguments that are no tuple at byte 16'),
  ],
  ['name-number', hex('80 04 4B 01 4B 02 93 2E'), says('has a name that is no short text at byte 6')],
  ['left-over', raw('NN.'), says('leaves values behind at byte 2')],
  [
    'dup-bomb',
    Buffer.concat([Buffer.alloc(2_000_000, 'N'), raw('.')]),
    says('stacks more than 1000000 values at byte 1000000'),
  ],
  [
    'mark-bomb',
    Buffer.concat([Buffer.alloc(2_000_000, '('), raw('.')]),
    says('has more than 1000000 marks at byte 1000000'),
  ],
  [
    'copy-bomb',
    // A list of a million numbers, made into a set a thousand times.
    Buffer.concat([
      raw(']('),
      Buffer.alloc(999_000, 'N'),
      raw('eq\x000cbuiltins\nset\nq\x010'),
      ...Array.from({ length: 1000 }, () => raw('h\x01h\x00\x85R0')),
      raw('N.'),
    ]),
    says('asks for more than 20000000 steps at byte 999161'),
  ],
];

describe('corpus: pickles', function () {
  // A second on a machine that has nothing else to do.
  this.timeout(5000);
  const folder = new Folder();

  for (const [name, bytes, message] of refused) {
    it(`refuses ${name}`, () => folder.refuses(`${name}.pkl`, bytes, message));
  }

  describe('that would run code in Python', () => {
    const proof = (): string => `${folder.path}/evil`;
    const argument = (): string => `S'touch ${proof()}'\n`;
    const evil: readonly (readonly [string, () => Buffer])[] = [
      ['reduce', () => Buffer.concat([raw('cposix\nsystem\n'), text(`touch ${proof()}`), raw('\x85R.')])],
      ['inst', () => raw(`(${argument()}iposix\nsystem\n.`)],
      ['obj', () => raw(`(cposix\nsystem\n${argument()}o.`)],
      [
        'stackglobal',
        () => Buffer.concat([hex('80 04 8C 05'), raw('posix\x8c\x06system\x93'), text('x'), raw('\x85R.')]),
      ],
      ['newobj', () => raw(`cposix\nsystem\n${argument()}\x85\x81.`)],
      ['newobj-ex', () => raw(`cposix\nsystem\n${argument()}\x85}\x92.`)],
      ['build', () => raw(`cposix\nsystem\n${argument()}\x85R}${argument()}K\x01sb.`)],
      ['called result', () => raw(`cposix\nsystem\n)R)R.`)],
    ];
    for (const [name, bytes] of evil) {
      it(`opens pt-evil-${name} as an inert object`, async () => {
        const file = await folder.openBytes(`evil-${name}.pkl`, bytes());
        assert.deepEqual(file.tensors, []);
        assert.deepEqual(file.warnings, [
          'This file would call posix.system if it were loaded in Python; nnsim executes nothing.',
        ]);
        assert.equal(existsSync(proof()), false);
      });
    }

    it('shows names of unusual modules before those of libraries, and counts the rest', async () => {
      const calls = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => call(named('torch.nn', name)));
      const pickle = pickleOf(tuple(...calls, call(named('evil\x1b', 'x'))));
      const file = await folder.openBytes('names.pkl', pickle);
      assert.deepEqual(file.warnings, [
        'This file would call "evil\\u001b.x", torch.nn.a, torch.nn.b, torch.nn.c, torch.nn.d and 2 more if it were loaded in Python; nnsim executes nothing.',
      ]);
    });

    it('tells names that are only loaded from those that are called', async () => {
      const file = await folder.openBytes('import.pkl', pickleOf(dict(['x', named('os', 'system')])));
      assert.deepEqual(file.warnings, [
        'This file would import os.system if it were loaded in Python; nnsim executes nothing.',
      ]);
      assert.deepEqual(file.metadata, [['x', 'os.system']]);
    });
  });

  it('opens a list that contains itself', async () => {
    const file = await folder.openBytes('cyclic.pkl', hex('80 02 5D 71 00 68 00 61 2E'));
    assert.deepEqual(file.tensors, []);
  });

  it('opens billion laughs, each part once', async () => {
    const level = (i: number): string =>
      `](${`h${String.fromCharCode(i)}`.repeat(10)}eq${String.fromCharCode(i + 1)}0`;
    const levels = Array.from({ length: 60 }, (_, i) => level(i)).join('');
    const file = await folder.openBytes('laughs.pkl', raw(`](NNeq\x000${levels}h\x3c.`));
    assert.deepEqual(file.tensors, []);
  });

  it('opens lists nested 300,000 deep', async () => {
    const bytes = Buffer.concat([Buffer.alloc(300_000, ']'), Buffer.alloc(299_999, 'a'), raw('.')]);
    const file = await folder.openBytes('deep.pkl', bytes);
    assert.deepEqual(file.warnings, [
      'The content is nested more than 1000 deep: what lies deeper is not listed.',
    ]);
  });

  it('refuses what joblib wrote and says what to do', async () => {
    const wrapper = call(named('joblib.numpy_pickle', 'NumpyArrayWrapper'));
    await folder.refuses(
      'j.pkl',
      pickleOf(wrapper),
      '@ was written by joblib, which is not read: load it with joblib.load and save the arrays with numpy.savez.',
    );
  });

  it('shows numbers, words and short lists as metadata', async () => {
    const file = await folder.openBytes(
      'plain.pkl',
      pickleOf(dict(['epoch', integer(3)], ['name', text('net')], ['layers', tuple(integer(4), integer(5))])),
    );
    assert.deepEqual(file.metadata, [
      ['epoch', '3'],
      ['name', 'net'],
      ['layers', '(4, 5)'],
    ]);
  });
});
