import assert from 'node:assert/strict';
import { Bytes } from '../../server/formats/bytes';
import { wholeFile } from '../../server/formats/hdf5';
import { Instance } from '../../server/formats/hdf5/instance';
import { BadInput } from '../../server/tensors/badInput';
import { Folder } from './folder';
import { type DatasetEntry, filterMessage, hdf5File, textAttribute, types, u } from './hdf5Writer';
import { float32s, zipFile } from './writers';

const four: DatasetEntry = { type: types.float32, shape: [4], data: float32s(1, 2, 3, 4) };
const elsewhere = 'It stores its data in another file, which is refused: copy the data into this one.';

/** The list of external files of a dataset: one, whose name is in a heap of its own. */
function externalMessage(file: string, heap: number): readonly [number, Buffer] {
  return [0x07, Buffer.concat([u(1, 1, 0, 0, 0), u(2, 1, 1), u(8, heap, 8, 0, file.length)])];
}

/** A layout in one piece that is nowhere in this file. */
const notHere = [0x08, Buffer.concat([u(1, 3, 1), u(8, 0xffffffffffffffffn, 4)])] as const;

/** A heap with one text, at its own address. */
function heapWith(text: string, address: number): Buffer {
  const data = Buffer.alloc(32);
  data.write(text, 8);
  return Buffer.concat([Buffer.from('HEAP'), u(4, 0), u(8, data.length, 1, address + 32), data]);
}

describe('corpus: HDF5', function () {
  this.timeout(20_000);
  const folder = new Folder();

  async function refusesValues(name: string, entry: DatasetEntry, why: string): Promise<void> {
    const file = await folder.openBytes(`${name}.h5`, hdf5File({ good: four, [name]: entry }));
    const [good, bad] = [
      file.tensors.find((t) => t.name === 'good'),
      file.tensors.find((t) => t.name === name),
    ];
    assert.ok(good && bad);
    assert.equal(bad.unreadable, why);
    await assert.rejects(file.read(bad, 0, 1), {
      name: 'BadInput',
      message: `Tensor "${name}" of ${file.path} cannot be read. ${why}`,
    });
    assert.deepEqual([...(await file.read(good, 0, 4))], [1, 2, 3, 4]);
  }

  it('h5-ext-raw: no byte of another file is shown, not even to the library', async () => {
    const secret = folder.write('secret.txt', 'root:x:0:0');
    const build = (address: number): Buffer =>
      hdf5File({
        // The heap lies in the data of a dataset, which the writer puts first.
        aheap: { type: types.integer(1, false), shape: [64], data: heapWith(secret, address) },
        ext: {
          type: types.integer(1, false),
          shape: [4],
          messages: [externalMessage(secret, address), notHere],
        },
      });
    const draft = build(0);
    const bytes = build(draft.indexOf('HEAP'));
    const file = await folder.openBytes('ext.h5', bytes);
    assert.deepEqual(
      file.tensors.map(({ name, unreadable }) => [name, unreadable]),
      [
        ['aheap', undefined],
        ['ext', elsewhere],
      ],
    );
    const opened = await Bytes.open(file.path);
    try {
      const instance = await Instance.open(wholeFile(opened));
      assert.throws(
        () => instance.box('/ext', instance.datasetMetadata('/ext'), [0], [4]),
        (error) => error instanceof BadInput && !error.message.includes('root'),
      );
    } finally {
      await opened.close();
    }
  });

  it('h5-virtual: data put together from other files are refused', () =>
    refusesValues(
      'virtual',
      { ...four, messages: [[0x08, Buffer.concat([u(1, 4, 3), u(8, 96), u(4, 0)])]] },
      elsewhere,
    ));

  it('h5-missing-filter: values are refused, and the filter is named', async () => {
    const packed = (id: number): DatasetEntry => ({
      type: types.float32,
      shape: [4],
      chunks: { shape: [4], stored: [[[0], float32s(1, 2, 3, 4)]] },
      messages: [filterMessage(id, 4)],
    });
    const needs = (name: string): string =>
      `It needs the filter ${name}, which is not available: save it with gzip or without compression.`;
    await refusesValues('zfp', packed(32_013), needs('zfp'));
    await refusesValues('bzip2', packed(307), needs('bzip2'));
    await refusesValues('own', packed(4711), needs('number 4711'));
  });

  it('h5-softloop / dangling / ext-link: the tree is finite, and broken links are told', async () => {
    const file = await folder.openBytes(
      'links.h5',
      hdf5File({
        a: four,
        _early: { softLink: '/g/b' },
        _earlyGroup: { softLink: '/g' },
        dead: { softLink: '/nope' },
        g: { group: { up: { hardLink: '/' }, again: { hardLink: '/g' }, b: four } },
        loop: { softLink: '/' },
        same: { hardLink: '/a' },
        self: { softLink: '/self' },
      }),
    );
    assert.deepEqual(
      file.tensors.map(({ name }) => name),
      ['a', 'g/b', 'same'],
    );
    assert.deepEqual(file.warnings, [
      '"/dead" is left out: it is a broken link, or what it leads to is damaged.',
      '"/self" is left out: it is a broken link, or what it leads to is damaged.',
    ]);
  });

  it('h5-deep: groups nested deeper than 64 are left out', async () => {
    let nested: Parameters<typeof hdf5File>[0] = { deep: four };
    for (let depth = 0; depth < 80; depth++) nested = { g: { group: nested } };
    const file = await folder.openBytes('deep.h5', hdf5File({ ...nested, top: four }));
    assert.deepEqual(
      file.tensors.map(({ name }) => name),
      ['top'],
    );
    assert.match(file.warnings.join(), /is left out: it is nested more than 64 deep\.$/);
  });

  it('h5-shape-bomb: opens, allocates nothing and says that nothing was written', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const entry: DatasetEntry = {
      type: types.float32,
      shape: [2 ** 40],
      chunks: { shape: [1024], stored: [] },
    };
    const bytes = hdf5File({ good: four, bomb: entry });
    await refusesValues(
      'bomb',
      entry,
      `It declares 4398046511104 bytes in a file of ${bytes.length}: nearly none of it was ever written.`,
    );
    assert.ok(process.memoryUsage().arrayBuffers - before < 64 * 2 ** 20);
  });

  it('h5-chunk-bomb: chunks that do not fit into the memory are refused', async () => {
    const packed = (filter: number): DatasetEntry => ({
      type: types.float32,
      shape: [2 ** 29],
      chunks: { shape: [2 ** 29], stored: [[[0], float32s(1)]] },
      messages: [filterMessage(filter, 4)],
    });
    await refusesValues(
      'chunk',
      packed(1),
      'It is stored in chunks of 2147483648 bytes, and those of more than 536870912 are not unpacked: write it in smaller ones.',
    );
    const file = await folder.openBytes('library.h5', hdf5File({ chunk: packed(6) }));
    assert.ok(file.tensors[0]);
    await assert.rejects(file.read(file.tensors[0], 0, 1), {
      name: 'BadInput',
      message: `${file.path}: "/chunk" is stored in chunks of 2147483648 bytes, and those of more than 1073741824 are not unpacked: write it in smaller ones.`,
    });
  });

  it('h5-truncated, empty, without a superblock: says so', async () => {
    const whole = hdf5File({ a: four, b: { ...four, shape: [100], data: Buffer.alloc(400) } });
    const half = whole.subarray(0, whole.length / 2);
    await folder.refuses(
      'half.h5',
      half,
      `@ is cut short: its HDF5 content goes up to byte ${whole.length}, and it has ${half.length}. Copy or download it again.`,
    );
    await folder.refuses('empty.h5', '', '@ is empty: it has 0 bytes. Copy or download it again.');
    await folder.refuses(
      'text.h5',
      'no HDF5 at all',
      '@ is no HDF5 file: it does not have the signature of one. Copy or download it again.',
    );
    await folder.refuses(
      'short.hdf5',
      whole.subarray(0, 20),
      '@: the superblock of the HDF5 file ends too early.',
    );
  });

  it('h5-short-data: fewer bytes than the shape needs are never filled with others', async () => {
    const file = await folder.openBytes(
      'short.h5',
      hdf5File({ a: { ...four, shape: [5] }, b: four, c: { ...four, type: types.float64 } }),
    );
    assert.deepEqual(
      file.tensors.map(({ name }) => name),
      ['b'],
    );
    assert.match(
      file.warnings[0] ?? '',
      /^Left out: "\/a"\. .* stores less than the 20 bytes of its shape\.$/,
    );
    assert.match(file.warnings[1] ?? '', /stores less than the 32 bytes/);
  });

  it('h5-proto and names that are markup are only names', async () => {
    const names = ['__proto__', 'constructor', '<img src=x onerror=alert(1)>', '](command:x)'];
    const file = await folder.openBytes(
      'names.h5',
      hdf5File(Object.fromEntries(names.map((name) => [name, four] as const)), [
        textAttribute('__proto__', 'x'),
      ]),
    );
    assert.deepEqual(file.tensors.map(({ name }) => name).sort(), names.toSorted());
    assert.deepEqual(file.metadata, [['__proto__', 'x']]);
    assert.equal(({} as { dtype?: unknown }).dtype, undefined);
  });

  it('keras: an archive without weights, a bomb, configuration that is code or no JSON', async () => {
    const content = hdf5File({ a: four });
    await folder.refuses(
      'none.keras',
      zipFile([{ name: 'config.json', data: Buffer.from('{}') }]),
      '@ has no member "model.weights.h5": it is no Keras archive, or one without weights.',
    );
    await folder.refuses(
      'lie.keras',
      zipFile([{ name: 'model.weights.h5', data: content, deflate: true, declaredSize: content.length - 8 }]),
      `@: member "model.weights.h5" inflates past its declared size: stopped at ${content.length - 8} bytes: the archive is damaged, write or copy it again.`,
    );
    const config = '{"config":{"layers":[{"class_name":"Lambda","config":{"function":"import os"}}]}}';
    const warned = async (name: string, text: string): Promise<readonly string[]> => {
      const members = [
        { name: 'config.json', data: Buffer.from(text) },
        { name: 'model.weights.h5', data: content },
      ];
      return (await folder.openBytes(name, zipFile(members))).warnings;
    };
    assert.deepEqual(await warned('lambda.keras', config), [
      'The model has a Lambda layer, which is code: Python would run it. Here nothing of the model is run.',
    ]);
    assert.deepEqual(await warned('deep.keras', '['.repeat(100_000)), []);
  });
});
