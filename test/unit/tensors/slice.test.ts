import assert from 'node:assert/strict';
import { computeAxisStatistics } from '../../../server/tensors/axisStatistics';
import { readSlice } from '../../../server/tensors/slice';
import type { StoredTensor, TensorReader } from '../../../server/tensors/storedTensor';

/** A reader of these stored values that counts what is read. */
function reading(values: readonly number[]): TensorReader & { read_: number } {
  const reader = {
    path: '/t.npy',
    read_: 0,
    read: (_tensor: StoredTensor, first: number, count: number) => {
      reader.read_ += count;
      return Promise.resolve(Float64Array.from(values.slice(first, first + count)));
    },
  };
  return reader;
}

const tensor = (shape: readonly number[], order: 'C' | 'F' = 'C'): StoredTensor => ({
  ...{ name: 't', dtype: 'float64', order, bytes: 0 },
  shape,
});
const count = (n: number) => Array.from({ length: n }, (_, i) => i);
const idle = () => undefined;
const window = (firstRow: number, rows: number, firstColumn: number, columns: number) => ({
  ...{ firstRow, rows, firstColumn, columns },
});

describe('A slice of a tensor', () => {
  it('has the last axis across and all others down, and reads nothing beside', async () => {
    const reader = reading(count(24));
    const slice = await readSlice(reader, tensor([2, 3, 4]), window(1, 3, 2, 2), idle);
    assert.deepEqual([slice.totalRows, slice.totalColumns], [6, 4]);
    assert.deepEqual(slice.values, [
      [6, 7],
      [10, 11],
      [14, 15],
    ]);
    assert.equal(reader.read_, 6);
  });

  it('is the same of a tensor stored column by column', async () => {
    const stored = count(24).map((at) => {
      const [i, j, k] = [at % 2, Math.floor(at / 2) % 3, Math.floor(at / 6)];
      return 12 * i + 4 * j + k;
    });
    const slice = await readSlice(reading(stored), tensor([2, 3, 4], 'F'), window(1, 3, 2, 2), idle);
    assert.deepEqual(slice.values, [
      [6, 7],
      [10, 11],
      [14, 15],
    ]);
  });

  it('of texts has the texts, long ones cut', async () => {
    const texts = ['img-0', 'é'.repeat(300), 'img-2'];
    const named: StoredTensor = { ...tensor([3]), dtype: 'text', unreadable: 'Text is no number.' };
    const read = (first: number, some: number) => Promise.resolve(texts.slice(first, first + some));
    const slice = await readSlice(reading([]), named, window(1, 5, 0, 4), idle, read);
    assert.deepEqual(slice.values, [[`${'é'.repeat(200)}…`], ['img-2']]);
    await assert.rejects(readSlice(reading([]), named, window(0, 1, 0, 1), idle), /Text is no number/);
  });

  it('ends with the tensor, has one column of a vector and one value of a scalar', async () => {
    const vector = await readSlice(reading(count(5)), tensor([5]), window(3, 10, 0, 10), idle);
    assert.deepEqual([vector.values, vector.totalColumns], [[[3], [4]], 1]);
    assert.deepEqual((await readSlice(reading([7]), tensor([]), window(0, 9, 0, 9), idle)).values, [[7]]);
    assert.deepEqual((await readSlice(reading([]), tensor([0, 4]), window(0, 9, 0, 9), idle)).values, []);
    assert.deepEqual((await readSlice(reading([]), tensor([4, 0]), window(0, 9, 0, 9), idle)).values, []);
  });

  it('tells what is no number by its name', async () => {
    const values = [NaN, Infinity, -Infinity];
    const slice = await readSlice(reading(values), tensor([1, 3]), window(0, 1, 0, 3), idle);
    assert.deepEqual(slice.values, [['NaN', 'Infinity', '-Infinity']]);
  });

  it('of a tensor that cannot be read says why', async () => {
    const broken = { ...tensor([2, 2]), unreadable: 'Cut off.' };
    await assert.rejects(readSlice(reading([]), broken, window(0, 1, 0, 1), idle), /Cut off/);
  });
});

describe('Statistics along an axis', () => {
  it('are those of every entry over all other axes', async () => {
    const values = [1, 5, 3, 7, 2, NaN];
    const columns = await computeAxisStatistics(reading(values), tensor([3, 2]), 1, idle);
    assert.deepEqual(columns.means, [2, 6]);
    assert.ok(Math.abs((columns.deviations[0] ?? 0) - Math.sqrt(2 / 3)) < 1e-15);
    assert.equal(columns.deviations[1], 1);
    const rows = await computeAxisStatistics(reading(values), tensor([3, 2]), 0, idle);
    assert.deepEqual(
      [rows.means, rows.deviations],
      [
        [3, 5, 2],
        [2, 2, 0],
      ],
    );
  });

  it('are the same of a tensor stored column by column', async () => {
    const rows = await computeAxisStatistics(reading([1, 3, 2, 5, 7, 8]), tensor([3, 2], 'F'), 0, idle);
    assert.deepEqual(rows.means, [3, 5, 5]);
  });

  it('are told by groups for a long axis, and have no value where nothing is finite', async () => {
    const long = await computeAxisStatistics(reading(count(2500)), tensor([2500]), 0, idle);
    assert.deepEqual([long.length, long.step, long.means.length], [2500, 3, 834]);
    assert.deepEqual([long.means[0], long.means.at(-1)], [1, 2499]);
    const none = await computeAxisStatistics(reading([NaN, 1]), tensor([2]), 0, idle);
    assert.deepEqual(
      [none.means, none.deviations],
      [
        [null, 1],
        [null, 0],
      ],
    );
  });

  it('of an axis that is not there are refused', async () => {
    await assert.rejects(computeAxisStatistics(reading([]), tensor([2]), 1, idle), /has no axis 1: it has 1/);
  });
});
