import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { complexNumbers } from '../../server/formats/complexNumbers';
import { elementCount } from '../../server/tensors/storedTensor';
import { Folder } from './folder';
import {
  call,
  dict,
  integer,
  list,
  named,
  no,
  none,
  pickleOf,
  storage,
  tensor,
  text,
  torchLegacy,
  torchZip,
  tuple,
  type TensorParts,
} from './pickles';
import { float32s, zipFile } from './writers';
import { writeZip64 } from './zip64';

const four = float32s(1, 2, 3, 4);
const state = (parts: TensorParts): Buffer => torchZip(pickleOf(dict(['w', tensor(parts)])), { 0: four });
const damaged = 'the file is damaged';
const member = '@: member "a/data.pkl": the pickle';
const legacy = torchLegacy(pickleOf(dict(['w', tensor({ of: storage('7', 4, 'FloatStorage', [none]) })])), [
  ['7', 4, four],
]);

const refused: readonly (readonly [string, Buffer, string])[] = [
  [
    'pt-storage-short',
    torchZip(pickleOf(tensor()), { 0: four.subarray(0, 8) }),
    `@: storage "0" holds 8 bytes, and needs 16: ${damaged}.`,
  ],
  [
    'pt-oob-view',
    state({ size: [100, 100], stride: [100, 1] }),
    '@: tensor "w" reaches element 9999 of a storage of 4.',
  ],
  ['pt-oob-offset', state({ offset: 1 }), '@: tensor "w" reaches element 4 of a storage of 4.'],
  [
    'pt-neg-stride',
    state({ stride: [-1] }),
    '@: tensor "w" is bad: a stride is negative or no whole number.',
  ],
  [
    'pt-neg-offset',
    state({ offset: -1 }),
    '@: tensor "w" is bad: its offset is negative or no whole number.',
  ],
  ['pt-neg-size', state({ size: [-4] }), '@: tensor "w" is bad: a length is negative or no whole number.'],
  ['pt-rank-lie', state({ size: [2, 2] }), '@: tensor "w" has 2 axes and 1 strides.'],
  [
    'pt-shape-overflow',
    state({ size: [2 ** 30, 2 ** 30], stride: [0, 0] }),
    '@: tensor "w" is bad: a length is negative or no whole number.',
  ],
  ['pt-missing-storage', torchZip(pickleOf(tensor())), '@: storage "0" is missing: the archive is damaged.'],
  [
    'pt-key-path',
    torchZip(pickleOf(tensor({ of: storage('../x') })), { 0: four }),
    '@: storage "../x" is missing: the archive is damaged.',
  ],
  [
    'pt-key-slash',
    torchZip(pickleOf(tensor({ of: storage('/') })), { 0: four }),
    '@: storage "/" is missing: the archive is damaged.',
  ],
  [
    'pt-storage-class',
    torchZip(pickleOf(tensor({ of: storage('0', 4, 'OddStorage') })), { 0: four }),
    `@: a storage is of a class that is not known ("OddStorage"): ${damaged} or no PyTorch file.`,
  ],
  [
    'pt-storage-count',
    torchZip(pickleOf(tensor({ of: storage('0', -1) })), { 0: four }),
    `@: a storage "0" has a bad number of elements: ${damaged} or no PyTorch file.`,
  ],
  [
    'pt-persistent-text',
    torchZip(pickleOf('Pfile\n')),
    `@: a storage has an id that is no tuple: ${damaged} or no PyTorch file.`,
  ],
  ['pt-no-storage', torchZip(pickleOf(dict(['w', tensor({ of: none })]))), '@: tensor "w" has no storage.'],
  [
    'pt-no-stop',
    torchZip(Buffer.from('\x80\x02}', 'latin1')),
    `${member} ends before its STOP instruction at byte 3.`,
  ],
  [
    'pt-byteorder',
    torchZip(pickleOf(none), {}, [{ name: 'a/byteorder', data: Buffer.from('middle') }]),
    '@: member "a/byteorder" says "middle", neither little nor big.',
  ],
  [
    'zip-two-roots',
    zipFile([
      { name: 'a/data.pkl', data: pickleOf(none) },
      { name: 'b/data.pkl', data: pickleOf(none) },
    ]),
    '@ has "b/data.pkl" beside the folder "a/" of its pickle: PyTorch writes only one folder.',
  ],
  [
    'zip-dup-pickle',
    zipFile([
      { name: 'a/data.pkl', data: pickleOf(none) },
      { name: 'a/data.pkl', data: pickleOf(none) },
    ]),
    '@ has two members with the name "a/data.pkl".',
  ],
  [
    'zip-no-root',
    zipFile([{ name: 'data.pkl', data: pickleOf(none) }]),
    '@ is no PyTorch archive: it has no data.pkl in a folder.',
  ],
  [
    'zip-localname',
    zipFile([{ name: 'a/data.pkl', localName: 'b/data.pkl', data: pickleOf(none) }]),
    '@: member "a/data.pkl" is called "b/data.pkl" where its data lies: the archive contradicts itself.',
  ],
  [
    'legacy-cut',
    legacy.subarray(0, -10),
    `@: storage "7" is cut short: it ends at byte ${legacy.length}, and the file has ${legacy.length - 10}.`,
  ],
  [
    'legacy-half',
    legacy.subarray(0, 100),
    '@: the pickle has a string or number of 7 bytes that runs past its end at byte 96.',
  ],
  [
    'legacy-size-lie',
    torchLegacy(pickleOf(tensor()), [['0', 5, four]]),
    '@: storage "0" has 5 elements at byte 199, and 4 in the pickle: the file is damaged.',
  ],
  ['legacy-no-storage', torchLegacy(pickleOf(tensor()), []), '@: storage "0" is missing.'],
  [
    'legacy-tar',
    Buffer.concat([Buffer.alloc(257), Buffer.from('ustar\0'), Buffer.alloc(249)]),
    '@ is a tar archive as PyTorch wrote it before version 0.1.10, which is not read: load it with PyTorch and save it again.',
  ],
];

const noValues = 'The file has no values for it: it was saved from the meta device or by a wrapper.';

describe('corpus: PyTorch', function () {
  // A second on a machine that has nothing else to do.
  this.timeout(5000);
  const folder = new Folder();

  for (const [name, bytes, message] of refused) {
    it(`refuses ${name}`, () => folder.refuses(`${name}.pt`, bytes, message));
  }

  it('reads a tiny state dictionary in both formats', async () => {
    for (const [name, bytes] of [
      ['tiny.pt', state({ size: [2, 2], stride: [2, 1] })],
      ['tiny-legacy.pt', legacy],
    ] as const) {
      const file = await folder.openBytes(name, bytes);
      const [w] = file.tensors;
      assert.ok(w);
      assert.deepEqual([w.name, w.dtype, w.bytes, ...file.warnings], ['w', 'float32', 16]);
      assert.deepEqual([...(await file.read(w, 0, 4))], [1, 2, 3, 4]);
    }
  });

  it('opens pt-evil-reduce as an inert object and says what it would call', async () => {
    const proof = `${folder.path}/evil`;
    const evil = call(named('posix', 'system'), text(`touch ${proof}`));
    const file = await folder.openBytes(
      'evil.pt',
      torchZip(pickleOf(dict(['w', tensor()], ['x', evil])), { 0: four }),
    );
    assert.deepEqual(file.warnings, [
      'This file would call posix.system if it were loaded in Python; nnsim executes nothing.',
    ]);
    assert.deepEqual(file.metadata, [['x', `posix.system(touch ${proof})`]]);
    assert.deepEqual(
      file.tensors.map(({ name }) => name),
      ['w'],
    );
    assert.equal(existsSync(proof), false);
  });

  it('finds tensors in objects it does not know', async () => {
    const object = Buffer.concat([
      named('my.code', 'Net'),
      tuple(),
      Buffer.from([0x81]),
      dict(['inner', list(tensor(), integer(5))]),
      Buffer.from('b'),
    ]);
    const file = await folder.openBytes('object.pt', torchZip(pickleOf(object), { 0: four }));
    assert.deepEqual(
      file.tensors.map(({ name }) => name),
      ['inner.0'],
    );
    assert.deepEqual(file.metadata, [['inner.1', '5']]);
  });

  it('opens pt-expand without making 40 GB of one element', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const file = await folder.openBytes('expand.pt', state({ size: [100_000, 100_000], stride: [0, 0] }));
    const [w] = file.tensors;
    assert.ok(w);
    assert.equal(elementCount(w), 1e10);
    assert.equal(w.bytes, 4);
    assert.deepEqual([...(await file.read(w, 1e10 - 3, 3))], [1, 1, 1]);
    assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 24);
  });

  it('lists pt-proto-key like any other name', async () => {
    const pickle = pickleOf(dict(['__proto__', tensor()], ['constructor', tensor()]));
    const file = await folder.openBytes('proto.pt', torchZip(pickle, { 0: four }));
    assert.deepEqual(
      file.tensors.map(({ name }) => name),
      ['__proto__', 'constructor'],
    );
    assert.equal(({} as { dtype?: unknown }).dtype, undefined);
  });

  it('reads archives of more than 4 GiB', async () => {
    const path = join(folder.path, 'large.pt');
    const many = 1_250_000_000;
    const first = tensor({ of: storage('0', many), size: [many] });
    const pickle = pickleOf(dict(['first', first], ['second', tensor({ of: storage('1') })]));
    writeZip64(path, [
      { name: 'a/data.pkl', end: pickle, size: pickle.length },
      { name: 'a/data/0', end: float32s(7), size: 4 * many },
      { name: 'a/data/1', end: four, size: 16 },
    ]);
    const file = await folder.open(path);
    const [one, two] = file.tensors;
    assert.ok(one && two);
    assert.deepEqual([...(await file.read(one, many - 2, 2))], [0, 7]);
    assert.deepEqual([...(await file.read(two, 0, 4))], [1, 2, 3, 4]);
  });

  it('names what is tied', async () => {
    const file = await folder.openBytes(
      'tied.pt',
      torchZip(pickleOf(dict(['a', tensor()], ['b', tensor()], ['c', tensor({ size: [2] })])), { 0: four }),
    );
    assert.deepEqual(file.warnings, ['Tensor "b" is tied to "a": they share their values.']);
  });

  it('reads big-endian archives', async () => {
    const big = Buffer.from(four).swap32();
    const order = { name: 'a/byteorder', data: Buffer.from('big') };
    const file = await folder.openBytes('big.pt', torchZip(pickleOf(tensor()), { 0: big }, [order]));
    assert.ok(file.tensors[0]);
    assert.deepEqual([...(await file.read(file.tensors[0], 0, 4))], [1, 2, 3, 4]);
  });

  it('negates values that PyTorch put off to negate', async () => {
    const flags = dict(['neg', Buffer.from([0x88])]);
    const file = await folder.openBytes('negated.pt', state({ more: [flags] }));
    assert.ok(file.tensors[0]);
    assert.deepEqual([...(await file.read(file.tensors[0], 0, 4))], [-1, -2, -3, -4]);
  });

  it('reads types that only version 3 of the call has', async () => {
    const of = storage('0', 4, 'UntypedStorage');
    const parts = { of, version: '_v3', more: [named('torch', 'float8_e4m3fn')] } as const;
    const bytes = torchZip(pickleOf(tensor(parts)), { 0: Buffer.from([0x38, 0x40, 0xb8, 0]) });
    const file = await folder.openBytes('float8.pt', bytes);
    assert.equal(file.tensors[0]?.dtype, 'float8_e4m3fn');
    assert.deepEqual([...(await file.read(file.tensors[0], 0, 4))], [1, 2, -1, 0]);
  });

  it('lists tensors without values and of numbers that are not read, each with the reason', async () => {
    const meta = call(
      named('torch._utils', '_rebuild_meta_tensor_no_storage'),
      named('torch', 'float32'),
      tuple(integer(2), integer(3)),
      tuple(integer(3), integer(1)),
      no,
    );
    const complex = tensor({ of: storage('0', 2, 'ComplexFloatStorage'), size: [2] });
    const file = await folder.openBytes(
      'unreadable.pt',
      torchZip(pickleOf(dict(['m', meta], ['c', complex])), { 0: four }),
    );
    assert.deepEqual(
      file.tensors.map(({ dtype, shape, unreadable }) => [dtype, shape.join('x'), unreadable]),
      [
        ['float32', '2x3', noValues],
        ['complex64', '2', complexNumbers],
      ],
    );
  });
});
