import assert from 'node:assert/strict';
import { linkSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Folder, assertRefused } from './folder';
import { float32s } from './writers';
import {
  checked,
  group2,
  group3,
  gzipped,
  sharded,
  storeWriter,
  type StoreFiles,
  version2,
  version3,
} from './zarrWriter';

const small = { shape: [2, 2], chunk: [2, 2], values: [1, 2, 3, 4] };
const bytes = { name: 'bytes', configuration: { endian: 'little' } };
const shards = (chunk: readonly number[]): object => ({
  name: 'sharding_indexed',
  configuration: {
    chunk_shape: chunk,
    codecs: [bytes, { name: 'crc32c' }],
    index_codecs: [bytes, { name: 'crc32c' }],
  },
});

describe('corpus: Zarr', () => {
  const folder = new Folder();
  const write = storeWriter(folder);

  /** Refused with this message, in which `@` stands for the folder. */
  async function refuses(files: StoreFiles, message: string): Promise<void> {
    const path = write(files);
    await assertRefused(() => folder.open(path), message.replaceAll('@', path));
  }

  /** The values of the only array, which must be refused. */
  async function refusesValues(path: string, message: string): Promise<void> {
    const file = await folder.open(path);
    const [tensor] = file.tensors;
    assert.ok(tensor);
    await assertRefused(() => file.read(tensor, 0, 1), message.replaceAll('@', path));
  }

  it('zarr-no-zip: an archive by its name only is refused as one, whatever lies beside it', async () => {
    mkdirSync(join(folder.path, 'download'));
    symlinkSync('circle', join(folder.path, 'download/circle'));
    const message = '@ has no zip directory at its end: it is cut short or no zip archive.';
    await folder.refuses('download/a.zarr.zip', 'no zip', message);
  });

  it('zarr-metadata: descriptions that make no sense', async () => {
    const second = (metadata: object): StoreFiles => version2({ ...small, metadata: { ...metadata } });
    await refuses(
      new Map([['.zarray', '{"zarr_format": 2']]),
      '@/.zarray is no JSON: the text has no closing brace at byte 17.',
    );
    await refuses(new Map([['.zarray', '{"a": 1, "a": 2}']]), '@/.zarray has the name "a" twice.');
    await refuses(second({ zarr_format: 4 }), '@/.zarray is no description of an array of Zarr 2.');
    await refuses(second({ shape: [2, -2] }), '@/.zarray has a shape that is no list of lengths.');
    await refuses(second({ shape: [2, 2.5] }), '@/.zarray has a shape that is no list of lengths.');
    await refuses(second({ chunks: [0, 2] }), '@/.zarray: its chunks have a length of 0.');
    await refuses(second({ chunks: [2] }), '@/.zarray: its chunks have 1 axes, and it has 2.');
    await refuses(second({ shape: [2 ** 40, 2 ** 40] }), '@/.zarray: the shape overflows.');
    await refuses(
      second({ shape: [0, 2 ** 40, 2 ** 40], chunks: [1, 1, 1] }),
      '@/.zarray: the shape overflows.',
    );
    await refuses(second({ order: 'X' }), '@/.zarray has an order other than "C" and "F".');
    await refuses(
      second({ dimension_separator: '../' }),
      '@/.zarray separates the numbers of its chunks by something other than "." and "/".',
    );
    await refuses(second({ dtype: '<q9' }), '@/.zarray: the element type "<q9" is unknown.');
    await refuses(version3({ ...small, metadata: { codecs: 5 } }), '@/zarr.json has no list of codecs.');
    await refuses(
      version3({ ...small, metadata: { chunk_grid: { name: 'wavy' } } }),
      '@/zarr.json: Its grid of chunks "wavy" is not read: write it anew without that.',
    );
    await refuses(
      version3({
        ...small,
        metadata: { codecs: [{ name: 'transpose', configuration: { order: [0, 0] } }, bytes] },
      }),
      '@/zarr.json transposes its chunks by something that is no order of axes.',
    );
    await refuses(
      version3({ ...small, metadata: { codecs: [shards([3, 2])] } }),
      '@/zarr.json: its shards are no whole numbers of chunks.',
    );
  });

  it('zarr-empty: a store without an array', async () => {
    await refuses(group2, '@ is a Zarr store without any array: choose another.');
    await refuses(group3, '@ is a Zarr store without any array: choose another.');
  });

  it('zarr-left-out: one array that makes no sense beside another', async () => {
    const bad = version2({ ...small, metadata: { shape: 'x' } }, 'bad');
    const path = write(new Map([...group2, ...bad, ...version2(small, 'good')]));
    const file = await folder.open(path);
    assert.deepEqual(
      file.tensors.map(({ name }) => name),
      ['good'],
    );
    assert.deepEqual(file.warnings, [`Left out: ${path}/bad/.zarray has no shape.`]);
  });

  it('zarr-chunk-bomb: chunks and arrays that are too large for what is stored', async () => {
    const shape = [2 ** 20, 2 ** 20];
    const unreadable = async (files: StoreFiles): Promise<string | undefined> =>
      (await folder.open(write(files))).tensors[0]?.unreadable;
    assert.equal(
      await unreadable(
        version2({ ...small, shape: [1, 1], values: [1], metadata: { shape, chunks: shape } }),
      ),
      'It is stored in chunks of 4398046511104 bytes, and those of more than 536870912 are not unpacked: write it in smaller ones.',
    );
    assert.equal(
      await unreadable(version2({ ...small, shape: [1, 1], values: [1], metadata: { shape } })),
      'It declares 4398046511104 bytes, of which 16 are stored: nearly none of it was ever written.',
    );
    assert.equal(
      await unreadable(
        version3({
          ...small,
          metadata: {
            shape: [2048, 2048],
            chunk_grid: { name: 'regular', configuration: { chunk_shape: [2048, 2048] } },
            codecs: [shards([1, 1])],
          },
        }),
      ),
      'Its shards have 4194304 chunks each, and 1048576 are the most.',
    );
  });

  it('zarr-chunk-lies: chunks that are cut, too long, of other bytes or another sum', async () => {
    const stored = (chunk: Uint8Array, metadata: object = {}): string =>
      write(version2({ ...small, encode: () => chunk, metadata: { ...metadata } }));
    const gzip = { compressor: { id: 'gzip' } };
    await refusesValues(
      stored(float32s(1, 2, 3)),
      '@/0.0 is damaged: it has 12 bytes where 16 are needed; write or copy it again.',
    );
    await refusesValues(
      stored(Buffer.alloc(2 ** 20 + 33)),
      '@/0.0 is damaged: it has 1048609 bytes, too many for a chunk of 16; write or copy it again.',
    );
    await refusesValues(
      stored(gzipped([1, 2, 3, 4, 5], [5]), gzip),
      '@/0.0 is damaged: it cannot be unpacked by gzip to the 16 bytes it should hold; write or copy it again.',
    );
    for (const id of ['zlib', 'gzip', 'zstd', 'lz4', 'blosc'])
      await refusesValues(
        stored(Buffer.from('0123456789abcdef0'), { compressor: { id } }),
        `@/0.0 is damaged: it cannot be unpacked by ${id} to the 16 bytes it should hold; write or copy it again.`,
      );
    const sum = checked([1, 2, 3, 4], [4]);
    sum[0] = 1;
    await refusesValues(
      write(version3({ ...small, encode: () => sum, metadata: { codecs: [bytes, { name: 'crc32c' }] } })),
      '@/c/0/0 is damaged: it does not match its check sum (CRC-32C); write or copy it again.',
    );
  });

  it('zarr-shard-lies: lists of chunks that are cut, damaged or lead out of the file', async () => {
    const stored = (change: (shard: Buffer) => Buffer): string => {
      const shard = change(Buffer.from(sharded([1, 2], checked)([1, 2, 3, 4], [2, 2])));
      return write(version3({ ...small, encode: () => shard, metadata: { codecs: [shards([1, 2])] } }));
    };
    await refusesValues(
      stored((shard) => shard.subarray(-20)),
      '@/c/0/0 is damaged: it has 20 bytes, fewer than its list of chunks; write or copy it again.',
    );
    await refusesValues(
      stored((shard) => shard.fill(7, shard.length - 8)),
      '@/c/0/0 is damaged: it does not match its check sum (CRC-32C); write or copy it again.',
    );
    const plain = { ...(shards([1, 2]) as { configuration: object }) };
    const lies = { ...plain, configuration: { ...plain.configuration, index_codecs: [bytes] } };
    const list = Buffer.alloc(32);
    list.writeBigUInt64LE(2n ** 62n, 0);
    list.writeBigUInt64LE(12n, 8);
    await refusesValues(
      write(version3({ ...small, encode: () => list, metadata: { codecs: [lies] } })),
      '@/c/0/0 is damaged: it has a chunk at bytes 4611686018427388000 to 4611686018427388000, and it has 32; write or copy it again.',
    );
  });

  it('zarr-links: chunks that are links out of the store, or have other names; folders that are links', async () => {
    const secret = folder.write('secret', float32s(5, 6, 7, 8));
    const linked = write(version2({ ...small, without: ['0.0'] }));
    symlinkSync(secret, join(linked, '0.0'));
    await refusesValues(
      linked,
      `@/0.0 is a link to ${secret}, outside the model folder: put a copy of the file there.`,
    );
    const hard = write(version2({ ...small, without: ['0.0'] }));
    linkSync(secret, join(hard, '0.0'));
    await refusesValues(hard, '@/0.0 has other names (hard links) elsewhere: put a copy of the file there.');
    const above = write(group2);
    symlinkSync(join(folder.path, 'store1'), join(above, 'w'));
    await assertRefused(
      () => folder.open(above),
      `${above}/w is a link to a folder, which is not followed: put the folder there.`,
    );
    const round = write(group2);
    symlinkSync(round, join(round, 'again'));
    await assertRefused(
      () => folder.open(round),
      `${round}/again is a link to a folder, which is not followed: put the folder there.`,
    );
  });

  it('zarr-names: keys of .zmetadata that are paths out of the store, and names that mean something to JavaScript', async () => {
    const description = JSON.parse(String(version2(small).get('.zarray'))) as unknown;
    const all = [
      '../x/.zarray',
      '/etc/.zarray',
      'a/../../x/.zarray',
      '__proto__/.zarray',
      'constructor/.zarray',
    ];
    const metadata = `{${all.map((key) => `"${key}": ${JSON.stringify(description)}`).join()}}`;
    const file = await folder.open(write(new Map([...group2, ['.zmetadata', `{"metadata": ${metadata}}`]])));
    assert.deepEqual(
      file.tensors.map(({ name }) => name),
      ['__proto__', 'constructor'],
    );
  });

  it('zarr-other: a chunk that is a folder, and files that are no stores', async () => {
    const path = write(version2({ ...small, metadata: { fill_value: null }, without: ['0.0'] }));
    mkdirSync(join(path, '0.0'));
    await refusesValues(
      path,
      '@/0.0 is missing, and the array has no value for what was never written: write it anew.',
    );
    await folder.refuses('x/.zattrs', '{}', '@ holds the attributes of a Zarr store: open its folder.');
    await folder.refuses('y/.zarray', '', '@ is empty: it has 0 bytes. Copy or download it again.');
  });
});
