import assert from 'node:assert/strict';
import { linkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Folder } from './folder';
import {
  attribute,
  externalData,
  field,
  graphProto,
  nodeProto,
  onnxFile,
  tensorProto,
  varints,
} from './onnxWriter';
import { float32s } from './writers';

const withTensor = (...tensors: Buffer[]): Buffer => onnxFile(graphProto([], tensors));
/** A float32 in another file. */
const outside = (entries: Readonly<Record<string, string>>): Buffer =>
  withTensor(tensorProto('w', 1, [1], externalData(entries)));
const leaves = (location: string): string =>
  `@: the external data path ${JSON.stringify(location)} of tensor "w" leaves the model folder or is no plain path.`;

/** A graph in a graph in a graph... */
function nested(depth: number): Buffer {
  if (depth === 0) return graphProto([], [tensorProto('w', 1, [1], field(9, float32s(1)))]);
  return graphProto([nodeProto('n', 'If', 'o', attribute('then', 6, nested(depth - 1)))], []);
}

/** Name of the case, bytes, what the message says; `@` is the file's path. */
const refused: readonly (readonly [string, Buffer, string])[] = [
  ...[
    '../../etc/passwd',
    'sub/../../etc/passwd',
    '/etc/passwd',
    'C:\\x',
    'C:/x',
    '\\\\srv\\x',
    '..\\..\\x',
    '',
  ].map((location) => [`onnx-ext ${location}`, outside({ location }), leaves(location)] as const),
  ['onnx-ext-url', outside({ location: 'http://x/y' }), leaves('http://x/y')],
  ['onnx-ext-control', outside({ location: 'a\nb' }), leaves('a\nb')],
  ['onnx-ext-nowhere', outside({}), leaves('')],
  [
    'onnx-ext-offset',
    outside({ location: 'w.data', offset: '-4' }),
    '@: the offset of the external data of tensor "w" is "-4", not a number of bytes.',
  ],
  [
    'onnx-ext-length',
    outside({ location: 'w.data', length: '8' }),
    '@: tensor "w" has 8 bytes of values, its type and shape need 4.',
  ],
  [
    'onnx-len-lie',
    onnxFile(Buffer.concat([field(2, 'graph'), Buffer.from([0x2a, 0x7f, 0])])),
    '@ is damaged: field 5 at byte 18 runs past its message, which ends at byte 21.',
  ],
  [
    'onnx-cut',
    withTensor(tensorProto('w', 1, [4], field(9, float32s(1, 2, 3, 4)))).subarray(0, 20),
    '@ is cut short: field 7 at byte 9 runs past the end of the file; copy or download it again.',
  ],
  [
    'onnx-varint-long',
    Buffer.concat([field(1, 8), Buffer.from([0x28, ...Array.from({ length: 11 }, () => 0xff), 0])]),
    '@ is damaged: the number at byte 3 is too long, more than 10 bytes.',
  ],
  [
    'onnx-varint-cut',
    Buffer.concat([field(1, 8), Buffer.from([0x28, 0xff])]),
    '@ is cut short: the number at byte 3 runs past the end of the file; copy or download it again.',
  ],
  [
    'onnx-wire',
    Buffer.concat([field(1, 8), Buffer.from([0x0b])]),
    '@ is damaged or no ONNX model: at byte 2 a field has number 1 and wire type 3.',
  ],
  ['onnx-deep-graph', onnxFile(nested(40)), '@: graphs are nested too deep, more than 32 at byte 812.'],
  [
    'onnx-dims-neg',
    withTensor(tensorProto('w', 1, [-1], field(9, float32s(1)))),
    '@: bad dimension of tensor "w": a length is negative.',
  ],
  [
    'onnx-dims-huge',
    withTensor(tensorProto('w', 1, [2 ** 60])),
    '@: bad dimension of tensor "w": the length 1152921504606846976 is too large.',
  ],
  [
    'onnx-dims-overflow',
    withTensor(tensorProto('w', 1, [2 ** 40, 2 ** 40])),
    '@: the shape 1099511627776 x 1099511627776 of tensor "w" overflows.',
  ],
  [
    'onnx-dims-many',
    withTensor(
      tensorProto(
        'w',
        1,
        Array.from({ length: 65 }, () => 1),
      ),
    ),
    '@: tensor "w" has more than 64 dimensions.',
  ],
  [
    'onnx-dims-packed-many',
    withTensor(Buffer.concat([field(1, Buffer.alloc(1000, 1)), field(2, 1)])),
    '@: the list at byte 18 has more than 64 numbers.',
  ],
  [
    'onnx-raw-short',
    withTensor(tensorProto('w', 1, [4], field(9, float32s(1, 2)))),
    '@: tensor "w" has 8 bytes of values, its type and shape need 16.',
  ],
  [
    'onnx-list-short',
    withTensor(tensorProto('w', 7, [4], field(7, varints(1, 2)))),
    '@: tensor "w" has 2 bytes of values, its type and shape need at least 4.',
  ],
  ['onnx-no-graph', Buffer.concat([field(1, 8), field(2, 'tests')]), '@ is no ONNX model: it has no graph.'],
  [
    'onnx-many-fields',
    onnxFile(field(1, Buffer.alloc(200_004, Buffer.from([8, 1])))),
    '@: the message at byte 17 has more than 100000 fields: no model has.',
  ],
];

describe('corpus: ONNX', function () {
  // A second on a machine that has nothing else to do.
  this.timeout(5000);
  const folder = new Folder();

  for (const [i, [name, bytes, message]] of refused.entries()) {
    it(`refuses ${JSON.stringify(name)}`, () => folder.refuses(`${i}.onnx`, bytes, message));
  }

  it('refuses lists that are longer or shorter than the shape when they are read', async () => {
    const file = await folder.openBytes(
      'lists.onnx',
      withTensor(
        tensorProto('long', 7, [2], field(7, varints(1, 2, 3))),
        tensorProto('short', 7, [2], field(7, varints(300))),
        tensorProto('bad', 7, [2], field(7, Buffer.alloc(22, 0xff))),
      ),
    );
    const [long, short, bad] = file.tensors;
    assert.ok(long && short && bad);
    const list = (name: string): string => `The list of values of tensor "${name}" of ${file.path}`;
    await assert.rejects(file.read(long, 0, 2), {
      name: 'BadInput',
      message: `${list('long')} is longer than the 2 numbers of its shape.`,
    });
    await assert.rejects(file.read(short, 0, 2), {
      name: 'BadInput',
      message: `${list('short')} ends after 1 of 2 numbers.`,
    });
    await assert.rejects(file.read(bad, 0, 2), {
      name: 'BadInput',
      message: `${list('bad')} is damaged: number 0 has more than 10 bytes.`,
    });
  });

  it('reads no values through a link to outside of the folder, or from a file with other names', async () => {
    const secret = folder.write('elsewhere/secret', float32s(1));
    folder.write('links/README.md', '');
    symlinkSync(secret, join(folder.path, 'links/symlink.data'));
    linkSync(secret, join(folder.path, 'links/hardlink.data'));
    const inside = folder.write('links/own.data', float32s(7));
    symlinkSync(inside, join(folder.path, 'links/near.data'));
    const file = await folder.openBytes(
      'links/m.onnx',
      withTensor(
        ...['symlink', 'hardlink', 'near'].map((name) =>
          tensorProto(name, 1, [1], externalData({ location: `${name}.data` })),
        ),
      ),
    );
    const [symlink, hardlink, near] = file.tensors;
    assert.ok(symlink && hardlink && near);
    const at = (name: string): string => join(folder.path, 'links', name);
    assert.equal(
      symlink.unreadable,
      `${at('symlink.data')} is a link to ${secret}, outside the model folder: put a copy of the file there.`,
    );
    assert.equal(
      hardlink.unreadable,
      `${at('hardlink.data')} has other names (hard links) elsewhere: put a copy of the file there.`,
    );
    await assert.rejects(file.read(symlink, 0, 1), { name: 'BadInput', message: /cannot be read/ });
    await assert.rejects(file.read(hardlink, 0, 1), { name: 'BadInput', message: /cannot be read/ });
    assert.deepEqual([...(await file.read(near, 0, 1))], [7]);
    assert.deepEqual(file.warnings, [`The values of 2 tensors cannot be read. ${symlink.unreadable}`]);
  });

  it('says which values are outside of their file or in none', async () => {
    folder.write('range/w.data', float32s(1, 2));
    const file = await folder.openBytes(
      'range/m.onnx',
      withTensor(
        tensorProto('a', 1, [1], externalData({ location: 'w.data', offset: '4' })),
        tensorProto('b', 1, [2], externalData({ location: 'w.data', offset: '4' })),
        tensorProto('c', 1, [2], externalData({ location: 'none.data' })),
      ),
    );
    const [a, b, c] = file.tensors;
    assert.ok(a && b && c);
    assert.deepEqual([...(await file.read(a, 0, 1))], [2]);
    assert.equal(
      b.unreadable,
      'Its values lie outside the file "w.data": bytes 4 to 12 are needed, and it has 8.',
    );
    assert.equal(c.unreadable, `${join(folder.path, 'range/none.data')} does not exist.`);
  });

  it('lists names of built-in properties like any other', async () => {
    const file = await folder.openBytes(
      'proto.onnx',
      withTensor(
        tensorProto('__proto__', 1, [1], field(9, float32s(1))),
        tensorProto('constructor', 1, [1], field(9, float32s(2))),
      ),
    );
    assert.deepEqual(
      file.tensors.map(({ name }) => name),
      ['__proto__', 'constructor'],
    );
    assert.equal(({} as { dtype?: unknown }).dtype, undefined);
  });
});
