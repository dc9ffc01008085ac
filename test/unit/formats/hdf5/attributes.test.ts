import assert from 'node:assert/strict';
import type { ModelFile } from '../../../../server/formats/format';
import { Folder } from '../../../corpus/folder';
import { firstData, type NewGroup, newHdf5File, usual } from '../../../corpus/hdf5NewWriter';
import { type Attribute, hdf5File, textAttribute, types, u } from '../../../corpus/hdf5Writer';
import { float32s } from '../../../corpus/writers';

const variable = Buffer.concat([u(1, 0x19, 1, 0, 0), u(4, 16), types.text(1)]);
const number = (name: string, value: number): Attribute => ({
  name,
  type: types.integer(4, true),
  data: u(4, value),
});

/** A collection of texts, and the elements that say where they are when it lies at an address. */
function collection(address: number, texts: readonly string[]): { bytes: Buffer; elements: Buffer } {
  const objects = texts.map((text, i) => {
    const padding = Buffer.alloc((8 - (Buffer.byteLength(text) % 8)) % 8);
    return Buffer.concat([u(2, i + 1, 1, 0, 0), u(8, Buffer.byteLength(text)), Buffer.from(text), padding]);
  });
  const body = Buffer.concat([...objects, u(8, 0, 16)]);
  const bytes = Buffer.concat([Buffer.from('GCOL'), u(4, 1), u(8, 16 + body.length), body]);
  const elements = texts.map((text, i) =>
    Buffer.concat([u(4, Buffer.byteLength(text)), u(8, address), u(4, i + 1)]),
  );
  return { bytes, elements: Buffer.concat(elements) };
}

describe('Attributes of HDF5', () => {
  const folder = new Folder();
  const metadataOf = async (root: NewGroup): Promise<ModelFile['metadata']> =>
    (await folder.openBytes('attributes.h5', newHdf5File(root))).metadata;

  it('are listed by name, or in the order in which they were made where there is an index of that', async () => {
    const attributes = [number('zeta', 1), number('alpha', 2), number('Mid', 3)];
    for (const isOrdered of [false, true]) {
      const names = (await metadataOf({ links: [], attributes, isOrdered })).map(([name]) => name);
      assert.deepEqual(names, isOrdered ? ['zeta', 'alpha', 'Mid'] : ['Mid', 'alpha', 'zeta']);
    }
  });

  it('are read from a heap, long ones too', async () => {
    const config = JSON.stringify({ layers: 'x'.repeat(100_000) });
    const small = Array.from({ length: 40 }, (_, i) => number(`a${i + 10}`, i));
    const attributes = [...small, textAttribute('model_config', config)];
    assert.deepEqual(await metadataOf({ links: [], attributes, denseAttributes: { ...usual, rows: 3 } }), [
      ...small.map(({ name }, i) => [name, String(i)]),
      ['model_config', config],
    ]);
  });

  it('may be texts of variable length, alone and in lists', async () => {
    const texts = ['', 'a', 'b\u00e9\u{1f600}', 'x'.repeat(3000), 'with a zero\0and more'];
    const { bytes, elements } = collection(firstData, texts);
    const root: NewGroup = {
      links: [['heap', { type: types.integer(1, false), shape: [bytes.length], data: bytes }]],
      attributes: [
        { name: 'all', type: variable, shape: [5], data: elements },
        { name: 'one', type: variable, data: elements.subarray(32, 48) },
        { name: 'unwritten', type: variable, data: Buffer.alloc(16) },
      ],
    };
    assert.deepEqual(await metadataOf(root), [
      ['all', `[, a, b\u00e9\u{1f600}, ${'x'.repeat(3000)}, with a zero]`],
      ['one', 'b\u00e9\u{1f600}'],
      ['unwritten', ''],
    ]);
  });

  it('are shown exactly, in both byte orders, and those of other types are counted', async () => {
    const half = Buffer.concat([u(2, 0x3c00), u(2, 0xc100)]);
    const attributes: Attribute[] = [
      { name: 'big', type: types.integer(8, true, true), data: Buffer.from('fffffffffffffffe', 'hex') },
      { name: 'flag', type: types.truth(), data: u(1, 1) },
      { name: 'half', type: types.float16, shape: [2], data: half },
      { name: 'many', type: types.integer(1, false), shape: [20], data: Buffer.alloc(20, 7) },
      { name: 'none', type: types.float32, shape: [0], data: Buffer.alloc(0) },
      { name: 'object', type: types.reference, data: u(8, firstData) },
      { name: 'single', type: types.float32, data: float32s(0.1) },
      { name: 'unsigned', type: types.integer(8, false), data: u(8, 2n ** 64n - 1n) },
    ];
    const wanted = [
      ['big', '-2'],
      ['flag', '1'],
      ['half', '[1, -2.5]'],
      ['many', `[${'7, '.repeat(16)}… (20)]`],
      ['none', ''],
      ['object', '(1 of a type that is not shown)'],
      ['single', String(Math.fround(0.1))],
      ['unsigned', '18446744073709551615'],
    ];
    assert.deepEqual(await metadataOf({ links: [], attributes }), wanted);
    const old = await folder.openBytes('old.h5', hdf5File({}, attributes));
    assert.deepEqual(old.metadata, wanted);
  });

  it('that are damaged or too long are left out, and the others shown', async () => {
    const attributes = [
      number('good', 1),
      { name: 'nowhere', type: variable, data: Buffer.concat([u(4, 3), u(8, 0x10_0000), u(4, 1)]) },
      { name: 'short', type: types.float64, shape: [3], data: Buffer.alloc(8) },
    ];
    const file = await folder.openBytes('bad.h5', newHdf5File({ links: [], attributes }));
    assert.deepEqual(file.metadata, [['good', '1']]);
    assert.deepEqual(file.warnings, ['Attributes that are too many, too long or damaged are left out: 2.']);
  });

  it('texts of variable length are read from datasets, too', async () => {
    const { bytes, elements } = collection(firstData, ['ab', 'c']);
    const file = await folder.openBytes(
      'texts.h5',
      newHdf5File({
        links: [
          ['heap', { type: types.integer(1, false), shape: [bytes.length], data: bytes }],
          ['ids', { type: variable, shape: [2], data: elements }],
          ['note', { type: variable, shape: [], data: elements.subarray(16) }],
        ],
      }),
    );
    assert.deepEqual(file.metadata, [
      ['ids', '[ab, c]'],
      ['note', 'c'],
    ]);
    const list = file.tensors.find(({ name }) => name === 'ids');
    assert.ok(list);
    assert.deepEqual(await file.texts?.get(list)?.(0, 2), ['ab', 'c']);
  });
});
