import assert from 'node:assert/strict';
import { Float32, Table, vectorFromArray } from 'apache-arrow';
import type { ModelFile } from '../../../server/formats/format';
import { fileOf } from '../../corpus/arrowFiles';
import { Folder } from '../../corpus/folder';
import { hdf5File, textAttribute, types } from '../../corpus/hdf5Writer';
import { parquetOf } from '../../corpus/parquetFiles';
import { float32s, npyOf, safetensorsFile, zipFile } from '../../corpus/writers';
import { group2, storeWriter, version2 } from '../../corpus/zarrWriter';

const values = [1, 2, 3, 4, 5, 6];
const names = ['cat', 'dog', 'é'];

/** Texts as NumPy's type U has them. */
function wide(length: number, texts: readonly string[], bigEndian = false): Buffer {
  const bytes = Buffer.alloc(4 * length * texts.length);
  for (const [row, text] of texts.entries())
    for (const [at, character] of Array.from(text).entries())
      bytes.writeUInt32LE(character.codePointAt(0) ?? 0, 4 * (row * length + at));
  return bigEndian ? bytes.swap32() : bytes;
}

/** Of each tensor that has some, the names of its columns. */
function columns({ tensors, columns: named }: ModelFile): Record<string, readonly string[]> {
  return Object.fromEntries(
    tensors.flatMap((tensor) => {
      const found = named?.get(tensor);
      return found === undefined ? [] : [[tensor.name, found]];
    }),
  );
}

describe('Names of columns', () => {
  const folder = new Folder();

  it('are those in the first line of a table of text, and none where it has none', async () => {
    const table = await folder.openBytes('a.csv', 'id,cat,dog\nx,1,2\ny,3,4\n');
    assert.deepEqual(columns(table), { values: ['cat', 'dog'] });
    assert.deepEqual(columns(await folder.openBytes('b.csv', '1,2\n3,4\n')), {});
  });

  it('are those of the plain columns of Arrow and Parquet tables', async () => {
    const column = (...numbers: number[]) => vectorFromArray(numbers, new Float32());
    const table = new Table({ cat: column(1, 2), dog: column(3, 4) });
    for (const [name, bytes] of [
      ['a.arrow', fileOf(table)],
      ['a.parquet', parquetOf(table)],
    ] as const)
      assert.deepEqual(columns(await folder.openBytes(name, bytes)), { values: ['cat', 'dog'] });
  });

  it('are listed in the metadata of safetensors, for matrices of as many columns', async () => {
    const header = (classes: string) => ({
      __metadata__: { 'nnsim.classes': classes },
      logits: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
      other: { dtype: 'F32', shape: [3, 2], data_offsets: [24, 48] },
    });
    const bytes = float32s(...values, ...values);
    const file = await folder.openBytes(
      'a.safetensors',
      safetensorsFile(header(JSON.stringify(names)), bytes),
    );
    assert.deepEqual(columns(file), { logits: names });
    const odd = await folder.openBytes('odd.safetensors', safetensorsFile(header('cat, dog, é'), bytes));
    assert.deepEqual(columns(odd), {});
    assert.deepEqual(odd.warnings, ['nnsim.classes is no JSON list of texts: it names no classes.']);
  });

  it('are an array of text in an npz file, of either type of text and byte order', async () => {
    const logits = npyOf('<f4', [2, 3], float32s(...values));
    const lists: readonly (readonly [string, Buffer])[] = [
      ['classes', npyOf('<U3', [3], wide(3, names))],
      ['class_names', npyOf('>U3', [3], wide(3, names, true))],
      ['classes', npyOf('|S3', [3], Buffer.from('cat' + 'dog' + 'é\0'))],
    ];
    for (const [at, [name, list]] of lists.entries()) {
      const members = [
        { name: 'logits.npy', data: logits },
        { name: `${name}.npy`, data: list, deflate: at === 0 },
      ];
      const file = await folder.openBytes(`${at}.npz`, zipFile(members));
      assert.deepEqual(columns(file), { logits: names });
    }
  });

  it('are those of predictions and labels that are texts, which become numbers', async () => {
    const texts = npyOf('<U3', [4], wide(3, ['dog', 'é', '', 'dog']));
    const members = ['predictions', 'note'].map((name) => ({ name: `${name}.npy`, data: texts }));
    for (const file of [
      await folder.openBytes('p.npz', zipFile(members)),
      await folder.openBytes('labels.npy', texts),
    ]) {
      const [tensor, note] = file.tensors;
      assert.ok(tensor);
      assert.deepEqual([tensor.dtype, tensor.unreadable], ['int32', undefined]);
      assert.deepEqual(file.classes?.get(tensor), ['dog', 'é']);
      assert.deepEqual([...(await file.read(tensor, 0, 4))], [0, 1, NaN, 0]);
      assert.equal(note?.unreadable, file.path.endsWith('.npz') ? 'Text is no number.' : undefined);
    }
  });

  it('tell texts apart that are bytes and no UTF-8', async () => {
    const bytes = npyOf('|S2', [4], Buffer.from('\xe4\0\xf6a\xc3\xa4\xe4\0', 'latin1'));
    const file = await folder.openBytes('labels.npy', bytes);
    const [tensor] = file.tensors;
    assert.ok(tensor);
    assert.deepEqual(file.classes?.get(tensor), ['\\xe4', '\\xf6a', 'ä']);
    assert.deepEqual([...(await file.read(tensor, 0, 4))], [0, 1, 2, 0]);
  });

  it('are an attribute of the root of Zarr stores and HDF5 files', async () => {
    const store = storeWriter(folder);
    const array = version2({ shape: [2, 3], chunk: [2, 3], values }, 'logits');
    const attributes = ['.zattrs', JSON.stringify({ class_names: names })] as const;
    assert.deepEqual(columns(await folder.open(store(new Map([...group2, ...array, attributes])))), {
      logits: names,
    });
    const dataset = { type: types.float32, shape: [2, 3], data: float32s(...values) };
    const bytes = hdf5File({ logits: dataset }, [textAttribute('classes', ...names)]);
    assert.deepEqual(columns(await folder.openBytes('a.h5', bytes)), { logits: names });
  });
});
