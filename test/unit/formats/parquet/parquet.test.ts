import assert from 'node:assert/strict';
import { Bool, Float32, Int32, Int64, Table, vectorFromArray } from 'apache-arrow';
import { Compression, Encoding, WriterVersion } from 'parquet-wasm';
import type { ModelFile } from '../../../../server/formats/format';
import { elementCount } from '../../../../server/tensors/storedTensor';
import { assertRefused, Folder } from '../../../corpus/folder';
import { listsParquet, parquetOf, sampleColumns, type Setup } from '../../../corpus/parquetFiles';
import { floats, int, page, parquetFile } from '../../../corpus/parquetWriter';

const rows = 300;
const each = <T>(make: (i: number) => T): T[] => Array.from({ length: rows }, (_, i) => make(i));

const { UNCOMPRESSED, SNAPPY, GZIP, BROTLI, ZSTD, LZ4_RAW } = Compression;
/** LZ4 with Hadoop's sizes before each block: the library calls it outdated. */
const [hadoop = LZ4_RAW] = Object.entries(Compression).flatMap(([name, codec]) =>
  name === 'LZ4' && typeof codec === 'number' ? [codec] : [],
);

/** Ways to write the same table. */
const ways: readonly (readonly [string, Setup])[] = [
  ['nothing said', (builder) => builder],
  ['no compression', (builder) => builder.setCompression(UNCOMPRESSED)],
  ['Snappy', (builder) => builder.setCompression(SNAPPY)],
  ['gzip', (builder) => builder.setCompression(GZIP)],
  ['Brotli', (builder) => builder.setCompression(BROTLI)],
  ['Zstandard', (builder) => builder.setCompression(ZSTD)],
  ['LZ4', (builder) => builder.setCompression(LZ4_RAW)],
  ['LZ4 as Hadoop has it', (builder) => builder.setCompression(hadoop)],
  ['pages of version 2', (builder) => builder.setWriterVersion(WriterVersion.V2).setCompression(SNAPPY)],
  ['no dictionaries', (builder) => builder.setDictionaryEnabled(false)],
  [
    'version 2 without dictionaries',
    (builder) => builder.setWriterVersion(WriterVersion.V2).setDictionaryEnabled(false),
  ],
  [
    'small pages',
    (builder) => builder.setMaxRowGroupSize(1000).setDataPageSizeLimit(64).setWriteBatchSize(7),
  ],
  [
    'other encodings',
    (builder) =>
      builder
        .setMaxRowGroupSize(1000)
        .setDictionaryEnabled(false)
        .setColumnEncoding('x', Encoding.BYTE_STREAM_SPLIT)
        .setColumnEncoding('wave', Encoding.BYTE_STREAM_SPLIT)
        .setColumnEncoding('k', Encoding.DELTA_BINARY_PACKED)
        .setColumnEncoding('id', Encoding.DELTA_BINARY_PACKED)
        .setColumnEncoding('flag', Encoding.RLE)
        .setColumnEncoding('name', Encoding.DELTA_BYTE_ARRAY)
        .setColumnEncoding('label', Encoding.DELTA_LENGTH_BYTE_ARRAY),
  ],
];

describe('parquet', function () {
  this.timeout(20_000);
  const folder = new Folder();

  async function values(file: ModelFile, name: string): Promise<number[]> {
    const tensor = file.tensors.find((one) => one.name === name);
    assert.ok(tensor, name);
    return [...(await file.read(tensor, 0, elementCount(tensor)))];
  }

  for (const [way, setup] of ways) {
    it(`reads every kind of column: ${way}`, async () => {
      const file = await folder.openBytes('sample.parquet', parquetOf(sampleColumns(rows), setup));
      assert.deepEqual(
        file.tensors.map(({ name, dtype, shape, order }) => [name, dtype, shape, order]),
        [
          ['values', 'float64', [rows, 7], 'F'],
          ['label', 'int32', [rows], 'C'],
          ['id', 'int64', [rows], 'C'],
          ['lists', 'float32', [rows, 3], 'C'],
          ['nested', 'int32', [rows, 3, 2], 'C'],
          ['name', 'text', [rows], 'C'],
        ],
      );
      assert.deepEqual(await values(file, 'values'), [
        ...each((i) => i / 4),
        ...each((i) => i / 8),
        ...each(Math.sin),
        ...each((i) => 7 * i - 2 ** 30),
        ...each((i) => (i % 200) - 100),
        ...each((i) => 4_294_967_295 - i),
        ...each((i) => (i % 3 === 0 ? 1 : 0)),
      ]);
      assert.deepEqual(
        await values(file, 'label'),
        each((i) => (i % 5 === 4 ? NaN : [1, 0, 2][i % 3])),
      );
      assert.deepEqual(await values(file, 'lists'), each((i) => [i, i + 0.5, -i]).flat());
      assert.deepEqual(
        await values(file, 'nested'),
        each((i) => [i, i + 1, i + 2, i + 3, i + 4, i + 5]).flat(),
      );
      assert.deepEqual(await file.ids?.read(7, 2), ['1152921504606846983', '1152921504606846984']);
    });
  }

  it('reads any range of elements across pages and row groups', async () => {
    const bytes = parquetOf(sampleColumns(40), (builder) =>
      builder.setMaxRowGroupSize(16).setDataPageSizeLimit(16).setWriteBatchSize(3),
    );
    const file = await folder.openBytes('ranges.parquet', bytes);
    for (const tensor of file.tensors.filter(({ unreadable }) => unreadable === undefined)) {
      const all = await values(file, tensor.name);
      for (let first = 0; first + 9 <= all.length; first += 5)
        assert.deepEqual([...(await file.read(tensor, first, 9))], all.slice(first, first + 9));
    }
  });

  it('reads of a large column only the pages asked for', async () => {
    const count = 2 ** 18;
    const body = new Uint8Array(4 * count);
    const pages = Array.from({ length: 64 }, (_, i) => {
      new DataView(body.buffer).setFloat32(0, i, true);
      return page(body, { count });
    });
    const file = await folder.openBytes('large.parquet', parquetFile([{ pages }], 64 * count));
    const [tensor] = file.tensors;
    assert.ok(tensor);
    const before = process.memoryUsage().arrayBuffers;
    assert.deepEqual([...(await file.read(tensor, 63 * count - 1, 2))], [0, 63]);
    assert.ok(process.memoryUsage().arrayBuffers - before < 8 * 2 ** 20);
  });

  it('takes a lonely column by its name, and what it means from its type', async () => {
    const bytes = parquetFile([{ name: 'score', pages: [page(floats(1, 2, 3), { count: 3 })] }], 3);
    const file = await folder.openBytes('one.parquet', bytes);
    assert.deepEqual(
      file.tensors.map(({ name, dtype, shape, bytes: size }) => [name, dtype, shape, size]),
      [['score', 'float32', [3], 12]],
    );
    assert.deepEqual(await values(file, 'score'), [1, 2, 3]);
  });

  it('opens a table without rows', async () => {
    const file = await folder.openBytes('none.parquet', parquetFile([{ pages: [] }], 0));
    assert.deepEqual(
      file.tensors.map(({ shape }) => shape),
      [[0]],
    );
  });

  it('lists columns of lists that have different lengths, and refuses those that are only found so when read', async () => {
    const odd = await folder.openBytes('odd.parquet', listsParquet([1, 2], [3]));
    assert.equal(
      odd.tensors[0]?.unreadable,
      'Its lists have different lengths: pad them, or write one tensor a length.',
    );
    for (const [name, lists, row] of [
      ['long', [[1, 2], [1, 2, 3], [4]], 1],
      ['short', [[1, 2], [1], [2, 3, 4]], 1],
    ] as const) {
      const file = await folder.openBytes(`${name}.parquet`, listsParquet(...lists));
      await assertRefused(
        () => values(file, 'lists'),
        `${file.path}: column "lists" has a list that is not of 2 values in row ${row} (counted from 0): only lists of one length are read.`,
      );
    }
  });

  it('lists lists of which some are missing, and says how many values that are', async () => {
    const listed = await folder.openBytes('listed.parquet', listsParquet([1, 2], null, [5, 6]));
    assert.deepEqual(
      listed.tensors.map(({ unreadable }) => unreadable),
      ['1 of its lists are empty or missing, or lack a value: fill or drop them, and write the table again.'],
    );
  });

  it('reads missing numbers as NaN, and says how many there are where the file counts them', async () => {
    const some = <T>(make: (i: number) => T): (T | null)[] =>
      Array.from({ length: 30 }, (_, i) => (i % 4 === 1 || i > 24 ? null : make(i)));
    const table = new Table({
      x: vectorFromArray(
        some((i) => i / 2),
        new Float32(),
      ),
      k: vectorFromArray(
        some((i) => i % 3),
        new Int32(),
      ),
      b: vectorFromArray(
        some((i) => i % 3 === 0),
        new Bool(),
      ),
      id: vectorFromArray(
        some((i) => BigInt(i)),
        new Int64(),
      ),
    });
    const expected = some((i) => [i / 2, i % 3, Number(i % 3 === 0)]).flatMap(
      (row) => row ?? [NaN, NaN, NaN],
    );
    for (const [name, setup] of ways.slice(0, 3)) {
      const file = await folder.openBytes(`${name}.parquet`, parquetOf(table, setup));
      const [matrix] = file.tensors;
      assert.ok(matrix);
      assert.deepEqual(matrix.shape, [30, 3]);
      const columns = [...(await file.read(matrix, 0, 90))];
      assert.deepEqual(
        expected.map((_, at) => columns[(at % 3) * 30 + Math.floor(at / 3)]),
        expected,
      );
      assert.deepEqual(file.warnings, [
        'Missing values are read as NaN: 11 in x, 11 in k, 11 in b, 11 in id.',
      ]);
      assert.deepEqual((await file.ids?.read(0, 4)) ?? [], ['0', '', '2', '3']);
    }
    // Levels: two that are there, one that is not. The file does not count them.
    const body = Buffer.concat([Buffer.from([4, 0, 0, 0, 4, 1, 2, 0]), floats(1, 2)]);
    const bytes = parquetFile([{ repetition: 1, pages: [page(body, { count: 3 })] }], 3);
    const found = await folder.openBytes('found.parquet', bytes);
    assert.deepEqual([...(await values(found, 'c0'))], [1, 2, NaN]);
    assert.deepEqual(found.warnings, []);
  });

  it('opens tables without rows as Arrow writes them: a dictionary, and no data at byte 0', async () => {
    const pages = [page(floats(), { type: 2 })];
    const metadata = { 9: int(0), 11: int(4) };
    const file = await folder.openBytes('empty.parquet', parquetFile([{ pages, metadata }], 0));
    assert.deepEqual(
      file.tensors.map(({ name, shape }) => [name, shape]),
      [['c0', [0]]],
    );
  });
});
