import assert from 'node:assert/strict';
import { lookup3 } from '../../server/formats/hdf5/lookup3';
import { Folder } from './folder';
import { type NewGroup, type NewLink, newHdf5File, usual } from './hdf5NewWriter';
import { type DatasetEntry, hdf5File, textAttribute, types, u } from './hdf5Writer';
import { float32s } from './writers';

const one: DatasetEntry & NewLink = { type: types.float32, shape: [1], data: float32s(1) };
const links = (count: number): NewGroup['links'] =>
  Array.from({ length: count }, (_, i) => [`link ${i}`, { softLink: '/x' }] as const);

/** Changes the structure at a signature and gives it the check sum of what it now is. */
function changed(file: Buffer, signature: string, bytes: number, change: (part: Buffer) => void): Buffer {
  const copy = Buffer.from(file);
  const part = copy.subarray(copy.indexOf(signature)).subarray(0, bytes);
  change(part);
  part.writeUInt32LE(lookup3(part.subarray(0, -4)), bytes - 4);
  return copy;
}

describe('corpus: structures of HDF5', function () {
  this.timeout(20_000);
  const folder = new Folder();
  const dense = newHdf5File({ links: links(30), dense: { ...usual, rows: 4 } });
  const damaged = (file: Buffer, signature: string, why: string): string =>
    `@ is damaged: the HDF5 object at byte ${file.indexOf(signature)} ${why}.`;

  it('h5-sums: what does not have its check sum is refused', async () => {
    for (const signature of ['FRHP', 'FHIB', 'FHDB', 'BTHD', 'BTLF', 'OHDR', 'OCHK']) {
      const file = newHdf5File({
        links: links(30),
        dense: { ...usual, rows: 4 },
        attributes: [textAttribute('a', 'b')],
      });
      const at = file.indexOf(signature) + 11;
      file[at] = (file[at] ?? 0) ^ 1;
      await folder.refuses(
        'sum.h5',
        file,
        damaged(file, signature, 'does not have the check sum it should have'),
      );
    }
    const superblock = Buffer.from(dense);
    superblock[12] = 9;
    await folder.refuses(
      'superblock.h5',
      superblock,
      '@: the superblock of the HDF5 file does not have the check sum it should have.',
    );
  });

  it('h5-tree-lies: B-trees that are too deep, too full, of other records or without room', async () => {
    const refuses = async (at: number, bytes: Buffer, why: string): Promise<void> => {
      const file = changed(dense, 'BTHD', 38, (part) => part.set(bytes, at));
      await folder.refuses('tree.h5', file, damaged(file, 'BTHD', why));
    };
    await refuses(5, u(1, 6), 'is a B-tree of type 6 where one of type 5 should be');
    await refuses(12, u(2, 60_000), 'is a B-tree that is too deep');
    await refuses(10, u(2, 0), 'is a B-tree without room for records');
    await refuses(6, u(4, 12), 'is a B-tree without room for records');
    const full = changed(dense, 'BTHD', 38, (part) => part.set(u(2, 500), 10));
    await folder.refuses('full.h5', full, damaged(full, 'BTLF', 'has more records than there is room for'));
  });

  it('h5-heap-lies: objects outside of their heap, blocks of impossible sizes', async () => {
    const refuses = async (at: number, bytes: Buffer, why: string): Promise<void> => {
      const file = changed(dense, 'FRHP', 146, (part) => part.set(bytes, at));
      await folder.refuses('heap.h5', file, damaged(file, 'FRHP', why));
    };
    await refuses(110, u(2, 3), 'is a heap of an impossible size');
    await refuses(112, u(8, 0), 'is a heap of an impossible size');
    await refuses(120, u(8, 2 ** 40), 'is a heap of an impossible size');
    await refuses(128, u(2, 65_535), 'is a heap of an impossible size');
    await refuses(7, u(2, 8), 'is a heap with filters, which is not read');
    const outside = changed(dense, 'BTLF', 6 + 30 * 11 + 4, (part) => part.set(u(4, 2 ** 30), 11));
    await folder.refuses(
      'outside.h5',
      outside,
      damaged(outside, 'FRHP', 'has an object outside of its blocks'),
    );
  });

  it('h5-type-deep: enumerations of enumerations are not followed', async () => {
    const level = Buffer.concat([u(1, 0x18, 0, 0, 0), u(4, 1)]);
    const deep = Buffer.concat([...Array.from({ length: 8000 }, () => level), types.integer(1, true)]);
    const content = hdf5File({ x: { type: deep, shape: [1], data: Buffer.alloc(1) } });
    const { tensors, warnings } = await folder.openBytes('deep.h5', content);
    assert.deepEqual(warnings, []);
    assert.deepEqual(
      tensors.map(({ dtype, unreadable }) => [dtype, unreadable]),
      [['class 8', 'Its type is of a class that is not known.']],
    );
  });

  it('h5-group-loops: a tree that leads back to itself, tables twice, names without an end', async () => {
    const file = (change: (bytes: Buffer, at: (signature: string) => number) => void): Buffer => {
      const bytes = hdf5File({ g: { group: { a: one } } });
      change(bytes, (signature) => bytes.indexOf(signature));
      return bytes;
    };
    const leftOut = async (bytes: Buffer, why: RegExp): Promise<void> => {
      const { tensors, warnings } = await folder.openBytes('loop.h5', bytes);
      assert.deepEqual(tensors, []);
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? '', why);
    };
    const toItself = file((bytes, at) => {
      bytes[at('TREE') + 5] = 1;
      bytes.writeBigUInt64LE(BigInt(at('TREE')), at('TREE') + 32);
    });
    await leftOut(
      toItself,
      /^Left out: "\/g"\. .* is damaged: the HDF5 object at byte \d+ is twice in one group\.$/,
    );
    const twice = file((bytes, at) => {
      bytes.writeUInt16LE(2, at('TREE') + 6);
      bytes.writeBigUInt64LE(BigInt(at('SNOD')), at('TREE') + 48);
    });
    await leftOut(twice, / is twice in one group\.$/);
    await leftOut(
      file((bytes, at) => bytes.writeBigUInt64LE(2n ** 40n, at('SNOD') + 8)),
      / has a name without an end\.$/,
    );
    await leftOut(
      file((bytes, at) => bytes.write('NONE', at('HEAP'))),
      / is no heap of names\.$/,
    );
  });

  it('h5-over-and-over: many links to objects that are large, or have long paths, come to an end', async () => {
    const start = performance.now();
    const attributes = Array.from({ length: 400 }, (_, i) => textAttribute(`a${i}`, 'x'.repeat(5000)));
    const aliases = Array.from({ length: 3000 }, (_, i) => [`z${i}`, { hardLink: '/large' }] as const);
    const large = { ...one, attributes };
    await folder.refuses(
      'large.h5',
      hdf5File({ large, ...Object.fromEntries(aliases) }),
      '@ is damaged: what its HDF5 objects refer to is read over and over, and there is no end of it.',
    );
    const soft = Array.from({ length: 3000 }, (_, i) => [`s${i}`, { softLink: 'long' }] as const);
    await folder.refuses(
      'paths.h5',
      newHdf5File({ links: [['long', { softLink: 'n/'.repeat(30_000) }], ...soft] }),
      '@ is damaged: what its HDF5 objects refer to is read over and over, and there is no end of it.',
    );
    assert.ok(performance.now() - start < 10_000);
  });
});
