import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { fletcher32 } from '../../../../server/formats/fletcher32';
import { codecOf } from '../../../../server/formats/hdf5/filters';
import { Folder } from '../../../corpus/folder';
import {
  type DatasetEntry,
  filterMessage,
  hdf5File,
  pipelineMessage,
  types,
  u,
} from '../../../corpus/hdf5Writer';
import { mutate, seeded } from '../../../corpus/mutate';
import { float32s } from '../../../corpus/writers';
import { named } from './named';

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64');
/**
 * 0, 0, 0, 0, 0, 0, 0, 0.5, ..., 8 x 8 of float32, as one chunk, by h5py 3.7, hdf5plugin and bitshuffle 0.3.5 of Debian 12;
 * with Zstandard by h5wasm-plugins 0.2.1 of npm.
 */
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
  'bitshuffle and LZ4': [
    [[32_008, 0, 3, 4, 0, 2]],
    'AAAAAAAAAQAAACAAAAAAOh8AAQCTEICnAPEH+AP+AAAA4A8A/P8AAMD/DwAAAP+A/wgAHwAIABXwAQAAAPD/////AAAAAAAAAAA=',
  ],
  'bitshuffle and Zstandard': [
    [[32_008, 0, 4, 4, 0, 3, 3]],
    'AAAAAAAAAQAAACAAAAAAQii1L/1gAADFAQCkAgAAgPgD/gAAAOAPAPz/AADA/w8AAAD/gP8AAAAA8P////8AAAAAAAAAAAQAQRFW0igTXBEFsA==',
  ],
  'bitshuffle alone': [
    [[32_008, 0, 3, 4, 0, 0]],
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACAAAAAAPgD/gAAAOAPAPz/AADA/w8AAAD/gP//DwAAAACA//8PAAAAAID//w8AAAAAgP//DwAAAACA//8PAAAAAID//w8AAAAAAAAA8P////8AAAAAAAAAAA==',
  ],
} as const satisfies Record<
  string,
  readonly [filters: readonly (readonly [number, ...number[]])[], base64: string]
>;
const sevenths = Array.from({ length: 64 }, (_, i) => Math.floor(i / 7) / 2);

describe('HDF5 filters that others than the library have', () => {
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

  it('reads blocks of bitshuffle, a shorter last one and what is left in the end', async () => {
    // 77 numbers in blocks of 32, by the same.
    const ways = [
      [
        2,
        'AAAAAAAAATQAAACAAAAAGh8AAQBGj+APAMD/D4D/BAADgAAAAPAAAAAAAAAAIB8AAQA/gID4A/4AAPz/WgABBQAPAgABgP////8AAAAAAAAAEh8AAQAAwD/AAP8AAAAAAAD/AAAAoEAAAKBAAACgQAAAoEAAAKBA',
      ],
      [
        0,
        'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA4A8AwP8PgP//D4D//w+A//8PgP//D4D//w+A//8PAAAA8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAID4A/4AAPz/AAAAAP8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD/////AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAP8AA/wAAAAAAAP8AAACgQAAAoEAAAKBAAACgQAAAoEA=',
      ],
    ] as const;
    for (const [compressor, base64] of ways) {
      const entry: DatasetEntry = {
        ...{ type: types.float32, shape: [77] },
        chunks: { shape: [77], stored: [[[0], bytesOf(base64)]] },
        messages: [pipelineMessage([32_008, 0, 3, 4, 32, compressor])],
      };
      const file = await folder.openBytes('left.h5', hdf5File({ x: entry }));
      assert.deepEqual(
        [...(await file.read(named(file, 'x'), 0, 77))],
        Array.from({ length: 77 }, (_, i) => Math.floor(i / 7) / 2),
      );
    }
  });

  it('refuses damaged blocks of bitshuffle', async () => {
    const [filters, base64] = written['bitshuffle and LZ4'];
    const good = bytesOf(base64);
    const bad = (change: (bytes: Buffer) => void, end = good.length): Buffer => {
      const bytes = Buffer.from(good.subarray(0, end));
      change(bytes);
      return bytes;
    };
    const nothing = (): void => undefined;
    for (const bytes of [
      bad((b) => b.writeUInt32BE(255, 4)),
      bad((b) => b.writeUInt32BE(0, 8)),
      bad((b) => b.writeUInt32BE(33, 8)),
      bad((b) => b.writeUInt32BE(2 ** 32 - 32, 12)),
      bad((b) => b.fill(0xff, 16, 20)),
      bad(nothing, 8),
      bad(nothing, 14),
      bad(nothing, good.length - 4),
    ]) {
      const entry: DatasetEntry = {
        ...{ type: types.float32, shape: [8, 8] },
        chunks: { shape: [8, 8], stored: [[[0, 0], bytes]] },
        messages: [pipelineMessage(...filters)],
      };
      const file = await folder.openBytes('damaged.h5', hdf5File({ x: entry }));
      await assert.rejects(file.read(named(file, 'x'), 0, 64), {
        name: 'BadInput',
        message:
          /cannot be unpacked by bitshuffle to the 256 bytes it should hold; write or copy it again\.$/,
      });
    }
  });

  it('makes all or nothing of mutants of blocks of bitshuffle', () => {
    for (const way of ['bitshuffle and LZ4', 'bitshuffle and Zstandard'] as const) {
      const [[[id, ...values]], base64] = written[way];
      const codec = codecOf({ id, values });
      const random = seeded(2026);
      let refused = 0;
      for (let i = 0; i < 5000; i++) {
        const found = codec?.undo(Uint8Array.from(mutate(bytesOf(base64), random)), 256);
        assert.ok(found === undefined || found.length === 256);
        refused += Number(found === undefined);
      }
      assert.ok(refused > 0 && refused < 5000, `${refused} refused`);
    }
  });

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
  it('is taken with the bytes of its halves swapped, too, as HDF5 before 1.6.3 wrote it', () => {
    const codec = codecOf({ id: 3, values: [] });
    const content = Uint8Array.of(1, 2, 3, 4);
    const sum = u(4, fletcher32(content));
    for (const [stored, wanted] of [
      [sum, [...content]],
      [Buffer.from(sum).swap16(), [...content]],
      [Buffer.from(sum).swap32(), undefined],
    ] as const) {
      const found = codec?.undo(Uint8Array.of(...content, ...stored), 4);
      assert.deepEqual(found && [...found], wanted);
    }
  });

  it('gives the sums of HDF5, for an odd number of bytes and many too', () => {
    // Of the library HDF5 1.10: the last bytes of a chunk written with fletcher32=True.
    const chunk = bytesOf(written['lzf between shuffle and fletcher32'][1]);
    assert.equal(fletcher32(chunk.subarray(0, -4)), chunk.readUInt32LE(chunk.length - 4));
    assert.equal(fletcher32(Buffer.from([1])), 0x0100_0100);
    assert.equal(fletcher32(new Uint8Array(100_000).fill(255)), 0xffff_ffff);
  });
});
