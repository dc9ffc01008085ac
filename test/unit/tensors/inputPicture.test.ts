import assert from 'node:assert/strict';
import { pictureLayout, readPicture } from '../../../server/tensors/inputPicture';
import type { StoredTensor, TensorReader } from '../../../server/tensors/storedTensor';

/** A tensor in memory. */
function stored(
  shape: readonly number[],
  dtype: string,
  value: (at: number) => number,
): readonly [TensorReader, StoredTensor] {
  const tensor: StoredTensor = { name: 'images', dtype, shape, order: 'C', bytes: 0 };
  const reader: TensorReader = {
    path: 'images.npy',
    read: (_, first, count) =>
      Promise.resolve(Float64Array.from({ length: count }, (_, i) => value(first + i))),
  };
  return [reader, tensor];
}

describe('Inputs that are pictures', () => {
  it('are told by their shape', () => {
    const layouts = [
      [[9, 28, 20], 'grey 28 20 1'],
      [[9, 1, 28, 20], 'channelsFirst 28 20 1'],
      [[9, 3, 32, 30], 'channelsFirst 32 30 3'],
      [[9, 32, 30, 3], 'channelsLast 32 30 3'],
      [[9, 784], 'grey 28 28 1'],
      [[9, 3072], 'channelsFirst 32 32 3'],
    ] as const;
    for (const [shape, words] of layouts) {
      const { layout, height, width, channels } = pictureLayout(shape) ?? {};
      assert.equal([layout, height, width, channels].join(' '), words);
    }
    for (const shape of [[9], [9, 785], [9, 4], [9, 7, 32, 32], [9, 2, 2], []])
      assert.equal(pictureLayout(shape), undefined, shape.join());
  });

  it('are bytes as they are, whatever range they have', async () => {
    const bytes = await readPicture(...stored([2, 16], 'uint8', (at) => at), 1, 64);
    assert.deepEqual(
      [...bytes.bytes],
      Array.from({ length: 16 }, (_, i) => 16 + i),
    );
    const shares = await readPicture(...stored([1, 16], 'float32', (at) => at / 15), 0, 64);
    assert.deepEqual([shares.bytes[0], shares.bytes[5], shares.bytes[15]], [0, 85, 255]);
    const signed = await readPicture(...stored([1, 16], 'float32', (at) => at - 8), 0, 64);
    assert.deepEqual([signed.bytes[0], signed.bytes[15]], [0, 255]);
  });

  it('have their channels side by side, whichever axis these are', async () => {
    // Channel c of pixel p is 100 c + p.
    const first = await readPicture(
      ...stored([1, 3, 4, 4], 'uint8', (at) => 100 * Math.floor(at / 16) + (at % 16)),
      0,
      9,
    );
    const last = await readPicture(
      ...stored([1, 4, 4, 3], 'uint8', (at) => 100 * (at % 3) + Math.floor(at / 3)),
      0,
      9,
    );
    assert.deepEqual(first, last);
    assert.deepEqual([...first.bytes.subarray(3, 6)], [1, 101, 201]);
  });

  it('are averaged where they are larger than asked for', async () => {
    const [reader, tensor] = stored(
      [1, 8, 4],
      'uint8',
      (at) => (Math.floor(at / 4) < 4 ? 10 : 30) + (at % 2),
    );
    const { width, height, bytes } = await readPicture(reader, tensor, 0, 2);
    assert.deepEqual([width, height, ...bytes], [1, 2, 11, 31]);
  });

  it('are refused where there are none', async () => {
    await assert.rejects(readPicture(...stored([3, 5], 'uint8', () => 0), 0, 8), /holds no pictures/);
    await assert.rejects(readPicture(...stored([3, 16], 'uint8', () => 0), 3, 8), /has no row 3/);
  });
});
