import assert from 'node:assert/strict';
import { Folder } from './folder';
import { GgufWriter, type GgufContent } from './ggufWriter';
import { float32s } from './writers';

const w = new GgufWriter();
const file = (content: GgufContent): Buffer => w.file(content);
const withKey = (type: number, value: Uint8Array): Buffer => file({ keys: [w.key('k', type, value)] });
const withTensor = (lengths: readonly (number | bigint)[], type = 0, offset = 0): Buffer =>
  file({ tensors: [w.tensor('t', lengths, type, offset)] });
const nested = (depth: number): Buffer =>
  depth === 0 ? w.list(4, 1, w.u32(1)) : w.list(9, 1, nested(depth - 1));
const alignment = (type: number, value: Uint8Array): Buffer =>
  file({ keys: [w.key('general.alignment', type, value)] });
const noPower = (value: number): string =>
  `@: the alignment ${value} is no power of two from 1 to 1048576 (general.alignment).`;

/** Name of the case, bytes, what the message says; `@` is the file's path. */
const refused: readonly (readonly [string, Buffer, string])[] = [
  ['gguf-magic', Buffer.alloc(40, 1), '@ is no GGUF file: it does not begin with "GGUF".'],
  [
    'gguf-short',
    Buffer.from('GGUF\x03\0\0\0'),
    '@ is cut short: a GGUF header has at least 24 bytes, and the file has 8; copy or download it again.',
  ],
  [
    'gguf-v1',
    file({ version: 1 }),
    '@ is GGUF of version 1, which nothing reads any more: convert the model again with a current llama.cpp.',
  ],
  ['gguf-v4', file({ version: 4 }), '@ is GGUF of version 4: only versions 2 and 3 are read.'],
  [
    'gguf-v4-bigendian',
    new GgufWriter(true).file({ version: 4 }),
    '@ is GGUF of version 4: only versions 2 and 3 are read.',
  ],
  [
    'gguf-count-2^60',
    file({ tensorCount: 2n ** 60n }),
    '@ claims 1152921504606846976 tensors, and its 24 bytes have room for 0.',
  ],
  [
    'gguf-kv-2^60',
    file({ keyCount: 2n ** 60n }),
    '@ claims 1152921504606846976 keys, and its 24 bytes have room for 0.',
  ],
  [
    'gguf-kv-many',
    Buffer.concat([file({ keyCount: 100_001 }), Buffer.alloc(1_500_000)]),
    '@ has 100001 keys, more than 100000.',
  ],
  [
    'gguf-str-4G',
    withKey(8, w.u64(2 ** 32)),
    '@ is cut short or damaged: the text at byte 37 claims 4294967296 bytes, and 0 are left; copy or download it again.',
  ],
  [
    'gguf-arr-lie',
    withKey(9, w.list(4, 2n ** 40n)),
    '@ is cut short or damaged: the list at byte 37 claims 1099511627776 values, at least 4398046511104 bytes, and 0 are left; copy or download it again.',
  ],
  [
    'gguf-arr-text-lie',
    withKey(9, w.list(8, 8, ...Array.from({ length: 7 }, () => w.text('')), w.u64(99))),
    '@ is cut short or damaged: the text at byte 105 claims 99 bytes, and 0 are left; copy or download it again.',
  ],
  [
    'gguf-arr-depth',
    withKey(9, nested(50)),
    '@: the value of "k" has lists in lists, more than 4 deep or more than 10000 in all.',
  ],
  [
    'gguf-arr-wide',
    withKey(9, w.list(9, 10_001, ...Array.from({ length: 10_001 }, () => w.list(0, 0)))),
    '@: the value of "k" has lists in lists, more than 4 deep or more than 10000 in all.',
  ],
  ['gguf-align0', alignment(4, w.u32(0)), noPower(0)],
  ['gguf-align-odd', alignment(4, w.u32(48)), noPower(48)],
  ['gguf-align-huge', alignment(10, w.u64(2 ** 32)), noPower(2 ** 32)],
  ['gguf-align-half', alignment(6, w.f32(32.5)), noPower(32.5)],
  ['gguf-align-text', alignment(8, w.text('32')), '@: the value of "general.alignment" is not a number.'],
  ['gguf-emptykey', file({ keys: [w.key('', 4, w.u32(1))] }), '@: key 0 at byte 24 is empty.'],
  [
    'gguf-longkey',
    file({ keys: [w.key('k'.repeat(65_536), 4, w.u32(1))] }),
    '@: key 0 at byte 24 has 65536 bytes, more than 65535.',
  ],
  [
    'gguf-dup-key',
    file({ keys: [w.key('k', 4, w.u32(1)), w.key('k', 4, w.u32(1))] }),
    '@ has the key "k" twice.',
  ],
  [
    'gguf-key-type99',
    withKey(99, w.u64(1)),
    '@: the value of "k" at byte 37 has type 99, which is not known.',
  ],
  [
    'gguf-list-type99',
    withKey(9, w.list(99, 1, w.u64(1))),
    '@: the value of "k" at byte 49 has type 99, which is not known.',
  ],
  [
    'gguf-ndims',
    Buffer.concat([file({ tensorCount: 1 }), w.text('t'), w.u32(1_000_000), Buffer.alloc(12)]),
    '@: tensor "t" has 1000000 dimensions, more than 8.',
  ],
  ['gguf-dim0', withTensor([0, 4]), '@: tensor "t" has a dimension of length 0.'],
  [
    'gguf-overflow-1',
    withTensor([2n ** 62n, 2]),
    '@: the shape 2 x 4611686018427387904 of tensor "t" overflows.',
  ],
  [
    'gguf-overflow-2',
    withTensor([2n ** 40n, 2n ** 40n]),
    '@: the shape 1099511627776 x 1099511627776 of tensor "t" overflows.',
  ],
  [
    'gguf-type99',
    withTensor([4], 99),
    '@: tensor "t" has type number 99, which is not known: a newer nnsim may read it.',
  ],
  [
    'gguf-name-4G',
    Buffer.concat([file({ tensorCount: 1 }), w.u64(2 ** 32), Buffer.alloc(16)]),
    '@: the name of tensor 0 at byte 24 has 4294967296 bytes, more than 16.',
  ],
  [
    'gguf-quant-ragged',
    withTensor([100], 12),
    '@: the row length 100 of tensor "t" is not a multiple of 256, the block of Q4_K.',
  ],
  [
    'gguf-off-odd',
    withTensor([1], 0, 5),
    '@: tensor "t" starts at byte 5 of the data, which is no multiple of the alignment 32.',
  ],
  [
    'gguf-overlap',
    file({ tensors: [w.tensor('a', [16], 0, 0), w.tensor('b', [16], 0, 32)], data: Buffer.alloc(128) }),
    '@: tensor "b" starts at byte 32 of the data, inside tensor "a", which ends at 64.',
  ],
  [
    'gguf-dup',
    file({ tensors: [w.tensor('a', [1], 0, 0), w.tensor('a', [1], 0, 32)], data: Buffer.alloc(64) }),
    '@ has the tensor "a" twice.',
  ],
  [
    'gguf-trunc',
    Buffer.concat([withTensor([1000]), Buffer.alloc(24)]),
    '@ is cut short: tensor "t" needs bytes up to 4064, and the file has 88; copy or download it again.',
  ],
  [
    'gguf-cut-in-header',
    withTensor([4]).subarray(0, 50),
    '@ is cut short or damaged: 20 bytes are needed at byte 37, and it has 50; copy or download it again.',
  ],
];

describe('corpus: GGUF', function () {
  // A second on a machine that has nothing else to do.
  this.timeout(5000);
  const folder = new Folder();

  for (const [name, bytes, message] of refused) {
    it(`refuses ${name}`, () => folder.refuses(`${name.replaceAll('^', '')}.gguf`, bytes, message));
  }

  it('lists names of built-in properties like any other', async () => {
    const content = file({
      keys: [w.key('__proto__', 4, w.u32(7))],
      tensors: [w.tensor('__proto__', [1], 0, 0), w.tensor('constructor', [1], 0, 32)],
      data: Buffer.concat([float32s(1), Buffer.alloc(28), float32s(2)]),
    });
    const opened = await folder.openBytes('proto.gguf', content);
    assert.deepEqual(opened.metadata[1], ['__proto__', '7']);
    assert.deepEqual(
      opened.tensors.map(({ name }) => name),
      ['__proto__', 'constructor'],
    );
    assert.equal(({} as { dtype?: unknown }).dtype, undefined);
  });

  it('keeps no more of endless metadata than can be shown', async () => {
    const texts = Array.from({ length: 50_000 }, (_, i) => w.text(`token ${i}`));
    const content = file({
      keys: [
        w.key('long', 8, w.text('é'.repeat(1_000_000))),
        w.key('texts', 9, w.list(8, texts.length, ...texts)),
        ...Array.from({ length: 2000 }, (_, i) => w.key(`key ${i}`, 4, w.u32(i))),
      ],
    });
    const { metadata } = await folder.openBytes('endless.gguf', content);
    assert.equal(metadata.length, 1002);
    assert.deepEqual(metadata.at(-1), ['…', '1002 more keys']);
    assert.equal(metadata[1]?.[1], `${'é'.repeat(2000)}… (2000000 bytes)`);
    assert.match(metadata[2]?.[1] ?? '', /^\["token 0", .*"token 5", … 50000 in all\]$/);
  });

  it('tells of bytes that belong to nothing', async () => {
    const content = file({ tensors: [w.tensor('a', [1], 0, 0)], data: Buffer.alloc(100) });
    const { warnings } = await folder.openBytes('rest.gguf', content);
    assert.deepEqual(warnings, ['68 bytes at the end belong to no tensor.']);
  });
});
