import assert from 'node:assert/strict';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelFile, StoredTensor } from '../../../../server/formats/format';
import { Folder } from '../../../corpus/folder';
import {
  type ArrayOptions,
  group2,
  gzipped,
  sharded,
  storeWriter,
  type StoreFiles,
  version2,
  version3,
} from '../../../corpus/zarrWriter';

const bytes = { name: 'bytes', configuration: { endian: 'little' } };

describe('zarr stores', () => {
  const folder = new Folder();
  const write = storeWriter(folder);

  const small: ArrayOptions = { shape: [2, 2], chunk: [2, 2], values: [1, 2, 3, 4] };
  const scalar: ArrayOptions = { shape: [], chunk: [], values: [7] };

  it('lists the arrays of all groups in the order of their names and numbers, with the attributes of the root', async () => {
    const attributes = new Map([['.zattrs', '{"model": "mlp", "layers": [1, 2]}']]);
    const file = await folder.open(
      write(
        new Map([
          ...group2,
          ...attributes,
          ...version2(small, 'b/layer10'),
          ...version2(small, 'b/layer9'),
          ...version2(scalar, 'a'),
        ]),
      ),
    );
    assert.deepEqual(
      file.tensors.map(({ name }) => name),
      ['a', 'b/layer9', 'b/layer10'],
    );
    assert.deepEqual(file.metadata, [
      ['model', 'mlp'],
      ['layers', '(2 values)'],
    ]);
    assert.equal(
      file.bytes,
      [...group2, ...attributes].reduce((sum, [, text]) => sum + text.length, 0) +
        sizeOf(version2(small, 'b/layer10')) * 2 +
        sizeOf(version2(scalar, 'a')),
    );
    const [first] = file.tensors;
    assert.ok(first);
    assert.deepEqual([...(await file.read(first, 0, 1))], [7]);
  });

  it('opens a group of version 3 by its zarr.json and finds what only the description of all describes', async () => {
    const files = new Map([...version3(small, 'w'), ...version3(scalar, 's')]);
    const described = JSON.parse(String(files.get('w/zarr.json'))) as unknown;
    files.delete('w/zarr.json');
    const root = {
      ...{ zarr_format: 3, node_type: 'group', attributes: { model: 'mlp' } },
      consolidated_metadata: { kind: 'inline', metadata: { w: described, '../x': described } },
    };
    files.set('zarr.json', JSON.stringify(root));
    const file = await folder.open(join(write(files), 'zarr.json'));
    assert.deepEqual(
      file.tensors.map(({ name }) => name),
      ['s', 'w'],
    );
    assert.deepEqual(file.metadata, [['model', 'mlp']]);
    const matrix = file.tensors[1];
    assert.ok(matrix);
    assert.deepEqual([...(await file.read(matrix, 0, 4))], [1, 2, 3, 4]);
  });

  it('finds what only .zmetadata describes', async () => {
    const files = new Map([...group2, ...version2(small, 'w')]);
    const described = JSON.parse(String(files.get('w/.zarray'))) as unknown;
    files.delete('w/.zarray');
    files.set(
      '.zmetadata',
      JSON.stringify({ zarr_consolidated_format: 1, metadata: { 'w/.zarray': described } }),
    );
    const file = await folder.open(write(files));
    assert.deepEqual(
      file.tensors.map(({ name }) => name),
      ['w'],
    );
  });

  it('reads what is not there as the fill value, and says how much that is', async () => {
    const holes = { shape: [4, 2], chunk: [2, 2], values: [1, 2, 3, 4, 5, 6, 7, 8], without: ['1.0'] };
    const filled = async (store: StoreFiles): Promise<number[]> => {
      const file = await folder.open(write(store));
      const [tensor] = file.tensors;
      assert.ok(tensor);
      assert.deepEqual(file.warnings, [
        'Chunks that are not there are read as the fill value: 1 of 2 of "array".',
      ]);
      return [...(await file.read(tensor, 2, 4))];
    };
    assert.deepEqual(await filled(version2({ ...holes, metadata: { fill_value: 1.5 } })), [3, 4, 1.5, 1.5]);
    assert.deepEqual(await filled(version2({ ...holes, metadata: { fill_value: 'NaN' } })), [3, 4, NaN, NaN]);
    assert.deepEqual(await filled(version3({ ...holes, metadata: { fill_value: '-Infinity' } })), [
      3,
      4,
      -Infinity,
      -Infinity,
    ]);
    assert.deepEqual(await filled(version3({ ...holes, metadata: { fill_value: '0x40490fdb' } })), [
      3,
      4,
      Math.fround(Math.PI),
      Math.fround(Math.PI),
    ]);
    await assert.rejects(filled(version2({ ...holes, metadata: { fill_value: null } })), {
      name: 'BadInput',
      message: /1\.0 is missing, and the array has no value for what was never written: write it anew\.$/,
    });
  });

  it('reads the shards of chunks that were never written as the fill value', async () => {
    const values = [0, 0, 0, 0, 5, 6, 7, 8];
    const store = version3({
      ...{ shape: [4, 2], chunk: [4, 2], values, encode: sharded([2, 2], gzipped) },
      metadata: {
        codecs: [
          {
            name: 'sharding_indexed',
            configuration: {
              chunk_shape: [2, 2],
              codecs: [bytes, { name: 'gzip' }],
              index_codecs: [bytes, { name: 'crc32c' }],
            },
          },
        ],
        fill_value: 9,
      },
    });
    const file = await folder.open(write(store));
    const [tensor] = file.tensors;
    assert.ok(tensor);
    assert.deepEqual([...(await file.read(tensor, 0, 8))], [9, 9, 9, 9, 5, 6, 7, 8]);
  });

  it('says which files are no chunks, as those are whose numbers are separated otherwise', async () => {
    const file = await folder.open(write(version2({ ...small, key: (at) => at.join('/') }, 'w')) + '/w');
    assert.deepEqual(file.warnings, [
      'Chunks that are not there are read as the fill value: 1 of 1 of "array".',
      'Left out, because they are no chunks: "0/0" of "array".',
    ]);
  });

  it('lists what cannot be read with the reason', async () => {
    const reasons: readonly (readonly [StoreFiles, string, string])[] = [
      [
        version2({ ...small, metadata: { compressor: { id: 'bz2' } } }),
        'float32',
        'Its compressor "bz2" is not read: write it anew without that.',
      ],
      [
        version2({ ...small, metadata: { filters: [{ id: 'delta' }] } }),
        'float32',
        'Its filter "delta" is not read: write it anew without that.',
      ],
      [
        version2({ ...small, metadata: { dtype: '|O', filters: [{ id: 'vlen-utf8' }] } }),
        'text',
        'Text is no number.',
      ],
      [
        version2({ ...small, metadata: { dtype: '|O', filters: [{ id: 'pickle' }] } }),
        'object',
        'It holds Python objects, which are never loaded: save a numeric array instead.',
      ],
      [
        version2({ ...small, metadata: { dtype: [['a', '<f4']] } }),
        'record',
        'Records are not read: save each field as an array of its own.',
      ],
      [version3({ ...small, metadata: { data_type: 'string' } }), 'string', 'Text is no number.'],
      [
        version3({ ...small, metadata: { codecs: [bytes, { name: 'lzma' }] } }),
        'float32',
        'Its codec "lzma" is not read: write it anew without that.',
      ],
      [
        version3({ ...small, metadata: { storage_transformers: [{ name: 'x' }] } }),
        'float32',
        'It has storage transformers, which are not read: write it anew without them.',
      ],
      [
        version3({ ...small, metadata: { rot13: { name: 'x' } } }),
        'float32',
        'Its extension "rot13" is not read: write it anew without that.',
      ],
    ];
    for (const [store, dtype, reason] of reasons) {
      const file = await folder.open(write(store));
      assert.deepEqual(
        file.tensors.map((tensor) => [tensor.dtype, tensor.unreadable]),
        [[dtype, reason]],
      );
    }
  });

  it('notices a chunk that is written anew, deleted or added, while it is open and when it is opened again', async () => {
    const path = write(version2({ shape: [4, 2], chunk: [2, 2], values: [1, 2, 3, 4, 5, 6, 7, 8] }));
    const file = await folder.open(path);
    const [tensor] = file.tensors;
    assert.ok(tensor);
    assert.equal(await file.changed(), false);
    const chunk = join(path, '1.0');
    writeFileSync(chunk, Buffer.alloc(16));
    utimesSync(chunk, 1, 1);
    assert.equal(await file.changed(), true);
    await assert.rejects(file.read(tensor, 4, 4), {
      message: `${chunk} was changed or cut short while it was open: open it again.`,
    });
    const again = await folder.open(path);
    assert.notEqual(again.identity, file.identity);
    assert.deepEqual([...(await again.read(only(again), 4, 4))], [0, 0, 0, 0]);
    writeFileSync(join(path, '2.0'), Buffer.alloc(16));
    assert.equal(await again.changed(), true);
  });
});

function sizeOf(files: StoreFiles): number {
  return [...files].reduce((sum, [, content]) => sum + content.length, 0);
}

function only({ tensors }: ModelFile): StoredTensor {
  const [tensor] = tensors;
  assert.ok(tensor);
  return tensor;
}
