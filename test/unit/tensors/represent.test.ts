import assert from 'node:assert/strict';
import { blockElements } from '../../../server/tensors/blocks';
import { represent } from '../../../server/tensors/represent';
import { inMemory } from './memoryTensor';

const counting = (length: number): Float64Array => new Float64Array(length).map((_, i) => i);

/** The values of `shape`, counted row by row, as Fortran order stores them. */
function columnwise(shape: readonly [number, number, number]): Float64Array {
  const [a, b, c] = shape;
  const values: number[] = [];
  for (let k = 0; k < c; k++)
    for (let j = 0; j < b; j++) for (let i = 0; i < a; i++) values.push((i * b + j) * c + k);
  return Float64Array.from(values);
}

describe('represent', () => {
  it('makes one row per instance and flattens the other axes row by row', async () => {
    const { reader, tensor } = inMemory(counting(24), [2, 3, 4]);
    const { values, meaning } = await represent(reader, tensor);
    assert.deepEqual([values.rows, values.cols, [...values.data]], [2, 12, [...counting(24)]]);
    assert.equal(meaning, 'activations');
  });

  it('gives the same matrix for Fortran order', async () => {
    const { reader, tensor } = inMemory(columnwise([2, 3, 4]), [2, 3, 4], 'F');
    assert.deepEqual([...(await represent(reader, tensor)).values.data], [...counting(24)]);
  });

  it('averages all axes after the second', async () => {
    const means = [1.5, 5.5, 9.5, 13.5, 17.5, 21.5];
    for (const { reader, tensor } of [
      inMemory(counting(24), [2, 3, 4]),
      inMemory(columnwise([2, 3, 4]), [2, 3, 4], 'F'),
      inMemory(counting(24), [2, 3, 2, 2]),
    ]) {
      const { values } = await represent(reader, tensor, { rule: 'mean' });
      assert.deepEqual([values.rows, values.cols, [...values.data]], [2, 3, means]);
    }
  });

  it('leaves a matrix as it is by either rule and keeps float32', async () => {
    const { reader, tensor } = inMemory(Float32Array.of(1, 2, 3, 4), [2, 2]);
    for (const rule of ['flatten', 'mean'] as const) {
      assert.deepEqual((await represent(reader, tensor, { rule })).values.data, Float32Array.of(1, 2, 3, 4));
    }
  });

  it('makes one column of a tensor with one axis', async () => {
    const { reader, tensor } = inMemory(counting(3), [3]);
    const { values } = await represent(reader, tensor, { meaning: 'classes' });
    assert.deepEqual([values.rows, values.cols], [3, 1]);
  });

  it('takes the selected rows in the order wanted', async () => {
    for (const { reader, tensor } of [
      inMemory(counting(6), [3, 2]),
      inMemory(Float64Array.of(0, 2, 4, 1, 3, 5), [3, 2], 'F'),
    ]) {
      assert.deepEqual([...(await represent(reader, tensor, { rows: [2, 0] })).values.data], [4, 5, 0, 1]);
    }
    const { reader, tensor } = inMemory(counting(6), [3, 2]);
    await assert.rejects(represent(reader, tensor, { rows: [0, 0] }), RangeError);
    await assert.rejects(represent(reader, tensor, { rows: [3] }), RangeError);
  });

  it('puts blocks together wherever they are cut', async () => {
    const cols = 1000;
    const rows = Math.ceil((2.5 * blockElements) / cols);
    const { reader, tensor, reads } = inMemory(counting(rows * cols), [rows, cols]);
    const { data } = (await represent(reader, tensor)).values;
    assert.equal(reads.length, 3);
    assert.ok(data.every((value, i) => value === i));
    const turned = inMemory(counting(rows * cols), [rows, cols], 'F');
    const transposed = (await represent(turned.reader, turned.tensor)).values.data;
    assert.ok(transposed.every((value, i) => value === (i % cols) * rows + Math.floor(i / cols)));
  });

  it('refuses values that are not finite in rows that are used, and says where', async () => {
    const { reader, tensor } = inMemory(Float64Array.of(1, 2, 3, NaN, 5, -Infinity), [3, 2]);
    await assert.rejects(represent(reader, tensor), {
      name: 'BadInput',
      message:
        'Tensor "t" of memory.npy holds NaN in row 1, column 1 (counted from 0): remove or replace it.',
    });
    await assert.rejects(represent(reader, tensor, { rows: [2] }), /holds -Infinity in row 2, column 1/);
    assert.deepEqual([...(await represent(reader, tensor, { rows: [0] })).values.data], [1, 2]);
    const images = inMemory(Float64Array.of(1, 2, 3, NaN), [1, 2, 2]);
    await assert.rejects(represent(images.reader, images.tensor, { rule: 'mean' }), /row 0, channel 1/);
  });

  it('refuses scalars and tensors without elements', async () => {
    const scalar = inMemory(counting(1), []);
    await assert.rejects(represent(scalar.reader, scalar.tensor), /is a single number and has no rows/);
    const empty = inMemory(counting(0), [5, 0]);
    await assert.rejects(represent(empty.reader, empty.tensor), /is empty \(5 x 0\)/);
  });

  it('refuses what does not fit into memory with a sentence', async () => {
    const { reader, tensor } = inMemory(counting(1), [2 ** 20, 2 ** 20]);
    await assert.rejects(represent(reader, tensor), {
      name: 'BadInput',
      message: /too large for the memory/,
    });
  });

  it('identifies the content by values, type, shape and order, not by place or selection', async () => {
    const contentOf = async (
      shape: readonly number[],
      order: 'C' | 'F' = 'C',
      single = false,
    ): Promise<unknown> => {
      const { reader, tensor } = inMemory(single ? new Float32Array(6) : new Float64Array(6), shape, order);
      return (await represent(reader, tensor, { rows: [0] })).provenance?.content;
    };
    const reference = await contentOf([2, 3]);
    assert.match(String(reference), /^[0-9a-f]{64}$/);
    const { reader, tensor } = inMemory(new Float64Array(6), [2, 3]);
    assert.equal((await represent({ ...reader, path: 'other' }, tensor)).provenance?.content, reference);
    const others = [
      await contentOf([3, 2]),
      await contentOf([2, 3], 'F'),
      await contentOf([2, 3], 'C', true),
    ];
    assert.equal(new Set([reference, ...others]).size, 4);
  });
});
