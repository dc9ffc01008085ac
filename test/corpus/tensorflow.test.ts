import assert from 'node:assert/strict';
import { linkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { assertRefused, Folder } from './folder';
import { field } from './onnxWriter';
import {
  bundleEntry,
  bundleHeader,
  masked,
  tableEntry,
  tableFile,
  type Bundled,
  type TableLies,
} from './tfWriter';
import { float32s } from './writers';

const again = 'copy or download it again.';
const one: Bundled = { shape: [1], size: 4 };
const index = (entry: Bundled, lies?: TableLies, header = bundleHeader()): Buffer =>
  tableFile(
    [
      ['', header],
      ['w', bundleEntry(entry)],
    ],
    lies,
  );
const raw = (...entries: Buffer[]): Buffer => index(one, { entries: Buffer.concat(entries) });

/** Name of the case, bytes, what the message says; `@` is the file's path. */
const refusedIndexes: readonly (readonly [string, Buffer, string])[] = [
  ['tf-index-short', Buffer.from('index'), '@ is no TensorFlow checkpoint: it has 5 bytes, fewer than 48.'],
  [
    'tf-index-magic',
    index(one, { magic: '57fb808b247547dc' }),
    '@ is no index of a TensorFlow checkpoint, or is cut short: the bytes that end one are missing.',
  ],
  [
    'tf-index-crc',
    index(one, { sum: 1 }),
    `@ is damaged: the block at byte 0 does not match its check sum (CRC-32C); ${again}`,
  ],
  [
    'tf-index-snappy',
    index(one, { compression: 1 }),
    '@ has blocks that are compressed with Snappy, which are not read: save the checkpoint with TensorFlow 2.',
  ],
  [
    'tf-index-compression',
    index(one, { compression: 7 }),
    `@ is damaged: the block at byte 0 is compressed in an unknown way, number 7; ${again}`,
  ],
  [
    'tf-index-block-lie',
    index(one, { size: 2 ** 40 }),
    `@ is damaged: a block of 1099511627776 bytes at byte 0 runs past the end of the file; ${again}`,
  ],
  [
    'tf-index-restarts',
    index(one, { restarts: 2 ** 31 }),
    `@ is damaged: the block at byte 0 has no room for its 2147483648 restarts; ${again}`,
  ],
  [
    'tf-index-shares',
    raw(tableEntry(0, '', bundleHeader()), tableEntry(5, 'w', bundleEntry(one))),
    `@ is damaged: the entry at byte 9 runs past its block or shares more than there is; ${again}`,
  ],
  [
    'tf-index-value-lie',
    raw(Buffer.from([0, 0, 100, 8, 1])),
    `@ is damaged: the entry at byte 0 runs past its block or shares more than there is; ${again}`,
  ],
  ['tf-index-number', raw(Buffer.alloc(12, 0xff)), `@ is damaged: there is no number at byte 0; ${again}`],
  [
    'tf-index-no-header',
    tableFile([['w', bundleEntry(one)]]),
    '@ is no TensorFlow checkpoint: its table has no header.',
  ],
  [
    'tf-index-shards',
    index(one, {}, bundleHeader(2_000_000)),
    '@ says it has 2000000 files of data: 1 to 100000 are known.',
  ],
  [
    'tf-index-shard',
    index({ ...one, shard: 3 }),
    '@: tensor "w" is in file 3 of data, counted from 0, and there are 1.',
  ],
  [
    'tf-index-size',
    index({ shape: [2], size: 4 }),
    '@: tensor "w" has 4 bytes of values, its type and shape need 8.',
  ],
  [
    'tf-index-overflow',
    index({ shape: [2 ** 40, 2 ** 40], size: 4 }),
    `@: the shape ${2 ** 40} x ${2 ** 40} of tensor "w" overflows.`,
  ],
  [
    'tf-index-wire',
    tableFile([
      ['', bundleHeader()],
      ['w', Buffer.from([0x0b])],
    ]),
    '@ is damaged or no TensorFlow checkpoint: at byte 13 a field has number 1 and wire type 3.',
  ],
  [
    'tf-index-entry-lie',
    tableFile([
      ['', bundleHeader()],
      ['w', Buffer.concat([field(1, 1), Buffer.from([0x12, 0x7f, 0])])],
    ]),
    '@ is damaged: field 2 at byte 15 runs past its message, which ends at byte 18.',
  ],
];

const manifest = (group: unknown): string => JSON.stringify({ weightsManifest: [group] });
const weight = (more: object): string =>
  manifest({ paths: ['ok.bin'], weights: [{ name: 'w', shape: [1], dtype: 'float32', ...more }] });
const leaves = (path: string): string =>
  `@: the path ${JSON.stringify(path)} leaves the model folder or is no plain path.`;
const badScale =
  '@: tensor "w" has a bad quantisation: float16, or uint8 or uint16 with finite scale and min, is known.';

const refusedManifests: readonly (readonly [string, string, string])[] = [
  ...['../x.bin', '/etc/passwd', 'a/../../x.bin', 'C:\\x', 'http://x/y', '', '.'].map(
    (path) =>
      [
        `tfjs-path ${path.replaceAll(/\W/g, '-')}`,
        manifest({ paths: [path], weights: [] }),
        leaves(path),
      ] as const,
  ),
  [
    'tfjs-path-number',
    manifest({ paths: [5], weights: [] }),
    '@: the path of a file that is no text leaves the model folder or is no plain path.',
  ],
  [
    'tfjs-short',
    weight({ shape: [5] }),
    '@: tensor "w" needs 20 bytes in "ok.bin", which has 8: copy or download the files again.',
  ],
  [
    'tfjs-texts-lie',
    weight({ shape: [2 ** 40], dtype: 'string' }),
    '@: tensor "w" needs 4398046511104 bytes in the files of its group, which have 8: copy or download the files again.',
  ],
  ['tfjs-scale', weight({ quantization: { dtype: 'uint8', scale: 'NaN', min: 0 } }), badScale],
  ['tfjs-scale-missing', weight({ quantization: { dtype: 'uint8', min: 0 } }), badScale],
  [
    'tfjs-scale-infinite',
    weight({ quantization: { dtype: 'uint8', scale: 5, min: 0 } }).replace('5', '1e999'),
    badScale,
  ],
  ['tfjs-quantisation', weight({ quantization: { dtype: 'uint4', scale: 1, min: 0 } }), badScale],
  [
    'tfjs-scale-nan',
    weight({ quantization: { dtype: 'uint8', scale: 5, min: 0 } }).replace('5', 'NaN'),
    '@ is no JSON: the text has something that is no value at byte 133.',
  ],
  [
    'tfjs-quantised-bool',
    weight({ dtype: 'bool', quantization: { dtype: 'uint8', scale: 1, min: 0 } }),
    '@: tensor "w" is of type "bool", which is not known.',
  ],
  ['tfjs-dtype', weight({ dtype: 'F32' }), '@: tensor "w" is of type "F32", which is not known.'],
  ['tfjs-no-dtype', weight({ dtype: 5 }), '@: tensor "w" has no type.'],
  ['tfjs-negative', weight({ shape: [-1] }), '@: tensor "w" has a bad dimension.'],
  [
    'tfjs-overflow',
    weight({ shape: [2 ** 40, 2 ** 40] }),
    `@: tensor "w" has a shape that overflows, ${2 ** 40} x ${2 ** 40}.`,
  ],
  [
    'tfjs-dimensions',
    weight({ shape: Array.from({ length: 65 }, () => 1) }),
    '@: tensor "w" has no shape of at most 64 dimensions.',
  ],
  ['tfjs-no-name', weight({ name: 5 }), '@: a tensor of the manifest has no name.'],
  ['tfjs-no-paths', manifest({ weights: [] }), '@: a group of the manifest has no paths or no weights.'],
  ['tfjs-no-group', manifest(5), '@: a group of the manifest has no paths or no weights.'],
  ['tfjs-twice', '{"format": "a", "format": "b"}', '@ has the name "format" twice.'],
  ['tfjs-open', '{"modelTopology": [[[', '@ is no JSON: the text has something that is no value at byte 21.'],
  [
    'tfjs-deep',
    `{"weightsManifest": ${'['.repeat(100_000)}`,
    '@ is no JSON: the text is nested more than 32 deep at byte 52.',
  ],
  [
    'tfjs-other',
    '{"learner": {"name": "a model of XGBoost"}}',
    '@ is no model of TensorFlow.js: it has no list of weights (weightsManifest).',
  ],
];

describe('corpus: TensorFlow', function () {
  this.timeout(5000);
  const folder = new Folder();
  const outside = new Folder();
  before(() => folder.write('ok.bin', float32s(1, 2)));

  for (const [name, content, message] of refusedIndexes) {
    it(`refuses ${name}`, () => {
      folder.write(`${name}.data-00000-of-00001`, float32s(1, 2));
      return folder.refuses(`${name}.index`, content, message);
    });
  }

  for (const [name, content, message] of refusedManifests) {
    it(`refuses ${name}`, () => folder.refuses(`${name}-model.json`, content, message));
  }

  it('refuses a file of values that is cut short', async () => {
    const data = folder.write('cut.data-00000-of-00001', float32s(1));
    await folder.refuses(
      'cut.index',
      index({ ...one, offset: 4 }),
      `${data} is cut short: bytes 4 to 8 are needed, and it has 4; ${again}`,
    );
  });

  it('says with the last values that they do not match their check sum', async () => {
    folder.write('sum.data-00000-of-00001', float32s(1, 2));
    const file = await folder.openBytes(
      'sum.index',
      index({ shape: [2], size: 8, sum: masked(float32s(1, 3)) }),
    );
    const [tensor] = file.tensors;
    assert.ok(tensor);
    assert.deepEqual([...(await file.read(tensor, 0, 1))], [1]);
    await assertRefused(
      () => file.read(tensor, 1, 1),
      `Tensor "w" of ${file.path} does not match its check sum (CRC-32C): copy or download it again.`,
    );
  });

  it('lists tensors whose files are missing, links that lead away or have other names', async () => {
    const target = outside.write('secret', float32s(7));
    symlinkSync(target, join(folder.path, 'link.data-00000-of-00001'));
    linkSync(folder.write('original', float32s(7)), join(folder.path, 'hard.bin'));
    const group = { weights: [{ name: 'w', shape: [1], dtype: 'float32' }] };
    const cases = [
      ['none.index', index(one), /none\.data-00000-of-00001 does not exist\.$/],
      [
        'link.index',
        index(one),
        /is a link to .*, outside the model folder: put a copy of the file there\.$/,
      ],
      ['none-model.json', manifest({ ...group, paths: ['none.bin'] }), /none\.bin does not exist\.$/],
      [
        'hard-model.json',
        manifest({ ...group, paths: ['hard.bin'] }),
        /has other names \(hard links\) elsewhere: put a copy of the file there\.$/,
      ],
    ] as const;
    for (const [name, content, reason] of cases) {
      const file = await folder.openBytes(name, content);
      assert.match(file.tensors[0]?.unreadable ?? '', reason);
      assert.equal(file.warnings.length, 1);
      assert.match(file.warnings[0] ?? '', /^The values of 1 tensor cannot be read\. /);
    }
  });
});
