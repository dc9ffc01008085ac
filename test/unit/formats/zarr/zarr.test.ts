import assert from 'node:assert/strict';
import { Folder } from '../../../corpus/folder';
import { zipFile } from '../../../corpus/writers';
import {
  bigEndian,
  checked,
  gzipped,
  sharded,
  storeWriter,
  type StoreFiles,
  transposed,
  version2,
  version3,
} from '../../../corpus/zarrWriter';

const cube = Array.from({ length: 5 * 3 * 4 }, (_, i) => i + 1);
const bytes = { name: 'bytes', configuration: { endian: 'little' } };
const shards = (options: object, ...codecs: object[]): object => ({
  name: 'sharding_indexed',
  configuration: { codecs: [bytes, ...codecs], index_codecs: [bytes, { name: 'crc32c' }], ...options },
});

/** The same array in all ways it may be stored in. */
const ways: Readonly<Record<string, StoreFiles>> = {
  'version 2': version2({ shape: [5, 3, 4], chunk: [2, 3, 4], values: cube }),
  'chunks that reach over all ends': version2({ shape: [5, 3, 4], chunk: [2, 2, 3], values: cube }),
  'a chunk larger than the array': version2({ shape: [5, 3, 4], chunk: [8, 4, 4], values: cube }),
  'chunks of one element': version2({ shape: [5, 3, 4], chunk: [1, 1, 1], values: cube }),
  'columns first': version2({
    ...{ shape: [5, 3, 4], chunk: [2, 2, 3], values: cube, encode: transposed([2, 1, 0]) },
    metadata: { order: 'F' },
  }),
  'big-endian': version2({
    ...{ shape: [5, 3, 4], chunk: [2, 3, 4], values: cube, encode: bigEndian },
    metadata: { dtype: '>f4' },
  }),
  'chunks in folders': version2({
    ...{ shape: [5, 3, 4], chunk: [2, 2, 3], values: cube, key: (at) => at.join('/') },
    metadata: { dimension_separator: '/' },
  }),
  gzip: version2({
    ...{ shape: [5, 3, 4], chunk: [2, 2, 3], values: cube, encode: gzipped },
    metadata: { compressor: { id: 'gzip', level: 5 } },
  }),
  'version 3': version3({ shape: [5, 3, 4], chunk: [2, 2, 3], values: cube }),
  'version 3 with keys of version 2': version3({
    ...{ shape: [5, 3, 4], chunk: [2, 2, 3], values: cube, key: (at) => at.join('.') },
    metadata: { chunk_key_encoding: { name: 'v2' } },
  }),
  'version 3 with dots': version3({
    ...{ shape: [5, 3, 4], chunk: [2, 2, 3], values: cube, key: (at) => ['c', ...at].join('.') },
    metadata: { chunk_key_encoding: { name: 'default', configuration: { separator: '.' } } },
  }),
  transposed: version3({
    ...{ shape: [5, 3, 4], chunk: [2, 2, 3], values: cube, encode: transposed([1, 2, 0]) },
    metadata: { codecs: [{ name: 'transpose', configuration: { order: [1, 2, 0] } }, bytes] },
  }),
  'check sums': version3({
    ...{ shape: [5, 3, 4], chunk: [2, 2, 3], values: cube, encode: checked },
    metadata: { codecs: [bytes, { name: 'crc32c' }] },
  }),
  'codecs of numcodecs': version3({
    ...{ shape: [5, 3, 4], chunk: [2, 2, 3], values: cube, encode: gzipped },
    metadata: { codecs: [bytes, { name: 'numcodecs.gzip', configuration: { level: 1 } }] },
  }),
  shards: version3({
    ...{ shape: [5, 3, 4], chunk: [4, 2, 4], values: cube, encode: sharded([2, 1, 2], gzipped) },
    metadata: { codecs: [shards({ chunk_shape: [2, 1, 2] }, { name: 'gzip' })] },
  }),
  'shards with the list first': version3({
    ...{ shape: [5, 3, 4], chunk: [4, 2, 4], values: cube, encode: sharded([2, 1, 2], checked, false) },
    metadata: {
      codecs: [shards({ chunk_shape: [2, 1, 2], index_location: 'start' }, { name: 'crc32c' })],
    },
  }),
};

describe('zarr', () => {
  const folder = new Folder();
  const write = storeWriter(folder);

  for (const [way, files] of Object.entries(ways)) {
    it(`reads the same values from ${way}, all at once and in pieces`, async () => {
      const file = await folder.open(write(files));
      const [tensor] = file.tensors;
      assert.ok(tensor);
      assert.deepEqual(
        [tensor.name, tensor.dtype, tensor.shape, tensor.bytes],
        ['array', 'float32', [5, 3, 4], 240],
      );
      assert.deepEqual([...(await file.read(tensor, 0, 60))], cube);
      for (const [first, count] of [
        [1, 58],
        [7, 3],
        [11, 26],
        [59, 1],
        [30, 0],
      ] as const)
        assert.deepEqual([...(await file.read(tensor, first, count))], cube.slice(first, first + count));
      assert.deepEqual(file.warnings, []);
    });

    it(`reads the same values from ${way} in a zip archive`, async () => {
      const members = [...files].map(([key, data]) => ({ name: `a.zarr/${key}`, data: Buffer.from(data) }));
      const file = await folder.openBytes('a.zarr.zip', zipFile(members));
      const [tensor] = file.tensors;
      assert.ok(tensor);
      assert.deepEqual([...(await file.read(tensor, 0, 60))], cube);
    });
  }
});
