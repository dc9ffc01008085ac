import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { fletcher32 } from '../../../../server/formats/fletcher32';
import { Folder } from '../../../corpus/folder';
import {
  type DatasetEntry,
  filterMessage,
  hdf5File,
  pipelineMessage,
  types,
  u,
} from '../../../corpus/hdf5Writer';
import { float32s } from '../../../corpus/writers';
import { named } from './named';

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64');
/** 0, 0, 0, 0, 0, 0, 0, 0.5, ..., 8 x 8 of float32, as one chunk, by h5py 3.7 and hdf5plugin of Debian 12. */
const written = {
  lzf: [
    [[32_000, 4, 261, 256]],
    'AQAA4BQAAD8gHeAOAwCAIBfgDwMAwCAb4A8DAQBA4BEDACAgG+APAwBAIBvgDwMAYCAb4A8DAIAgG+APAwGQQA==',
  ],
  'lzf between shuffle and fletcher32': [
    [[2, 4], [32_000, 4, 261, 256], [3]],
    'AQAA4IMAAICAAADAgACgmQAggAAAQIAAAGCAAIAoAYCQoCMAP+ALAIAw4BMAAUBAK8jh2w==',
  ],
  lz4: [
    [[32_004, 0]],
    'AAAAAAAAAQAAAAEAAAAANB8AAQALHz8EAAcfgAQACB/ABAAILwBABAAHHyAEAAgfQAQACB9gBAAIH4AEAAVQQAAAkEA=',
  ],
  blosc: [
    [[32_001, 2, 2, 4, 256, 5, 1, 1]],
    'AgExBAABAAAAAQAATgAAABQAAAA2AAAAHwABAHoSgAEAEsABAAObABIgAQASQAEAEmABAAIpACOAkCQAHz8BAAECMQAPAgAGUEBAQEBA',
  ],
} as const satisfies Record<
  string,
  readonly [filters: readonly (readonly [number, ...number[]])[], base64: string]
>;
const sevenths = Array.from({ length: 64 }, (_, i) => Math.floor(i / 7) / 2);

describe('HDF5 filters that the library lacks', () => {
  const folder = new Folder();

  for (const [way, [filters, base64]] of Object.entries(written)) {
    it(`reads what was written with ${way}`, async () => {
      const entry: DatasetEntry = {
        ...{ type: types.float32, shape: [8, 8] },
        chunks: { shape: [8, 8], stored: [[[0, 0], bytesOf(base64)]] },
        messages: [pipelineMessage(...filters)],
      };
      const file = await folder.openBytes('f.h5', hdf5File({ x: entry }));
      assert.deepEqual([...(await file.read(named(file, 'x'), 0, 64))], sevenths);
      assert.deepEqual([...(await file.read(named(file, 'x'), 13, 20))], sevenths.slice(13, 33));
    });
  }

  /** A stream of LZF without repetitions: at most 32 bytes at a time. */
  const literals = (bytes: Uint8Array): Buffer =>
    Buffer.concat(
      Array.from({ length: Math.ceil(bytes.length / 32) }, (_, i) => {
        const piece = bytes.subarray(32 * i, 32 * i + 32);
        return Buffer.concat([Buffer.from([piece.length - 1]), piece]);
      }),
    );

  it('reads big-endian numbers, chunks over the end, chunks that some filters were not applied to, and the fill value', async () => {
    // 3 x 3 in chunks of 2 x 2: that at (0, 2) was never written, and that at (2, 2) could not be made smaller.
    const stored: [number[], Buffer, number?][] = [
      [[0, 0], literals(float32s(1, 2, 4, 5).swap32())],
      [[2, 0], literals(float32s(7, 8, 0, 0).swap32())],
      [[2, 2], float32s(9, 0, 0, 0).swap32(), 1],
    ];
    const fill = Buffer.concat([u(1, 2, 2, 0, 1), u(4, 4), float32s(1.5).swap32()]);
    const entry: DatasetEntry = {
      ...{ type: types.float(4, 8, 23, 127, 1), shape: [3, 3], chunks: { shape: [2, 2], stored } },
      messages: [filterMessage(32_000), [0x05, fill]],
    };
    const file = await folder.openBytes('packed.h5', hdf5File({ x: entry }));
    assert.deepEqual([...(await file.read(named(file, 'x'), 0, 9))], [1, 2, 1.5, 4, 5, 1.5, 7, 8, 9]);
  });

  it('says what is compressed twice', async () => {
    const entry: DatasetEntry = {
      ...{ type: types.float32, shape: [2] },
      chunks: { shape: [2], stored: [[[0], deflateSync(literals(float32s(1, 2)))]] },
      messages: [pipelineMessage([32_000], [1, 6])],
    };
    const file = await folder.openBytes('twice.h5', hdf5File({ x: entry }));
    assert.equal(
      named(file, 'x').unreadable,
      'Its chunks are compressed twice ("lzf", "gzip"), which is not read: write it anew.',
    );
  });
});

describe('fletcher32', () => {
  it('gives the sums of HDF5, for an odd number of bytes and many too', () => {
    // Of the library HDF5 1.10: the last bytes of a chunk written with fletcher32=True.
    const chunk = bytesOf(written['lzf between shuffle and fletcher32'][1]);
    assert.equal(fletcher32(chunk.subarray(0, -4)), chunk.readUInt32LE(chunk.length - 4));
    assert.equal(fletcher32(Buffer.from([1])), 0x0100_0100);
    assert.equal(fletcher32(new Uint8Array(100_000).fill(255)), 0xffff_ffff);
  });
});
