import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { elementCount } from '../../server/tensors/storedTensor';
import { Folder } from './folder';
import { type DatasetEntry, filterMessage, hdf5File, pipelineMessage, types, u } from './hdf5Writer';
import { float32s } from './writers';

const nowhere = 0xffffffffffffffffn;
const again = '; write or copy it again.';
/** @: the byte that the message names. */
const chunk = 'the chunk at byte @ of "/x"';
const object = 'the HDF5 object at byte @';

describe('corpus: chunks of HDF5', function () {
  this.timeout(20_000);
  const folder = new Folder();

  /** The first values are refused, and the file with them is not. */
  async function refuses(name: string, content: Uint8Array, why: string, tensor = 'x'): Promise<void> {
    const file = await folder.openBytes(`${name}.h5`, content);
    const found = file.tensors.find((each) => each.name === tensor);
    assert.ok(found, name);
    await assert.rejects(file.read(found, 0, 1), (error: Error) => {
      const at = /byte (\d+)/.exec(error.message)?.[1] ?? '';
      assert.equal(error.name, 'BadInput');
      assert.equal(error.message, `${file.path} is damaged: ${why.replace('@', at)}`);
      return true;
    });
  }

  /** Two chunks of four numbers each, of which a test changes the tree. */
  function inChunks(
    stored: readonly Uint8Array[],
    messages: DatasetEntry['messages'] = [],
    change: (file: Buffer, tree: number) => void = () => undefined,
  ): Buffer {
    const places = stored.map((bytes, i) => [[4 * i], bytes] as const);
    const entry = { type: types.float32, shape: [4 * stored.length], messages };
    const file = hdf5File({ x: { ...entry, chunks: { shape: [4], stored: places } } });
    // The second tree is that of the chunks; the first is that of the group.
    change(file, file.indexOf(Buffer.from('TREE\x01')));
    return file;
  }

  const four = float32s(1, 2, 3, 4);
  const lzf = filterMessage(32_000);
  const gzip = filterMessage(1, 6);

  it('h5-packed-lies: chunks that are damaged, too long or outside', async () => {
    const cannot = (filter: string): string =>
      `${chunk} cannot be unpacked by ${filter} to the 16 bytes it should hold${again}`;
    await refuses('lzf', inChunks([Buffer.from([3, 1, 2])], [lzf]), cannot('lzf'));
    await refuses('cut', inChunks([deflateSync(four).subarray(0, 12)], [gzip]), cannot('gzip'));
    await refuses('short', inChunks([deflateSync(float32s(1, 2, 3))], [gzip]), cannot('gzip'));
    const bomb = deflateSync(Buffer.alloc(2 ** 28));
    const before = process.memoryUsage().arrayBuffers;
    await refuses('bomb', inChunks([bomb], [gzip]), cannot('gzip'));
    assert.ok(process.memoryUsage().arrayBuffers - before < 16 * 2 ** 20);
    await refuses(
      'plain',
      inChunks([float32s(1, 2, 3)]),
      `${chunk} has 12 bytes where 16 are needed${again}`,
    );
    await refuses(
      'long',
      inChunks([Buffer.alloc(2 ** 20 + 40)], [lzf]),
      `${chunk} has 1048616 bytes, which is too many${again}`,
    );
    const outside = (file: Buffer, tree: number): unknown => file.writeUInt32LE(file.length, tree + 24);
    const length = inChunks([four]).length;
    await refuses(
      'outside',
      inChunks([four], [], outside),
      `${chunk} has ${length} bytes, which is too many${again}`,
    );
  });

  it('h5-chunk-sum: what does not match its check sum, or has none', async () => {
    const summed = pipelineMessage([3]);
    const wrong = Buffer.concat([four, u(4, 1)]);
    await refuses(
      'sum',
      inChunks([wrong], [summed]),
      `${chunk} does not match its check sum (Fletcher-32)${again}`,
    );
    await refuses('no-sum', inChunks([four], [summed]), `${chunk} has 16 bytes where 20 are needed${again}`);
  });

  it('h5-chunk-tree: lists that are none, have no order, lead nowhere or back', async () => {
    const two = (change: (file: Buffer, tree: number) => void): Buffer => inChunks([four, four], [], change);
    const [key, second] = [24, 24 + 32];
    await refuses(
      'none',
      two((file, at) => file.write('NONE', at)),
      `${object} is no list of chunks.`,
    );
    await refuses(
      'order',
      two((file, at) => file.writeUInt32LE(0, at + second + 8)),
      `${object} lists chunks that are not in order.`,
    );
    await refuses(
      'nowhere',
      two((file, at) => file.writeBigUInt64LE(nowhere, at + key + 24)),
      `${object} lists a chunk that is nowhere.`,
    );
    const misplaced = `${object} is at a wrong place in its list of chunks.`;
    await refuses(
      'loop',
      two((file, at) => {
        file[at + 5] = 1;
        file.writeBigUInt64LE(BigInt(at), at + key + 24);
      }),
      misplaced,
    );
    await refuses(
      'high',
      two((file, at) => (file[at + 5] = 32)),
      misplaced,
    );
    const beyond = two((file, at) => file.writeUInt16LE(60_000, at + 6));
    const at = beyond.indexOf(Buffer.from('TREE\x01'));
    const end = at + 24 + 32 * 60_000;
    await refuses(
      'beyond',
      beyond,
      `an HDF5 object lies at bytes ${at} to ${end}, and it has ${beyond.length}.`,
    );
  });

  it('h5-list-sums: newer lists of chunks that do not have their check sums', async () => {
    const whole = readFileSync(join(import.meta.dirname, '../goldens/files/chunks_v110.h5'));
    for (const signature of ['FAHD', 'FADB', 'EAHD', 'EAIB', 'EASB', 'EADB', 'BTHD', 'BTIN', 'BTLF']) {
      const bytes = Buffer.from(whole);
      const at = bytes.indexOf(signature);
      bytes.writeUInt8(bytes.readUInt8(at + 8) ^ 1, at + 8);
      const file = await folder.openBytes(`${signature}.h5`, bytes);
      const messages = new Set<string>();
      for (const tensor of file.tensors.filter(({ unreadable }) => unreadable === undefined)) {
        const count = elementCount(tensor);
        // One has very many, in lists of all kinds.
        for (const first of count > 150_000 ? [0, 5000, 131_069, 150_000] : [0]) {
          const some = Math.min(count - first, 3000);
          await file.read(tensor, first, some).catch((error: unknown) => messages.add(String(error)));
        }
      }
      const why = `the HDF5 object at byte ${at} does not have the check sum it should have.`;
      assert.deepEqual([...messages], [`BadInput: ${file.path} is damaged: ${why}`], signature);
    }
  });

  it('h5-layout-lies: chunks of other elements or axes, of none, in ways that are not known', async () => {
    const layout = (...parts: Buffer[]): Buffer => Buffer.concat(parts);
    const old = (lengths: readonly number[], axes = lengths.length): Buffer =>
      layout(u(1, 3, 2, axes), u(8, 96), u(4, ...lengths));
    const lies: [Buffer, string][] = [
      [old([4, 8]), 'has elements of 4 bytes, and its chunks of 8'],
      [old([4, 4, 4]), 'has 1 axes, and its chunks 2'],
      [old([0, 4]), 'has chunks without elements'],
      [old([], 0), 'has chunks of 0 axes'],
      [old([], 34), 'has chunks of 34 axes'],
      [layout(u(1, 3, 5)), 'stores its data in a way that is not known'],
      [layout(u(1, 9, 2)), 'stores its data in a way that is not known'],
      [layout(u(1, 4, 2, 0, 2, 1, 4, 4, 6)), 'lists its chunks in a way that is not known'],
      [layout(u(1, 3, 0), u(2, 8), u(8, 0)), 'stores less than the 16 bytes of its shape'],
    ];
    for (const [body, why] of lies) {
      const good = { type: types.float32, shape: [4], data: four };
      const file = await folder.openBytes(
        'layout.h5',
        hdf5File({ bad: { ...good, messages: [[0x08, body]] }, good }),
      );
      assert.deepEqual(
        file.tensors.map(({ name }) => name),
        ['good'],
      );
      assert.equal(file.warnings.length, 1);
      assert.ok(file.warnings[0]?.endsWith(` ${why}.`), `${file.warnings[0] ?? ''} | ${why}`);
    }
  });

  it('h5-endless: lists for data that do not grow, of data that do, and the other way round', async () => {
    // Of one axis that may grow, or not.
    const space = (limit: bigint | number): readonly [number, Buffer] => [
      0x01,
      Buffer.concat([u(1, 2, 1, 1, 1), u(8, 8, limit)]),
    ];
    const list = (kind: number, ...more: number[]): readonly [number, Buffer] => [
      0x08,
      Buffer.concat([u(1, 4, 2, 0, 2, 1, 4, 4, kind, ...more), u(8, 96)]),
    ];
    const growing = 'lists the chunks of data that may grow without an end';
    const fixed = 'lists the chunks of data that may not grow along one axis';
    for (const [messages, why] of [
      [[space(nowhere), list(2)], growing],
      [[space(nowhere), list(3, 10)], growing],
      [[space(8), list(4, 32, 4, 4, 16, 10)], fixed],
    ] as const) {
      await refuses(
        'endless',
        hdf5File({ x: { type: types.float32, shape: [8], messages } }),
        `${object} ${why}.`,
      );
    }
    const single = [0x08, Buffer.concat([u(1, 4, 2, 0, 2, 1, 4, 4, 1), u(8, 96)])] as const;
    const file = await folder.openBytes(
      'single.h5',
      hdf5File({ x: { type: types.float32, shape: [8], messages: [single] } }),
    );
    const [x] = file.tensors;
    assert.ok(x);
    assert.equal((await file.read(x, 0, 4)).length, 4);
    await assert.rejects(file.read(x, 4, 1), /the HDF5 object at byte 96 is the only chunk of more\.$/);
  });

  it('h5-fill: a value of another length for what was never written', async () => {
    const fill = (value: Buffer): DatasetEntry => ({
      ...{ type: types.float32, shape: [8], chunks: { shape: [4], stored: [[[4], four]] } },
      messages: [[0x05, Buffer.concat([u(1, 2, 2, 0, 1), u(4, value.length), value])]],
    });
    const file = await folder.openBytes('fill.h5', hdf5File({ bad: fill(u(8, 1)), good: fill(float32s(7)) }));
    const [good] = file.tensors;
    assert.ok(good);
    assert.equal(good.name, 'good');
    assert.deepEqual([...(await file.read(good, 2, 4))], [7, 7, 1, 2]);
    assert.match(
      file.warnings.join(),
      /^Left out: "\/bad"\. .* has elements of 4 bytes, and 8 for one that was never written\.$/,
    );
  });
});
