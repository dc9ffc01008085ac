import assert from 'node:assert/strict';
import type { ModelFile, StoredTensor } from '../../../server/formats/format';
import { Folder } from '../../corpus/folder';
import { npyOf, zipFile } from '../../corpus/writers';

const length = 50_000;

/** An array whose values begin at `start`. */
function counting(start: number): Buffer {
  return npyOf('<f4', [length], Buffer.from(new Float32Array(length).map((_, i) => start + i).buffer));
}

async function firstOf(file: ModelFile, tensor: StoredTensor, at = 0): Promise<number | undefined> {
  return (await file.read(tensor, at, 1))[0];
}

describe('npz', () => {
  const folder = new Folder();

  it('reads stored and deflated arrays under their names, in the order of the archive', async () => {
    const members = [
      { name: 'layer/10.npy', data: counting(1), deflate: true },
      { name: 'arr_0.npy', data: counting(2) },
    ];
    const file = await folder.openBytes('two.npz', zipFile(members));
    const [first, second] = file.tensors;
    assert.ok(first && second);
    assert.deepEqual([first.name, second.name], ['layer/10', 'arr_0']);
    assert.deepEqual(
      [await firstOf(file, first, 40_000), await firstOf(file, second, 40_000)],
      [40_001, 40_002],
    );
    assert.deepEqual([await firstOf(file, first), await firstOf(file, first, length - 1)], [1, length]);
  });

  it('reads more deflated arrays in turn than it keeps streams of', async () => {
    const members = Array.from({ length: 12 }, (_, i) => ({
      name: `${i}.npy`,
      data: counting(i),
      deflate: true,
    }));
    const file = await folder.openBytes('many.npz', zipFile(members));
    for (const at of [0, 1000, 40_000]) {
      const values = await Promise.all(file.tensors.map((tensor) => firstOf(file, tensor, at)));
      assert.deepEqual(
        values,
        members.map((_, i) => i + at),
      );
    }
  });
});
