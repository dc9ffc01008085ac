import assert from 'node:assert/strict';
import { Folder } from './folder';
import { float32s, safetensorsFile, u64 } from './writers';

const zeros = (count: number): Buffer => Buffer.alloc(count);
const int32s = (...offsets: number[]): unknown => ({ dtype: 'I32', shape: [4], data_offsets: offsets });
const shaped = (shape: string, offsets = '[0,0]'): Buffer =>
  safetensorsFile(`{"a":{"dtype":"I32","shape":${shape},"data_offsets":${offsets}}}`);

/** Name of the case, bytes, what the message says after "<path>: ". */
const refused: readonly (readonly [string, Buffer, string])[] = [
  ['st-empty', zeros(0), 'the file has 0 bytes, shorter than 8 bytes (HeaderTooSmall).'],
  ['st-7bytes', zeros(7), 'the file has 7 bytes, shorter than 8 bytes (HeaderTooSmall).'],
  [
    'st-len-past-end',
    u64(0x3c),
    'the header length 60 runs past the end of the file at byte 8 (InvalidHeaderLength).',
  ],
  [
    'st-len-huge',
    Buffer.from('3c00000000ffffff7b7d', 'hex'),
    'the header claims 18446742974197923900 bytes, more than 100000000 (HeaderTooLarge).',
  ],
  [
    'st-len-100M+1',
    Buffer.concat([u64(100_000_001), Buffer.from('{}')]),
    'the header claims 100000001 bytes, more than 100000000 (HeaderTooLarge).',
  ],
  ['st-not-utf8', Buffer.concat([u64(1), Buffer.from([0xff])]), 'the header is not UTF-8 (InvalidHeader).'],
  [
    'st-not-json',
    safetensorsFile('{'),
    "malformed entry: the header's JSON has no key at byte 9 (InvalidHeaderDeserialization).",
  ],
  ['st-array', safetensorsFile('[]'), 'the header is not a JSON object (InvalidHeaderDeserialization).'],
  ['st-null', safetensorsFile('null'), 'the header is not a JSON object (InvalidHeaderDeserialization).'],
  [
    'st-overlap',
    safetensorsFile({ a: int32s(0, 16), b: int32s(0, 16) }, zeros(16)),
    'tensor "b" starts at 0, expected 16 (InvalidOffset).',
  ],
  [
    'st-hole',
    safetensorsFile({ a: int32s(0, 16), b: int32s(20, 36) }, zeros(36)),
    'tensor "b" starts at 20, expected 16 (InvalidOffset).',
  ],
  [
    'st-trailing',
    safetensorsFile({ a: int32s(0, 16) }, Buffer.concat([zeros(16), Buffer.from('PK\x03\x04zip')])),
    '7 bytes at the end belong to no tensor (MetadataIncompleteBuffer).',
  ],
  [
    'st-truncated',
    safetensorsFile({ a: int32s(0, 16) }, zeros(14)),
    'the file is cut short: tensor "a" needs 16 of 14 data bytes; copy or download it again (InvalidOffset).',
  ],
  [
    'st-size-mismatch',
    safetensorsFile({ a: { dtype: 'I32', shape: [2, 2], data_offsets: [0, 4] } }, zeros(4)),
    'the data_offsets of tensor "a" span 4 bytes, its dtype and shape need 16 (TensorInvalidInfo).',
  ],
  [
    'st-shape-overflow',
    shaped('[2,18446744073709551614]'),
    'the shape of tensor "a" overflows (ValidationOverflow).',
  ],
  ...['[9007199254740993,0]', '[-2,-2]', '[2.0]', '[1e1]', '["2"]', '[-0]', '[null]'].map(
    (shape, i) =>
      [
        i === 0 ? 'st-shape-2^53+1' : `st-bad-dim ${shape}`,
        shaped(shape),
        'bad dimension of tensor "a": only whole numbers from 0 to 2^53 are lengths (TensorInvalidInfo).',
      ] as const,
  ),
  ...['[-16,0]', '[0.5,16.5]', '[0,1e2]', '["0",0]', '[0,99999999999999999999]'].map(
    (offsets) =>
      [
        `st-bad-offset ${offsets}`,
        shaped('[4]', offsets),
        'bad offset of tensor "a" (InvalidHeaderDeserialization).',
      ] as const,
  ),
  ['st-backwards', shaped('[0]', '[4,0]'), 'tensor "a" ends at 0, before its start at 4 (InvalidOffset).'],
  [
    'st-dup-key',
    safetensorsFile('{"a":{"dtype":"I32","shape":[0],"data_offsets":[0,0]},"a":{}}'),
    'duplicate tensor name "a" (InvalidHeaderDeserialization).',
  ],
  [
    'st-dup-field',
    safetensorsFile('{"a":{"dtype":"I32","dtype":"F32","shape":[0],"data_offsets":[0,0]}}'),
    "malformed entry: the header's JSON has a key twice at byte 36 (InvalidHeaderDeserialization).",
  ],
  [
    'st-meta-nontext',
    safetensorsFile({ __metadata__: { a: 1 } }),
    '__metadata__ must map text to text (InvalidHeaderDeserialization).',
  ],
  [
    'st-meta-no-map',
    safetensorsFile({ __metadata__: null }),
    '__metadata__ must map text to text (InvalidHeaderDeserialization).',
  ],
  [
    'st-deep-json',
    safetensorsFile(`{"a":${'['.repeat(200_000)}`),
    "malformed entry: the header's JSON is nested more than 32 deep at byte 45 (InvalidHeaderDeserialization).",
  ],
  [
    'st-entry-missing',
    safetensorsFile({ a: { dtype: 'I32', shape: [4] } }),
    'malformed entry "a": it needs a dtype, a shape and two data_offsets (InvalidHeaderDeserialization).',
  ],
  [
    'st-half-byte',
    safetensorsFile({ a: { dtype: 'F4', shape: [3], data_offsets: [0, 1] } }, zeros(1)),
    'the data_offsets of tensor "a" span 1 bytes, its dtype and shape need 1.5 (TensorInvalidInfo).',
  ],
];

describe('corpus: safetensors', function () {
  // A second on a machine that has nothing else to do.
  this.timeout(5000);
  const folder = new Folder();

  for (const [name, bytes, message] of refused) {
    it(`refuses ${name}`, () =>
      folder.refuses(`${name.replace(/\W/g, '_')}.safetensors`, bytes, `@: ${message}`));
  }

  it('opens a header with white space around it', async () => {
    const file = await folder.openBytes('space.safetensors', safetensorsFile('\t\n{}\r '));
    assert.deepEqual(file.tensors, []);
  });

  it('lists tensors of unknown and undecodable types and refuses their values', async () => {
    const header = { a: { dtype: 'Q9', shape: [2], data_offsets: [0, 4] }, b: int32s(4, 20) };
    const file = await folder.openBytes('q9.safetensors', safetensorsFile(header, zeros(20)));
    const [a, b] = file.tensors;
    assert.ok(a && b);
    assert.equal(a.unreadable, 'Type "Q9" is not known.');
    await assert.rejects(file.read(a, 0, 1), {
      name: 'BadInput',
      message: `Tensor "a" of ${file.path} cannot be read. Type "Q9" is not known.`,
    });
    assert.deepEqual([...(await file.read(b, 0, 4))], [0, 0, 0, 0]);
  });

  it('lists names of built-in properties like any other', async () => {
    const entry = (begin: number): string =>
      `{"dtype":"F32","shape":[],"data_offsets":[${begin},${begin + 4}]}`;
    const header = `{"__proto__":${entry(0)},"constructor":${entry(4)}}`;
    const file = await folder.openBytes('proto.safetensors', safetensorsFile(header, float32s(1, 2)));
    assert.deepEqual(
      file.tensors.map((tensor) => tensor.name),
      ['__proto__', 'constructor'],
    );
    assert.equal(({} as { dtype?: unknown }).dtype, undefined);
  });

  it('opens tensors without elements', async () => {
    const file = await folder.openBytes('zero.safetensors', shaped('[2,0]'));
    assert.deepEqual(file.tensors[0]?.shape, [2, 0]);
    assert.equal((await file.read(file.tensors[0], 0, 0)).length, 0);
  });

  it('opens 100,000 tensors', async () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `layer.${i}`);
    const entries = names.map((name) => `"${name}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`);
    const file = await folder.openBytes('many.safetensors', safetensorsFile(`{${entries.join(',')}}`));
    assert.equal(file.tensors.length, 100_000);
    assert.equal(file.tensors[99_999]?.name, 'layer.99999');
  });

  it('keeps mark-up in names as text', async () => {
    const names = ['<img src=x onerror=alert(1)>', '](command:x)', 'é\u202e"\\\n'];
    const empty = { dtype: 'F32', shape: [0], data_offsets: [0, 0] };
    const header = Object.fromEntries(names.map((name) => [name, empty]));
    const file = await folder.openBytes('html.safetensors', safetensorsFile(header));
    assert.deepEqual(
      file.tensors.map((tensor) => tensor.name),
      names,
    );
  });
});
