import assert from 'node:assert/strict';
import { Folder } from './folder';
import { float32s, npyFile, npyHeader, npyOf } from './writers';

const f4 = (shape: string): Buffer => npyFile(`{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}}`);
const badDimension = '@: bad dimension in the shape: only whole numbers from 0 to 2^53 are lengths.';
const objects =
  '@ cannot be read. It holds Python objects, which are never loaded: save a numeric array instead.';

const refused: readonly (readonly [string, Buffer, string])[] = [
  ['npy-object', npyOf('|O', [1], Buffer.from('\x80\x04N.')), objects],
  [
    'npy-object-field',
    npyFile(`{'descr': [('a', '<f4'), ('b', '|O')], 'fortran_order': False, 'shape': (1,)}`),
    objects,
  ],
  ['npy-code', npyFile(`__import__('os').system('x')`), '@: unexpected text at 10.'],
  ['npy-code-value', npyFile(`{'descr': __import__('os').system('x')}`), '@: unexpected text at 20.'],
  [
    'npy-hdrlen-4G',
    Buffer.concat([Buffer.from('\x93NUMPY\x02\x00', 'latin1'), Buffer.from('ffffffff', 'hex')]),
    '@: the header length 4294967295 runs past the end of the file at byte 12.',
  ],
  ['npy-shape-neg', f4('(-1,)'), badDimension],
  ['npy-shape-huge', f4('(99999999999, 99999999999)'), '@: the shape overflows.'],
  ['npy-shape-True', f4('(True,)'), badDimension],
  ['npy-shape-text', f4(`('4',)`), badDimension],
  ['npy-shape-number', f4('(4)'), '@: the shape is no tuple.'],
  [
    'npy-short',
    npyOf('<f4', [4], Buffer.alloc(12)),
    '@ is cut short: its values need 16 bytes and it has 12.',
  ],
  ['npy-deep', npyFile('('.repeat(20_000)), '@: the header is nested more than 32 deep.'],
  [
    'npy-ver9',
    Buffer.from('\x93NUMPY\x09\x00\x02\x00{}', 'latin1'),
    '@ has version 9.0 of the npy format, which is unknown: save it anew.',
  ],
  ['npy-dupkey', npyFile(`{'descr': '<f4', 'descr': '<f8'}`), '@: the header has "descr" twice.'],
  ['npy-missing-key', npyFile(`{'descr': '<f4'}`), '@: the header has no fortran_order.'],
  [
    'npy-extra-key',
    npyFile(`{'descr': '<f4', 'fortran_order': False, 'shape': (), 'x': 1}`),
    '@: the header has more than descr, fortran_order and shape.',
  ],
  [
    'npy-order-number',
    npyFile(`{'descr': '<f4', 'fortran_order': 0, 'shape': ()}`),
    '@: fortran_order is neither True nor False.',
  ],
  ['npy-no-dictionary', npyFile(`('<f4', False, (4,))`), '@: the header is no dictionary.'],
  ['npy-unfinished', npyFile(`{'descr': '<f4'`), '@: the header ends too early at 25.'],
  ['npy-trailing-code', npyFile(`{'descr': '<f4'} + x`), '@: unexpected text at 27.'],
  ['npy-type-unknown', npyOf('<q4', [1], Buffer.alloc(4)), '@: the element type "<q4" is unknown.'],
  ['npy-magic-only', Buffer.from('\x93NUMPY', 'latin1'), '@ does not begin as a NumPy array does.'],
];

describe('corpus: npy', function () {
  // A second on a machine that has nothing else to do.
  this.timeout(5000);
  const folder = new Folder();

  for (const [name, bytes, message] of refused) {
    it(`refuses ${name}`, () => folder.refuses(`${name}.npy`, bytes, message));
  }

  it('opens an array with bytes after its values and says so', async () => {
    const bytes = npyOf('<f4', [2], Buffer.concat([float32s(1, 2), Buffer.alloc(3)]));
    const file = await folder.openBytes('extra.npy', bytes);
    assert.deepEqual(file.warnings, ['3 bytes follow after the values of "array".']);
  });

  it('lists complex numbers, text and records and refuses their values', async () => {
    for (const [descr, size, reason] of [
      [
        '<c8',
        8,
        'Complex numbers are not compared: save the real and the imaginary parts as tensors of their own.',
      ],
      ['<U3', 12, 'Text is no number.'],
      ['<M8[ns]', 8, 'Dates are not read as numbers.'],
      ['<f16', 16, 'Floats of this size are not read.'],
    ] as const) {
      const file = await folder.openBytes('listed.npy', npyOf(descr, [1], Buffer.alloc(size)));
      const [tensor] = file.tensors;
      assert.ok(tensor);
      assert.deepEqual([tensor.dtype, tensor.bytes, tensor.unreadable], [descr, size, reason]);
      await assert.rejects(file.read(tensor, 0, 1), { name: 'BadInput' });
    }
    const header = npyHeader('x', [1]).replace(`'x'`, `[('a', '<f4'), ('b', '<i8', (2,))]`);
    const record = await folder.openBytes('record.npy', npyFile(header, Buffer.alloc(20)));
    assert.equal(
      record.tensors[0]?.unreadable,
      'Records are not read: save each field as an array of its own.',
    );
  });

  it('reads |V2 as bfloat16 and says so', async () => {
    const file = await folder.openBytes('v2.npy', npyOf('|V2', [2], Buffer.from([0x80, 0x3f, 0x20, 0xc0])));
    const [tensor] = file.tensors;
    assert.ok(tensor);
    assert.equal(tensor.dtype, 'bfloat16');
    assert.deepEqual([...(await file.read(tensor, 0, 2))], [1, -2.5]);
    assert.match(file.warnings.join(), /read as bfloat16/);
  });

  it('opens scalars, arrays without elements and headers of all three versions', async () => {
    const scalar = await folder.openBytes('scalar.npy', npyOf('<f4', [], float32s(7)));
    assert.ok(scalar.tensors[0]);
    assert.deepEqual([...(await scalar.read(scalar.tensors[0], 0, 1))], [7]);
    const empty = await folder.openBytes('empty.npy', npyOf('<f4', [0, 3], Buffer.alloc(0)));
    assert.deepEqual(empty.tensors[0]?.shape, [0, 3]);
    for (const version of [1, 2, 3]) {
      const bytes = npyFile(npyHeader('>i2', [1]), Buffer.from([1, 2]), version);
      const file = await folder.openBytes(`v${version}.npy`, bytes);
      assert.ok(file.tensors[0]);
      assert.deepEqual([...(await file.read(file.tensors[0], 0, 1))], [258]);
    }
  });

  it('accepts how Python 2 wrote lengths', async () => {
    const file = await folder.openBytes(
      'long.npy',
      npyFile(`{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 1L)}`, float32s(1, 2)),
    );
    assert.deepEqual(file.tensors[0]?.shape, [2, 1]);
  });
});
