import assert from 'node:assert/strict';
import { blockElements } from '../../../server/tensors/blocks';
import { represent } from '../../../server/tensors/represent';
import { parseRule, positionRules, printRule, type Rule } from '../../../server/tensors/rule';
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

/** All indices of a tensor, row by row. */
function everyIndex(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (some, length) => some.flatMap((index) => Array.from({ length }, (_, entry) => [...index, entry])),
    [[]],
  );
}

/** The matrix of a tensor of four axes by the words of the rule: slowly, and axis by axis. */
function byLoops(
  shape: readonly number[],
  at: (index: readonly number[]) => number,
  { positions, instances, features }: Rule,
  rows: readonly number[] | undefined,
): number[] {
  const others = [0, 1, 2, 3].filter((axis) => axis !== instances);
  const feature = features ?? others[0] ?? 0;
  const isSpot = (axis: number): boolean => axis !== feature && axis !== instances;
  const chosen = rows ?? Array.from({ length: shape[instances] ?? 0 }, (_, i) => i);
  return chosen.flatMap((instance) => {
    const mine = everyIndex(shape).filter((index) => index[instances] === instance);
    if (positions === 'flatten') return mine.map(at);
    const spots = [...new Set(mine.map((index) => index.filter((_, axis) => isSpot(axis)).join()))];
    const features = spots.map((spot) =>
      mine.filter((index) => index.filter((_, axis) => isSpot(axis)).join() === spot).map(at),
    );
    if (positions === 'rows') return features.flat();
    if (positions === 'first') return features.at(0) ?? [];
    if (positions === 'last') return features.at(-1) ?? [];
    const [one = []] = features;
    return one.map((_, column) => {
      const values = features.map((row) => row[column] ?? NaN);
      return positions === 'max'
        ? Math.max(...values)
        : values.reduce((sum, value) => sum + value, 0) / values.length;
    });
  });
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

  it('averages over all positions', async () => {
    const means = [1.5, 5.5, 9.5, 13.5, 17.5, 21.5];
    for (const { reader, tensor } of [
      inMemory(counting(24), [2, 3, 4]),
      inMemory(columnwise([2, 3, 4]), [2, 3, 4], 'F'),
      inMemory(counting(24), [2, 3, 2, 2]),
    ]) {
      const { values } = await represent(reader, tensor, { rule: parseRule('mean(features: 1)') });
      assert.deepEqual([values.rows, values.cols, [...values.data]], [2, 3, means]);
    }
  });

  it('leaves a matrix as it is by every rule and keeps float32', async () => {
    const { reader, tensor } = inMemory(Float32Array.of(1, 2, 3, 4), [2, 2]);
    for (const rule of positionRules.map(parseRule)) {
      assert.deepEqual((await represent(reader, tensor, { rule })).values.data, Float32Array.of(1, 2, 3, 4));
    }
  });

  it('takes the last of three axes for the features of tokens, the second of four for channels', async () => {
    const tokens = inMemory(counting(24), [2, 3, 4]);
    const image = inMemory(counting(24), [2, 3, 2, 2]);
    const by = async ({ reader, tensor }: typeof tokens, text: string): Promise<number[][]> => {
      const { values } = await represent(reader, tensor, { rule: parseRule(text) });
      return Array.from({ length: values.rows }, (_, i) => [
        ...values.data.subarray(i * values.cols, (i + 1) * values.cols),
      ]);
    };
    assert.deepEqual(await by(tokens, 'mean'), [
      [4, 5, 6, 7],
      [16, 17, 18, 19],
    ]);
    assert.deepEqual(await by(tokens, 'first'), [
      [0, 1, 2, 3],
      [12, 13, 14, 15],
    ]);
    assert.deepEqual(await by(tokens, 'last'), [
      [8, 9, 10, 11],
      [20, 21, 22, 23],
    ]);
    assert.equal((await by(tokens, 'rows')).length, 6);
    assert.deepEqual((await by(tokens, 'rows'))[4], [16, 17, 18, 19]);
    assert.deepEqual(await by(image, 'max'), [
      [3, 7, 11],
      [15, 19, 23],
    ]);
    assert.deepEqual((await by(image, 'rows'))[5], [13, 17, 21]);
    assert.deepEqual(await by(image, 'first'), [
      [0, 4, 8],
      [12, 16, 20],
    ]);
    assert.deepEqual(await by(tokens, 'max(instances: 1, features: 0)'), [
      [3, 15],
      [7, 19],
      [11, 23],
    ]);
    assert.deepEqual((await by(tokens, 'flatten(instances: -1)'))[1], [1, 5, 9, 13, 17, 21]);
  });

  it('agrees with loops over the axes for every rule, order, choice of axes and selection', async () => {
    const shape = [3, 4, 2, 5];
    const size = 120;
    const values = Float64Array.from({ length: size }, (_, i) => Math.sin(i + 1) - 0.3);
    const at = (index: readonly number[]): number =>
      values[index.reduce((sum, entry, axis) => sum * (shape[axis] ?? 1) + entry, 0)] ?? NaN;
    const turned = new Float64Array(size);
    const all = everyIndex(shape);
    for (const index of all) {
      let [place, step] = [0, 1];
      for (const [axis, entry] of index.entries()) {
        place += entry * step;
        step *= shape[axis] ?? 1;
      }
      turned[place] = at(index);
    }
    for (const positions of positionRules) {
      for (const instances of [0, 1, 3]) {
        for (const features of [null, 0, 2, 3].filter((axis) => axis !== instances)) {
          for (const rows of [undefined, [2, 0]]) {
            const rule = { positions, instances, features };
            const expected = byLoops(shape, at, rule, rows);
            for (const [data, order] of [
              [values, 'C'],
              [turned, 'F'],
            ] as const) {
              const { reader, tensor } = inMemory(data, shape, order);
              const options = rows === undefined ? { rule } : { rule, rows };
              const found = (await represent(reader, tensor, options)).values;
              const name = `${printRule(rule)} ${order} ${String(rows)}`;
              assert.equal(found.rows * found.cols, expected.length, name);
              for (const [i, value] of expected.entries())
                assert.ok(Math.abs((found.data[i] ?? NaN) - value) < 1e-15, name);
            }
          }
        }
      }
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
    const mean = parseRule('mean(features: 1)');
    await assert.rejects(
      represent(images.reader, images.tensor, { rule: mean }),
      /row 0, channel 1, position 1 \(/,
    );
    const last = parseRule('first(features: 1)');
    assert.deepEqual(
      [...(await represent(images.reader, images.tensor, { rule: last })).values.data],
      [1, 3],
    );
  });

  it('refuses scalars and tensors without elements', async () => {
    const scalar = inMemory(counting(1), []);
    await assert.rejects(represent(scalar.reader, scalar.tensor), /is a single number and has no rows/);
    const matrix = inMemory(counting(6), [2, 3]);
    await assert.rejects(
      represent(matrix.reader, matrix.tensor, { rule: parseRule('flatten(instances: 2)') }),
      {
        name: 'BadInput',
        message: 'Tensor "t" of memory.npy has no axis 2 for the instances: its axes are 0 (2), 1 (3).',
      },
    );
    const cube = inMemory(counting(8), [2, 2, 2]);
    await assert.rejects(
      represent(cube.reader, cube.tensor, { rule: parseRule('mean(features: 0)') }),
      /has no axis 0 for the features: it holds the instances\.$/,
    );
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
