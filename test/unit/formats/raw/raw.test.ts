import assert from 'node:assert/strict';
import type { ModelFile } from '../../../../server/formats/format';
import { elementCount } from '../../../../server/tensors/storedTensor';
import { assertRefused, Folder } from '../../../corpus/folder';

const numbers = Float32Array.of(1, 2, 3, 4, 5, 6);
const bytes = Buffer.from(numbers.buffer);

describe('files of bare numbers', () => {
  const folder = new Folder();

  async function facts(file: ModelFile): Promise<unknown[]> {
    const [tensor] = file.tensors;
    assert.ok(tensor);
    const { name, dtype, shape, order } = tensor;
    return [name, dtype, shape, order, [...(await file.read(tensor, 0, elementCount(tensor)))]];
  }

  it('are described by a JSON file beside them', async () => {
    const json = JSON.stringify({ dtype: 'float32', shape: [2, 3] });
    for (const [name, sidecar] of [
      ['a.bin', 'a.bin.json'],
      ['b.dat', 'b.json'],
      ['c.raw', 'c.meta.json'],
      ['d.memmap', 'd.memmap.meta.json'],
      ['e.bin', 'e_meta.json'],
    ] as const) {
      folder.write(sidecar, json);
      const file = await folder.openBytes(name, bytes);
      assert.deepEqual(await facts(file), [name.slice(0, 1), 'float32', [2, 3], 'C', [1, 2, 3, 4, 5, 6]]);
      assert.deepEqual(file.metadata, [
        ['described by', sidecar],
        ['description', 'float32 2x3'],
      ]);
      assert.deepEqual(file.warnings, []);
    }
  });

  it('may begin after a header, and lie in any order of bytes and axes', async () => {
    const swapped = Buffer.concat([Buffer.from('head!'), Buffer.from(bytes).swap32()]);
    for (const [i, sidecar] of [
      { dtype: '>f4', shape: [2, 3], order: 'F', offset: 5 },
      { dtype: 'float32', shape: [2, -1], fortran_order: true, offset: 5, byte_order: 'big' },
      { dtype: 'single', shape: '2x3', order: 'Fortran', byte_offset: 5, endianness: '>' },
    ].entries()) {
      folder.write(`swapped${i}.json`, JSON.stringify(sidecar));
      const file = await folder.openBytes(`swapped${i}.bin`, swapped);
      assert.deepEqual(await facts(file), [`swapped${i}`, 'float32', [2, 3], 'F', [1, 2, 3, 4, 5, 6]]);
    }
  });

  it('are described in the path, which goes before a file beside them', async () => {
    folder.write('said.bin.json', JSON.stringify({ dtype: 'float32', shape: [6] }));
    const path = folder.write('said.bin', bytes);
    const file = await folder.open(`${path}::float32 3x2`);
    assert.deepEqual(await facts(file), ['said', 'float32', [3, 2], 'C', [1, 2, 3, 4, 5, 6]]);
    assert.equal(file.path, `${path}::float32 3x2`);
    const other = await folder.open(`${path}::uint8 ?x4`);
    assert.deepEqual((await facts(other)).slice(0, 3), ['said', 'uint8', [6, 4]]);
    assert.notEqual(other.identity, file.identity);
    // Whatever its name says.
    const named = folder.write('named.npy', bytes);
    assert.deepEqual((await facts(await folder.open(`${named}::f4 ?`))).slice(1, 3), ['float32', [6]]);
  });

  it('are not asked what they hold where a file really is called so', async () => {
    folder.write('odd::f4 3.json', JSON.stringify({ dtype: 'float32', shape: [6] }));
    const file = await folder.openBytes('odd::f4 3.bin', bytes);
    assert.deepEqual((await facts(file))[2], [6]);
  });

  it('notice that the file beside them has changed', async () => {
    folder.write('watched.json', JSON.stringify({ dtype: 'float32', shape: [6] }));
    const file = await folder.openBytes('watched.bin', bytes);
    assert.equal(await file.changed(), false);
    folder.write('watched.json', JSON.stringify({ dtype: 'float32', shape: [3, 2] }));
    assert.equal(await file.changed(), true);
  });

  it('pass over JSON of another kind', async () => {
    folder.write('passed.bin.json', JSON.stringify({ model: 'gpt2' }));
    folder.write('passed.json', JSON.stringify([1, 2]));
    folder.write('passed.meta.json', JSON.stringify({ dtype: 'float32', shape: [6] }));
    assert.deepEqual((await facts(await folder.openBytes('passed.bin', bytes)))[2], [6]);
  });
});

describe('activations cached by saev', () => {
  const folder = new Folder();
  const metadata = {
    layers: [3, 11],
    patches_per_ex: 1,
    cls_token: true,
    d_model: 2,
    n_ex: 3,
    dtype: 'float32',
  };
  /** Of example e, layer l, token t: 100 e + 10 l + t, and the negative of it. */
  const example = (e: number): number[] =>
    [0, 1].flatMap((l) => [0, 1].flatMap((t) => [100 * e + 10 * l + t, -(100 * e + 10 * l + t)]));
  const shard = (...examples: number[]): Buffer =>
    Buffer.from(new Float32Array(examples.flatMap(example)).buffer);
  const layer = (l: number, ...examples: number[]): number[] =>
    examples.flatMap((e) => example(e).slice(4 * l, 4 * l + 4));

  function writeFolder(name: string): void {
    folder.write(`${name}/metadata.json`, JSON.stringify(metadata));
    folder.write(`${name}/acts000000.bin`, shard(0, 1));
    folder.write(`${name}/acts000001.bin`, shard(2));
  }

  async function valuesOf(file: ModelFile): Promise<unknown[]> {
    return Promise.all(
      file.tensors.map(async (tensor) => [
        tensor.name,
        tensor.shape,
        [...(await file.read(tensor, 0, elementCount(tensor)))],
      ]),
    );
  }

  it('are a tensor a layer, all shards together', async () => {
    writeFolder('whole');
    const shards = [
      { name: 'acts000000.bin', n_ex: 2 },
      { name: 'acts000001.bin', n_ex: 1 },
    ];
    const path = folder.write('whole/shards.json', JSON.stringify(shards));
    for (const given of [path, `${folder.path}/whole`]) {
      const file = await folder.open(given);
      assert.equal(file.format, 'saev');
      assert.deepEqual(await valuesOf(file), [
        ['layer.3', [3, 2, 2], layer(0, 0, 1, 2)],
        ['layer.11', [3, 2, 2], layer(1, 0, 1, 2)],
      ]);
      const [, last] = file.tensors;
      assert.ok(last);
      assert.deepEqual([...(await file.read(last, 7, 3))], layer(1, 0, 1, 2).slice(7, 10));
    }
  });

  it('open shard by shard, by the names of the first version too', async () => {
    writeFolder('single');
    const first = { layers: [3, 11], n_patches_per_img: 1, cls_token: true, d_vit: 2 };
    for (const described of [metadata, first]) {
      folder.write('single/metadata.json', JSON.stringify(described));
      const file = await folder.open(`${folder.path}/single/acts000001.bin`);
      assert.deepEqual(await valuesOf(file), [
        ['layer.3', [1, 2, 2], layer(0, 2)],
        ['layer.11', [1, 2, 2], layer(1, 2)],
      ]);
    }
  });

  it('say which shard has another size than is said', async () => {
    writeFolder('short');
    const shards = [{ name: 'acts000000.bin', n_ex: 3 }];
    const path = folder.write('short/shards.json', JSON.stringify(shards));
    await assertRefused(
      () => folder.open(path),
      `${folder.path}/short/acts000000.bin has 64 bytes, and the 3 examples that shards.json says take 96.`,
    );
    folder.write('short/acts000000.bin', shard(0).subarray(1));
    await assertRefused(
      () => folder.open(`${folder.path}/short/acts000000.bin`),
      `${folder.path}/short/acts000000.bin has 31 bytes, which is no multiple of the 32 of an example, as metadata.json says.`,
    );
  });
});
