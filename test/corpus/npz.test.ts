import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createDeflateRaw } from 'node:zlib';
import { assertRefused, Folder } from './folder';
import { float32s, npyOf, zipFile, type ZipEntry } from './writers';

const array = npyOf('<f4', [2], float32s(1, 2));
const x: ZipEntry = { name: 'x.npy', data: array };
const contradiction = 'the archive contradicts itself';

/** An extra field that gives sizes in 64 bits. */
function zip64(size: bigint): Buffer {
  const extra = Buffer.alloc(20);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(16, 2);
  extra.writeBigUInt64LE(size, 4);
  extra.writeBigUInt64LE(size, 12);
  return extra;
}

const refused: readonly (readonly [string, Buffer, string])[] = [
  [
    'zip-no-eocd',
    zipFile([x]).subarray(0, -22),
    '@ has no zip directory at its end: it is cut short or no zip archive.',
  ],
  [
    'zip-half',
    zipFile([x]).subarray(0, 100),
    '@ has no zip directory at its end: it is cut short or no zip archive.',
  ],
  [
    'zip-cd-outside',
    zipFile([x], { directoryOffset: 100_000 }),
    '@ is cut short or damaged: bytes 100000 to 100046 are needed, and it has 184.',
  ],
  [
    'zip-count-lie',
    zipFile([x], { count: 2 }),
    '@ is cut short or damaged: bytes 162 to 208 are needed, and it has 184.',
  ],
  [
    'zip-count-hides',
    zipFile([x, { ...x, name: 'y.npy' }], { count: 1 }),
    '@: the zip directory goes on after the 1 members it declares.',
  ],
  [
    'zip-size-past-end',
    zipFile([{ ...x, declaredSize: 5000, compressedSize: 5000 }]),
    '@ is cut short: a member runs past the end of the file.',
  ],
  ['zip-dup-name', zipFile([x, x]), '@ has two members with the name "x.npy".'],
  [
    'zip-encrypted',
    zipFile([{ ...x, flags: 1, compressedSize: array.length + 12 }]),
    '@: member "x.npy" is encrypted: save the archive without a password.',
  ],
  [
    'zip-strongly-encrypted',
    zipFile([{ ...x, flags: 0x41 }]),
    '@ is encrypted: save the archive without a password.',
  ],
  [
    'zip-localname-differs',
    zipFile([{ ...x, localName: 'evil.npy' }]),
    `@: member "x.npy" is called "evil.npy" where its data lies: ${contradiction}.`,
  ],
  [
    'zip-overlap',
    zipFile([x, { ...x, name: 'x.npy', offset: 0 }]),
    '@ has two members with the name "x.npy".',
  ],
  [
    'zip-method',
    zipFile([{ ...x, method: 12 }]),
    '@: member "x.npy" is compressed by method 12, and only stored and deflated ones are read.',
  ],
  [
    'zip64-lie',
    zipFile([{ ...x, declaredSize: 0xffffffff, compressedSize: 0xffffffff, extra: zip64(2n ** 63n) }]),
    '@: member "x.npy" has an offset or size too large for any file.',
  ],
  [
    'zip-sizes-differ',
    zipFile([{ ...x, declaredSize: 50 }]),
    '@ has a member whose two sizes differ although it is not compressed.',
  ],
  [
    'npz-declares-more',
    zipFile([{ name: 'x.npy', data: npyOf('<f4', [50_000_000], Buffer.alloc(4)) }]),
    '@: member "x.npy" is cut short: its values need 200000000 bytes and it has 4.',
  ],
  [
    'npz-no-array',
    zipFile([{ name: 'x.npy', data: Buffer.alloc(100) }]),
    '@: member "x.npy" does not begin as a NumPy array does.',
  ],
  [
    'zip-inflates-impossibly',
    zipFile([{ ...x, deflate: true, declaredSize: 4_000_000_000 }]),
    '@: member "x.npy" declares 4000000000 bytes, which 76 cannot inflate to.',
  ],
  [
    'zip-bad-deflate',
    zipFile([{ ...x, data: Buffer.alloc(100, 0xff), method: 8 }]),
    '@: member "x.npy" cannot be inflated: the archive is damaged, write or copy it again.',
  ],
];

/** What some megabytes of zeros deflate to, without holding them. */
async function deflatedZeros(start: Uint8Array, megabytes: number): Promise<Buffer> {
  const deflate = createDeflateRaw();
  const done = deflate.toArray();
  deflate.write(start);
  const zeros = Buffer.alloc(2 ** 20);
  for (let i = 0; i < megabytes; i++) deflate.write(zeros);
  deflate.end();
  return Buffer.concat((await done) as Buffer[]);
}

describe('corpus: npz', function () {
  // A second on a machine that has nothing else to do.
  this.timeout(5000);
  const folder = new Folder();

  for (const [name, bytes, message] of refused) {
    it(`refuses ${name}`, () => folder.refuses(`${name}.npz`, bytes, message));
  }

  describe('with a bomb of 200 MB', () => {
    let bomb: Buffer;
    before(async function () {
      this.timeout(20_000);
      bomb = await deflatedZeros(npyOf('<f4', [5], Buffer.alloc(0)), 200);
    });

    it('stops to inflate at the declared size', async () => {
      const entry = { name: 'x.npy', data: bomb, method: 8, declaredSize: 100 };
      await folder.refuses(
        'bomb.npz',
        zipFile([entry]),
        '@: member "x.npy" inflates past its declared size: stopped at 100 bytes: the archive is damaged, write or copy it again.',
      );
    });
  });

  it('refuses the values of a deflated member with a wrong check sum', async () => {
    const file = await folder.openBytes('crc.npz', zipFile([{ ...x, deflate: true, crc: 1 }]));
    const [tensor] = file.tensors;
    assert.ok(tensor);
    await assertRefused(
      () => file.read(tensor, 0, 2),
      `${file.path}: member "x.npy" does not match its check sum (CRC-32): the archive is damaged, write or copy it again.`,
    );
  });

  it('opens names that would lead out of a folder as mere names, and writes nothing', async () => {
    const file = await folder.openBytes('slip.npz', zipFile([{ name: '../../etc/x.npy', data: array }]));
    assert.equal(file.tensors[0]?.name, '../../etc/x');
    assert.ok(readdirSync(folder.path).every((name) => name.endsWith('.npz')));
  });

  it('lists names of built-in properties like any other', async () => {
    const file = await folder.openBytes('proto.npz', zipFile([{ name: '__proto__.npy', data: array }]));
    assert.deepEqual(
      file.tensors.map((tensor) => tensor.name),
      ['__proto__'],
    );
  });

  it('opens an archive without members and leaves out what is no array', async () => {
    assert.deepEqual((await folder.openBytes('none.npz', zipFile([]))).tensors, []);
    const file = await folder.openBytes(
      'readme.npz',
      zipFile([x, { name: 'readme.txt', data: Buffer.from('hi') }]),
    );
    assert.deepEqual(file.warnings, ['Left out, because they are no arrays: "readme.txt".']);
    assert.equal(file.tensors.length, 1);
  });

  it('lists an array of objects beside numeric ones and refuses only it', async () => {
    const names = npyOf('|O', [1], Buffer.from('\x80\x04N.'));
    const file = await folder.openBytes('mixed.npz', zipFile([{ name: 'names.npy', data: names }, x]));
    const [objects, numbers] = file.tensors;
    assert.ok(objects && numbers);
    assert.match(objects.unreadable ?? '', /Python objects/);
    await assertRefused(
      () => file.read(objects, 0, 1),
      `Tensor "names" of ${file.path} cannot be read. It holds Python objects, which are never loaded: save a numeric array instead.`,
    );
    assert.deepEqual([...(await file.read(numbers, 0, 2))], [1, 2]);
  });
});
