import { Folder } from './folder';

const six = Buffer.from(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);
const file = '@.json';

/** Name of the case, the JSON beside the file, what is said. */
const refused: readonly (readonly [string, string, string])[] = [
  ['no-json', '{"dtype": "float32", ', `${file} is no JSON: the text has no key at byte 21.`],
  ['twice', '{"dtype": "float32", "shape": [6], "dtype": "int32"}', `${file} has the name "dtype" twice.`],
  ['not-utf8', '{"dtype": "\xff"}', `${file} is not UTF-8.`],
  ['no-type', '{"shape": [6]}', `${file} has a shape and no dtype: add one, such as "float32".`],
  [
    'odd-type',
    '{"dtype": "complex64", "shape": [6]}',
    `${file}: the dtype "complex64" is unknown: write one such as "float32" or "<f4".`,
  ],
  [
    'type-list',
    '{"dtype": ["float32"], "shape": [6]}',
    `${file}: the dtype "(no text)" is unknown: write one such as "float32" or "<f4".`,
  ],
  [
    'negative',
    '{"dtype": "float32", "shape": [-6]}',
    `${file}: the shape is no list of lengths, such as [1000, 768].`,
  ],
  [
    'half-a-row',
    '{"dtype": "float32", "shape": [1.5, 4]}',
    `${file}: the shape is no list of lengths, such as [1000, 768].`,
  ],
  [
    'shape-deep',
    '{"dtype": "float32", "shape": [[6]]}',
    `${file}: the shape is no list of lengths, such as [1000, 768].`,
  ],
  [
    'axes',
    `{"dtype": "float32", "shape": [${'1,'.repeat(10_000)}6]}`,
    `${file}: the shape is no list of lengths, such as [1000, 768].`,
  ],
  [
    'order',
    '{"dtype": "float32", "shape": [6], "order": "Z"}',
    `${file}: the order is neither "C" (row by row) nor "F" (column by column).`,
  ],
  [
    'two-orders',
    '{"dtype": "float32", "shape": [6], "order": "C", "fortran_order": true}',
    `${file} has two orders that differ: leave one out.`,
  ],
  [
    'fortran-text',
    '{"dtype": "float32", "shape": [6], "fortran_order": "true"}',
    `${file}: fortran_order is neither true nor false.`,
  ],
  [
    'two-endians',
    '{"dtype": ">f4", "shape": [6], "byte_order": "little"}',
    `${file} has the dtype ">f4" and another byte order: correct one.`,
  ],
  [
    'offset',
    '{"dtype": "float32", "shape": [6], "offset": -1}',
    `${file}: the offset is no number of bytes.`,
  ],
  [
    'endian',
    '{"dtype": "float32", "shape": [6], "byte_order": "middle"}',
    `${file}: the byte order is neither "little" nor "big".`,
  ],
  [
    'long',
    '{"dtype": "float32", "shape": [7]}',
    '@ has 24 bytes, and a float32 array of 7 takes 28, as NAME.json says.',
  ],
  [
    'huge',
    '{"dtype": "float32", "shape": [9007199254740991, 9007199254740991]}',
    '@ has 24 bytes, and a float32 array of 9007199254740991 x 9007199254740991 takes 3.2451855365842665e+32, as NAME.json says.',
  ],
  [
    'uneven',
    '{"dtype": "float32", "shape": [-1, 4]}',
    '@ has 24 bytes, which is no multiple of 16: a float32 array of ? x 4 does not fit, as NAME.json says.',
  ],
  [
    'empty-axis',
    '{"dtype": "float32", "shape": [-1, 0]}',
    '@ has 24 bytes, which is no multiple of 0: a float32 array of ? x 0 does not fit, as NAME.json says.',
  ],
  [
    'behind',
    '{"dtype": "float32", "shape": [6], "offset": 9007199254740991}',
    '@ has 24 bytes, and the numbers should begin after 9007199254740991, as NAME.json says.',
  ],
];

describe('corpus: bare numbers', function () {
  this.timeout(5000);
  const folder = new Folder();

  for (const [name, sidecar, message] of refused) {
    it(`refuses what the file beside it says: ${name}`, async () => {
      folder.write(`${name}.bin.json`, Buffer.from(sidecar, 'latin1'));
      await folder.refuses(`${name}.bin`, six, message.replace('NAME', `${name}.bin`));
    });
  }

  for (const name of ['nothing.bin', 'nothing.dat', 'nothing.raw', 'nothing.memmap']) {
    it(`says what to do with ${name} alone`, () =>
      folder.refuses(
        name,
        six,
        `@ holds bare numbers and does not say which: write ${name}.json beside it, such as {"dtype": "float32", "shape": [1000, 768]}, or add what it holds to the path, as in ${name}::float32 1000x768.`,
      ));
  }

  it('says that a file is empty', () =>
    folder.refuses('empty.bin', '', '@ is empty: it has 0 bytes. Copy or download it again.'));

  for (const [name, shards, message] of [
    ['no-list', '[5]', '@: a shard lacks its name or how many examples it has.'],
    ['no-shards', '[]', '@ is no list of 1 to 1000 shards.'],
    [
      'escape',
      '[{"name": "../x.bin", "n_ex": 1}]',
      '@ names the shard "../x.bin", which is not a plain name of a file beside the index.',
    ],
    [
      'twice',
      '[{"name": "x.bin", "n_ex": 0}, {"name": "x.bin", "n_ex": 0}]',
      '@ lists the shard "x.bin" twice.',
    ],
    ['huge', '[{"name": "x.bin", "n_ex": 9007199254740991}]', '…'],
  ] as const) {
    it(`refuses shards of saev: ${name}`, async () => {
      const good = { layers: [1], patches_per_ex: 4, cls_token: false, d_model: 2 };
      folder.write(`saev-${name}/metadata.json`, JSON.stringify(good));
      folder.write(`saev-${name}/x.bin`, six);
      const path = `${folder.path}/saev-${name}/x.bin`;
      const said = `${path} has 24 bytes, and the 9007199254740991 examples that shards.json says take 288230376151711700.`;
      await folder.refuses(`saev-${name}/shards.json`, shards, message === '…' ? said : message);
    });
  }

  it('refuses metadata of saev that make no sense', async () => {
    const bad = { layers: [1], patches_per_ex: 2 ** 40, cls_token: true, d_model: 2 ** 40 };
    folder.write('odd/metadata.json', JSON.stringify(bad));
    const path = `${folder.path}/odd/metadata.json`;
    await folder.refuses(
      'odd/acts000000.bin',
      six,
      `${path}: an example of 1 x 1099511627777 x 1099511627776 numbers makes no sense.`,
    );
    folder.write('odd/metadata.json', JSON.stringify({ ...bad, layers: [1, 1], d_model: 2 }));
    await folder.refuses('odd/acts000000.bin', six, `${path} lists a layer twice.`);
    folder.write('odd/metadata.json', JSON.stringify({ ...bad, layers: [] }));
    await folder.refuses('odd/acts000000.bin', six, `${path}: the layers are no list of 1 to 1000 numbers.`);
  });
});
