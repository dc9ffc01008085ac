import { gzipSync } from 'node:zlib';
import { float32s, zipFile } from '../writers';
import { checked, gzipped, group2, sharded, type StoreFiles, version2, version3 } from '../zarrWriter';

const values = Array.from({ length: 12 }, (_, i) => i + 1);
const matrix = { shape: [4, 3], chunk: [2, 2], values };
const bytes = { name: 'bytes', configuration: { endian: 'little' } };

const second = version2({ ...matrix, encode: gzipped, metadata: { compressor: { id: 'gzip', level: 5 } } });
const sharding = {
  ...{ ...matrix, chunk: [4, 4], encode: sharded([2, 2], checked) },
  metadata: {
    codecs: [
      {
        name: 'sharding_indexed',
        configuration: {
          chunk_shape: [2, 2],
          codecs: [bytes, { name: 'crc32c' }],
          index_codecs: [bytes, { name: 'crc32c' }],
        },
      },
    ],
  },
};
const third = version3(sharding);

/** A frame of Blosc: numcodecs.Blosc('lz4hc', 9, Blosc.BITSHUFFLE) of 0, 0, 0, 0, 0, 0, 0, 0.5, ..., 512 numbers of float32. */
const blosc = Buffer.from(
  [
    'AgEkBAAIAAAACAAA4QAAABQAAAAMAAAAHwABAP/oUAAAAAAADAAAAB8AAQD/6FAAAAAAAG0AAAAfAAEAZI+AP+AP+AP+gCQAEQ8H',
    'AAF/AMD/DwD8/zIACgQkAA8HAAJVAADw//9AAA4yAAkkAA8HAAIAAQABCAAJjwAPJAAAAgEADw4AAk4AAADgjwAKMgAKFQAMHAAA',
    'eQAPMgASDUAAUAAAAAAAOAAAAFWA//8PAAEAH/8BABYEMgAKQAAPAQAXBEgAD0AAJQ6AAA9AAKNfAAAA8P8BACgPeAAoUAAAAAAA',
  ].join(''),
  'base64',
);
const archive: StoreFiles = new Map<string, Uint8Array | string>([
  ...group2,
  ...version2(
    {
      shape: [512],
      chunk: [512],
      values: [],
      encode: () => blosc,
      metadata: { compressor: { id: 'blosc' } },
    },
    'blosc',
  ),
  ...version2(
    { ...matrix, encode: (chunk) => gzipSync(float32s(...chunk)), metadata: { compressor: { id: 'gzip' } } },
    'gzip',
  ),
  ...version3(sharding, 'shards'),
]);

function inFolder(folder: string, files: StoreFiles): [string, Buffer][] {
  return [...files].map(([key, content]) => [`${folder}/${key}`, Buffer.from(content)]);
}

const [description2, ...chunks2] = inFolder('zarr2', second);
const [description3, ...chunks3] = inFolder('zarr3', third);

export const zarrOriginals = new Map<string, Buffer>([
  ...(description2 === undefined ? [] : [description2]),
  ...(description3 === undefined ? [] : [description3]),
  ['a.zarr.zip', zipFile([...archive].map(([name, data]) => ({ name, data: Buffer.from(data) })))],
]);

/** The chunks beside the descriptions that are mutated. */
export const zarrCompanions = new Map<string, Buffer>([...chunks2, ...chunks3]);
