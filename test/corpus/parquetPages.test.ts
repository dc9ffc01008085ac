import assert from 'node:assert/strict';
import { assertRefused, Folder } from './folder';
import { floats, page, parquetFile, varint, type Column } from './parquetWriter';

const four = page(floats(1, 2, 3, 4), { count: 4 });
const noise = Buffer.alloc(64, 0xa5);
const runs = (...bytes: number[]): Buffer => Buffer.from(bytes);
const dictionary = page(floats(1, 2), { type: 2, count: 2 });
const where = 'the page of column "c0" at byte';

/** Files that open, and what reading the column of four rows says. */
const unread: readonly (readonly [string, Column, string])[] = [
  [
    'missing',
    { pages: [page(floats(1, 2), { count: 2 })] },
    `@: ${where} 37 is missing: 2 of 4 values are there, so copy or write the file again.`,
  ],
  ['junk', { pages: [noise] }, `@: ${where} 4 is damaged: a number does not end.`],
  [
    'long',
    { pages: [page(floats(1, 2, 3, 4), { count: 4, compressed: 10 ** 9 })] },
    `@: ${where} 4 claims 1000000000 bytes, and its column has 16 left.`,
  ],
  [
    'bomb',
    { codec: 6, pages: [page(noise, { count: 4, size: 2 ** 30 })] },
    `@: ${where} 4 claims 1073741824 bytes for 4 values, and at most 1048672 are read at once.`,
  ],
  [
    'bomb-of-many',
    { codec: 1, pages: [page(noise, { count: 2 ** 24, size: 2 ** 28 })] },
    `@: ${where} 4 has 16777216 values, and the column has 4 left.`,
  ],
  [
    'too-many',
    { pages: [page(floats(1), { count: 2 ** 31 })] },
    `@: ${where} 4 claims 2147483648 values, and at most 16777216 are read at once: write smaller pages.`,
  ],
  [
    'more',
    { pages: [page(floats(1, 2, 3, 4, 5), { count: 5 })] },
    `@: ${where} 4 has 5 values, and the column has 4 left.`,
  ],
  [
    'other-kind',
    { pages: [page(floats(1, 2, 3, 4), { count: 4, type: 9 })] },
    `@: ${where} 4 is of an unknown kind, number 9.`,
  ],
  [
    'snappy',
    { codec: 1, pages: [page(noise, { count: 4, size: 16 })] },
    `@: ${where} 4 does not decompress to the 16 bytes it claims.`,
  ],
  [
    'zstd',
    { codec: 6, pages: [page(noise, { count: 4, size: 16 })] },
    `@: ${where} 4 does not decompress to the 16 bytes it claims.`,
  ],
  [
    'gzip',
    { codec: 2, pages: [page(noise, { count: 4, size: 16 })] },
    `@: ${where} 4 does not decompress to the 16 bytes it claims.`,
  ],
  [
    'not-compressed',
    { pages: [page(floats(1, 2, 3, 4), { count: 4, size: 17 })] },
    `@: ${where} 4 does not decompress to the 17 bytes it claims.`,
  ],
  [
    'few-bytes',
    { pages: [page(floats(1, 2, 3), { count: 4 })] },
    `@: ${where} 4 is damaged, or its 4 values are stored in a way that is not read (encoding 0): write the file anew.`,
  ],
  [
    'unknown-encoding',
    { pages: [page(floats(1, 2, 3, 4), { count: 4, encoding: 77 })] },
    `@: ${where} 4 is stored in an unknown way, number 77.`,
  ],
  [
    'no-dictionary',
    { pages: [page(runs(1, 8, 0), { count: 4, encoding: 8 })] },
    `@: ${where} 4 is damaged, or its 4 values are stored in a way that is not read (encoding 8): write the file anew.`,
  ],
  [
    'outside-dictionary',
    { pages: [dictionary, page(runs(2, 8, 2), { count: 4, encoding: 8 })] },
    `@: ${where} 37 is damaged, or its 4 values are stored in a way that is not read (encoding 8): write the file anew.`,
  ],
  [
    'runs-cut',
    { pages: [dictionary, page(runs(1, 4, 0), { count: 4, encoding: 8 })] },
    `@: ${where} 37 is damaged, or its 4 values are stored in a way that is not read (encoding 8): write the file anew.`,
  ],
  [
    'wide-indices',
    { pages: [dictionary, page(runs(200, 8, 0), { count: 4, encoding: 8 })] },
    `@: ${where} 37 is damaged, or its 4 values are stored in a way that is not read (encoding 8): write the file anew.`,
  ],
  [
    'two-dictionaries',
    { pages: [dictionary, dictionary, four] },
    `@: ${where} 37 is a second dictionary, or comes too late for one.`,
  ],
  [
    'empty-pages',
    { pages: Array.from({ length: 500 }, () => page(Buffer.alloc(0), {})) },
    `@: ${where} 2504 is empty, as 100 were before it.`,
  ],
  [
    'deltas-huge',
    {
      type: 1,
      pages: [page(Buffer.concat([varint(2 ** 31), varint(4), varint(4), noise]), { count: 4, encoding: 5 })],
    },
    `@: ${where} 4 is damaged, or its 4 values are stored in a way that is not read (encoding 5): write the file anew.`,
  ],
  [
    'deltas-many',
    {
      type: 1,
      pages: [
        page(Buffer.concat([varint(128), varint(4), varint(2 ** 31), noise]), { count: 4, encoding: 5 }),
      ],
    },
    `@: ${where} 4 is damaged, or its 4 values are stored in a way that is not read (encoding 5): write the file anew.`,
  ],
  [
    'levels',
    { repetition: 1, pages: [page(Buffer.concat([noise, noise]), { count: 4 })] },
    `@: ${where} 4 is damaged, or its 4 values are stored in a way that is not read (encoding 0): write the file anew.`,
  ],
];

describe('corpus: pages of Parquet tables', function () {
  // A second on a machine that has nothing else to do.
  this.timeout(5000);
  const folder = new Folder();

  for (const [name, column, message] of unread) {
    it(`opens ${name}, and refuses to read it`, async () => {
      const opened = await folder.openBytes(`parquet-${name}.parquet`, parquetFile([column], 4));
      const [tensor] = opened.tensors;
      assert.ok(tensor);
      await assertRefused(() => opened.read(tensor, 0, 4), message.replaceAll('@', opened.path));
    });
  }

  it('refuses a column of which most pages are missing', async () => {
    const many = parquetFile([{ pages: [four] }], 2 ** 40);
    const opened = await folder.openBytes('many.parquet', many);
    const [tensor] = opened.tensors;
    assert.ok(tensor);
    assert.deepEqual([...(await opened.read(tensor, 0, 4))], [1, 2, 3, 4]);
    await assertRefused(
      () => opened.read(tensor, 2 ** 39, 4),
      `${opened.path}: ${where} 45 is missing: 4 of 1099511627776 values are there, so copy or write the file again.`,
    );
  });
});
