import assert from 'node:assert/strict';
import { Folder } from './folder';
import { ended, floats, int, list, page, parquetFile, struct, text, type Column } from './parquetWriter';

const four = page(floats(1, 2, 3, 4), { count: 4 });
const good: Column = { pages: [four] };
const file = parquetFile([good], 4);
const start = Buffer.from('PAR1');

function changed(change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(file);
  change(copy);
  return copy;
}

/** A structure in a structure, and so on. */
function deep(levels: number): Buffer {
  return Buffer.concat([Buffer.alloc(levels, 0x1c), Buffer.alloc(levels)]);
}

/** Name of the case, content, what is said. */
const refused: readonly (readonly [string, Buffer | string, string])[] = [
  [
    'cut',
    file.subarray(0, -20),
    '@ is cut short: it does not end as a Parquet file does, so copy or write it again.',
  ],
  ['short', 'PAR1', '@ is cut short: it does not end as a Parquet file does, so copy or write it again.'],
  [
    'footer-huge',
    changed((copy) => copy.writeUInt32LE(0xffff_ffff, copy.length - 8)),
    `@: the footer claims 4294967295 bytes, and the file has ${file.length}.`,
  ],
  [
    'encrypted',
    changed((copy) => copy.write('PARE', copy.length - 4)),
    '@ is encrypted: write it without encryption.',
  ],
  [
    'footer-cut',
    changed((copy) => copy.writeUInt32LE(copy.readUInt32LE(copy.length - 8) - 20, copy.length - 8)),
    '@: the footer is damaged: a value is of another type than expected.',
  ],
  ['footer-empty', ended(start, Buffer.alloc(1)), '@: the footer is damaged: it has no schema.'],
  [
    'footer-deep',
    ended(start, deep(100_000)),
    '@: the footer is damaged: structures lie too deep in each other.',
  ],
  [
    'list-huge',
    ended(start, struct({ 2: list([], 2 ** 31) }).bytes),
    '@: the footer is damaged: a list claims 2147483648 values.',
  ],
  [
    'list-of-nothing',
    ended(start, struct({ 9: { type: 9, bytes: Buffer.from([0xf0, 1, 0]) } }).bytes),
    '@: the footer is damaged: a list holds values of no type.',
  ],
  [
    'number-endless',
    ended(start, Buffer.from([0x16, ...Buffer.alloc(11, 0xff)])),
    '@: the footer is damaged: a number does not end.',
  ],
  [
    'schema-type',
    parquetFile([good], 4, { 2: int(5) }),
    '@: the footer is damaged: a value is of another type than expected.',
  ],
  [
    'schema-lie',
    parquetFile([good], 4, { 2: list([struct({ 5: int(1) }), struct({ 4: text('a'), 5: int(9) })]) }),
    '@: the footer is damaged: its columns do not fit together.',
  ],
  [
    'schema-odd',
    parquetFile([good], 4, { 2: list([struct({ 1: int(4), 4: text('a'), 5: int(9) })]) }),
    '@: the footer is damaged: the column "a" is described in a way that makes no sense.',
  ],
  [
    'schema-short',
    parquetFile([good], 4, { 2: list([struct({ 4: text('a') })]) }),
    '@: the footer is damaged: a row group has 1 columns, and the schema has 0.',
  ],
  [
    'rows-negative',
    parquetFile([good], 4, { 4: list([struct({ 3: int(-1) })]) }),
    '@: the footer is damaged: a row group has -1 rows.',
  ],
  [
    'rows-endless',
    parquetFile([good], 4, { 4: list([struct({ 3: int(2n ** 62n) })]) }),
    '@: the footer is damaged: a number is too large.',
  ],
  [
    'chunk-outside',
    parquetFile([{ ...good, metadata: { 7: int(10 ** 9) } }], 4),
    '@: the footer is damaged: a column has 4 values in 1000000000 bytes at byte 4.',
  ],
  [
    'chunk-before',
    parquetFile([{ ...good, metadata: { 9: int(-8) } }], 4),
    '@: the footer is damaged: a column has 4 values in 41 bytes at byte -8.',
  ],
  [
    'chunk-type',
    parquetFile([{ ...good, metadata: { 1: int(5) } }], 4),
    '@: column "c0" is damaged: it has 4 values of type 5 in the 4 rows from row 0 on.',
  ],
  [
    'chunk-values',
    parquetFile([{ ...good, values: 2 ** 40 }], 4),
    '@: column "c0" is damaged: it has 1099511627776 values of type 4 in the 4 rows from row 0 on.',
  ],
  [
    'chunk-nothing',
    parquetFile([{ ...good, chunk: { 3: int(5) } }], 4),
    '@: the footer is damaged: a value is of another type than expected.',
  ],
  [
    'elsewhere',
    parquetFile([{ ...good, chunk: { 1: text('/etc/passwd') } }], 4),
    '@ keeps its columns in other files: open those one by one.',
  ],
];

describe('corpus: Parquet tables', function () {
  // A second on a machine that has nothing else to do.
  this.timeout(5000);
  const folder = new Folder();

  for (const [name, content, message] of refused)
    it(`refuses ${name}`, () => folder.refuses(`parquet-${name}.parquet`, content, message));

  for (const [name, column, reason] of [
    ['LZO', { codec: 3 }, 'It is compressed by LZO, which is not read: write it with Snappy or Zstandard.'],
    [
      'an unknown compression',
      { codec: 77 },
      'It is compressed in an unknown way (number 77), which is not read: write it with Snappy or Zstandard.',
    ],
    ['encryption', { chunk: { 8: struct({}) } }, 'It is encrypted: write it without encryption.'],
  ] as const) {
    it(`lists a column with ${name}`, async () => {
      const opened = await folder.openBytes('listed.parquet', parquetFile([{ ...good, ...column }], 4));
      assert.deepEqual(
        opened.tensors.map(({ unreadable }) => unreadable),
        [reason],
      );
    });
  }
});
