import assert from 'node:assert/strict';
import type { ModelFile } from '../../../../server/formats/format';
import { Folder } from '../../../corpus/folder';
import { type NewGroup, type NewLink, newHdf5File, nowhere, usual } from '../../../corpus/hdf5NewWriter';
import { hdf5File, types } from '../../../corpus/hdf5Writer';
import { float32s } from '../../../corpus/writers';

const holding = (value: number): NewLink => ({ type: types.float32, shape: [1], data: float32s(value) });
const namesOf = ({ tensors }: ModelFile): string[] => tensors.map(({ name }) => name);

describe('Groups of HDF5', () => {
  const folder = new Folder();

  async function open(root: NewGroup): Promise<ModelFile> {
    const file = await folder.openBytes('groups.h5', newHdf5File(root));
    assert.deepEqual(file.warnings, []);
    return file;
  }

  it('are listed by name, or in the order in which they were made where they have an index of that', async () => {
    const links = ['zeta', 'alpha', 'Mid', '\u{1f600}', '\uffee'].map(
      (name, i) => [name, holding(i)] as const,
    );
    for (const dense of [undefined, usual]) {
      const its = dense === undefined ? {} : { dense };
      assert.deepEqual(namesOf(await open({ links, ...its })), [
        'Mid',
        'alpha',
        'zeta',
        '\uffee',
        '\u{1f600}',
      ]);
      const made = links.map(([name]) => name);
      assert.deepEqual(namesOf(await open({ links, isOrdered: true, ...its })), made);
    }
  });

  it('are read from a heap of many blocks, of blocks of blocks too, by a B-tree of several levels', async () => {
    const links = Array.from({ length: 700 }, (_, i) => [`weight number ${i}`, holding(i)] as const);
    const dense = { smallest: 128, largest: 256, width: 2, rows: 9, longest: 128, nodeBytes: 64 };
    const file = await open({ links, isOrdered: true, dense });
    assert.deepEqual(
      namesOf(file),
      links.map(([name]) => name),
    );
    for (const [i, tensor] of file.tensors.entries())
      assert.deepEqual([...(await file.read(tensor, 0, 1))], [i]);
  });

  it('have names that are too long for the blocks of their heap', async () => {
    const long = 'n'.repeat(5000);
    const names = namesOf(
      await open({
        links: [
          ['a', holding(1)],
          [long, holding(2)],
        ],
        dense: usual,
      }),
    );
    assert.deepEqual(names, ['a', long]);
  });

  it('have soft links to paths from the root and from their own group, over other soft links', async () => {
    const inner: NewGroup = { links: [['x', holding(1)]] };
    const g: NewGroup = {
      links: [
        ['inner', { group: inner }],
        ['near', { softLink: 'inner/x' }],
        ['up', { softLink: '/over/x' }],
      ],
    };
    const root: NewGroup = {
      links: [
        ['absolute', { softLink: '/g//inner/./x' }],
        ['beyond', { softLink: '/g/inner/x/y' }],
        // Of paths, two dots are a name like any other.
        ['dots', { softLink: 'g/../g' }],
        ['g', { group: g }],
        ['nowhere', { address: nowhere }],
        ['outside', { externalLink: 'secret.h5' }],
        ['over', { softLink: 'g/inner' }],
        ['theirs', { ownLink: 70 }],
      ],
    };
    const file = await folder.openBytes('soft.h5', newHdf5File(root));
    assert.deepEqual(namesOf(file), ['g/inner/x']);
    const broken = (name: string): string =>
      `"/${name}" is left out: it is a broken link, or what it leads to is damaged.`;
    assert.deepEqual(file.warnings, [
      broken('beyond'),
      broken('dots'),
      broken('nowhere'),
      '"/outside" is left out: it is a link to another file, which is not followed.',
      broken('theirs'),
    ]);
  });

  it('follow at most sixteen soft links from one to the next', async () => {
    const chain = Array.from({ length: 16 }, (_, i) => [`s${i + 1}`, { softLink: `s${i}` }] as const);
    const hidden: NewLink = { group: { links: [['x', holding(1)]] } };
    const root: NewGroup = { links: [['s0', { softLink: 'g/x' }], ...chain, ['g', hidden]] };
    const file = await folder.openBytes('chain.h5', newHdf5File(root));
    assert.deepEqual(file.warnings, [
      '"/s16" is left out: it is a broken link, or what it leads to is damaged.',
    ]);
  });

  it('of the older kind are read from a tree of several levels', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `w${i}`);
    const entries = names.map(
      (name, i) => [name, { type: types.float32, shape: [1], data: float32s(i) }] as const,
    );
    const file = await folder.openBytes('old.h5', hdf5File(Object.fromEntries(entries)));
    assert.deepEqual(namesOf(file), names.toSorted());
    for (const tensor of file.tensors)
      assert.deepEqual([...(await file.read(tensor, 0, 1))], [Number(tensor.name.slice(1))]);
  });
});
