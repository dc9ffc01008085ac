import assert from 'node:assert/strict';
import { fileOf, listsOf, sampleTable, streamOf } from './arrowFiles';
import { assertRefused, Folder } from './folder';

const file = fileOf(sampleTable(20));
const stream = streamOf(sampleTable(20));

function changed(bytes: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
}

/** Name of the case, content, what is said. */
const refused: readonly (readonly [string, Buffer | string, string])[] = [
  [
    'file-cut',
    file.subarray(0, -20),
    '@ is cut short: it does not end as an Arrow file does, so copy or write it again.',
  ],
  [
    'file-footer-huge',
    changed(file, (copy) => copy.writeUInt32LE(0xffff_ffff, copy.length - 10)),
    `@: the footer claims 4294967295 bytes, and the file has ${file.length}.`,
  ],
  [
    'file-footer-lie',
    changed(file, (copy) =>
      copy.writeUInt32LE(0x7fff_fff0, copy.length - 10 - copy.readUInt32LE(copy.length - 10)),
    ),
    '@: the footer is damaged: it points outside of itself.',
  ],
  [
    'stream-cut',
    stream.subarray(0, 1000),
    '@ is cut short: a message at byte 888 claims 568 bytes, and the file has 1000.',
  ],
  [
    'stream-length',
    changed(stream, (copy) => copy.writeUInt32LE(0x7fff_fff0, 4)),
    `@ is no Arrow file: it does not begin as one does.`,
  ],
  [
    'stream-empty',
    Buffer.from('\xff\xff\xff\xff\0\0\0\0', 'latin1'),
    '@ is no Arrow file: it has no schema.',
  ],
  [
    'stream-junk',
    Buffer.from(`\xff\xff\xff\xff\x08\0\0\0${'\xff'.repeat(8)}`, 'latin1'),
    '@: the message at byte 0 is damaged: it points outside of itself.',
  ],
  ['text', 'a,b\n1,2\n', '@ is no Arrow file: it does not begin as one does.'],
];

describe('corpus: Arrow tables', function () {
  // A second on a machine that has nothing else to do.
  this.timeout(5000);
  const folder = new Folder();

  for (const [name, content, message] of refused)
    it(`refuses ${name}`, () => folder.refuses(`arrow-${name}.arrow`, content, message));

  it('refuses Feather of version 1', () =>
    folder.refuses(
      'old.feather',
      'FEA1....',
      '@ is a Feather file of version 1, which is not read: write it anew as version 2 (the default of pyarrow).',
    ));

  it('lists columns whose lists have different lengths, and refuses those that are only found so when read', async () => {
    const odd = await folder.openBytes('odd.arrow', fileOf(listsOf([1, 2], [3])));
    assert.equal(
      odd.tensors[0]?.unreadable,
      'Its lists have different lengths: pad them, or write one tensor a length.',
    );
    const even = await folder.openBytes('even.arrow', fileOf(listsOf([1, 2, 3], [4])));
    const [tensor] = even.tensors;
    assert.ok(tensor);
    assert.deepEqual(tensor.shape, [2, 2]);
    await assertRefused(
      () => even.read(tensor, 0, 4),
      `${even.path}: column "lists" has lists of 2 and, further on, of 3 values: only lists of one length are read.`,
    );
  });

  const listing = (value: unknown): string => JSON.stringify(value);
  const named = (name: unknown): string => listing({ _data_files: [{ filename: name }] });

  for (const [name, content, message] of [
    ['none', '{}', '@ lists no data files: open one of the .arrow files beside it.'],
    ['empty', listing({ _data_files: [] }), '@ lists 0 data files: 1 to 10000 can be opened.'],
    ['nameless', named(5), '@: a data file has no name.'],
    [
      'escape',
      named('../x.arrow'),
      '@ names the shard "../x.arrow", which is not a plain name of a file beside the index.',
    ],
    ['self', named('state.json'), '@ names itself as a shard.'],
    ['broken', '{"_data_files":', '@ is no JSON: the text has something that is no value at byte 15.'],
    [
      'selection',
      listing({ _data_files: [{ filename: 'a' }], _indices_data_files: [{ filename: 'b' }] }),
      '@ is a selection of rows of its data set, which is not followed: save it after flatten_indices().',
    ],
  ] as const) {
    it(`refuses the data set ${name}`, () => folder.refuses(`${name}/state.json`, content, message));
  }
});
