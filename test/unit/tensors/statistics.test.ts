import assert from 'node:assert/strict';
import { blockElements } from '../../../server/tensors/blocks';
import type { Values } from '../../../server/tensors/dtype';
import { computeStatistics, RunningStatistics, type Statistics } from '../../../server/tensors/statistics';
import { inMemory } from './memoryTensor';

function statisticsOf(values: Values, block = 5000): Statistics {
  const running = new RunningStatistics();
  for (let i = 0; i < values.length; i += block) running.add(values.subarray(i, i + block));
  return running.result([]);
}

function assertClose(actual: number | null, expected: number, tolerance = 1e-12): void {
  assert.ok(
    actual !== null && Math.abs(actual - expected) <= tolerance * Math.abs(expected),
    `${actual} for ${expected}`,
  );
}

describe('statistics', () => {
  it('agree with closed forms for 1 to n', () => {
    const n = 100_000;
    const { count, mean, deviation, min, max, sum, zeros } = statisticsOf(
      new Float64Array(n).map((_, i) => i + 1),
    );
    assert.deepEqual([count, min, max, zeros, sum], [n, 1, n, 0, (n * (n + 1)) / 2]);
    assertClose(mean, (n + 1) / 2);
    assertClose(deviation, Math.sqrt((n * n - 1) / 12));
  });

  it('of one value that is repeated are those of all elements, which nobody goes through', async () => {
    for (const value of [1.5, 0, NaN, -Infinity]) {
      const { tensor, reader } = inMemory(new Float64Array(6).fill(value), [2, 3]);
      const expanded = await computeStatistics(reader, { ...tensor, isOneValue: true });
      assert.deepEqual(expanded, await computeStatistics(reader, tensor));
    }
    const { tensor, reader, reads } = inMemory(new Float64Array([2]), [1]);
    const { count, sum, deviation, histogram } = await computeStatistics(reader, {
      ...tensor,
      shape: [1e5, 1e6],
      isOneValue: true,
    });
    assert.deepEqual([count, sum, deviation, histogram?.counts], [1e11, 2e11, 0, [1e11]]);
    assert.deepEqual(reads, [0]);
  });

  it('keep the deviation of small differences around a large mean', () => {
    const values = new Float64Array(10_000).map((_, i) => 1e9 + (i % 2));
    assertClose(statisticsOf(values).deviation, 0.5);
  });

  it('keep what a plain sum would lose', () => {
    const values = new Float64Array(8192 * 3);
    values.fill(1e16, 0, 4096);
    values.fill(1, 4096, 8192 * 3 - 4096);
    values.fill(-1e16, 8192 * 3 - 4096);
    assert.equal(statisticsOf(values, 8192).sum, 8192 * 3 - 8192);
  });

  it('are over the finite values and count the others', () => {
    const values = Float32Array.of(1, NaN, 0, -0, Infinity, -Infinity, NaN, 3);
    const { count, mean, min, max, sum, zeros, notANumber, infinite, histogram } = statisticsOf(values);
    assert.deepEqual([count, mean, min, max, sum], [8, 1, 0, 3, 4]);
    assert.deepEqual([zeros, notANumber, infinite], [2, 2, 2]);
    assert.equal(
      histogram?.counts.reduce((a, b) => a + b),
      4,
    );
  });

  it('are null where no value is finite', () => {
    const nothing = statisticsOf(Float32Array.of(NaN, Infinity));
    assert.deepEqual(
      [nothing.mean, nothing.deviation, nothing.min, nothing.max, nothing.sum],
      Array(5).fill(null),
    );
    assert.equal(nothing.histogram, undefined);
    assert.deepEqual([nothing.notANumber, nothing.infinite], [1, 1]);
    assert.equal(statisticsOf(new Float32Array(0)).mean, null);
  });

  it('have no sum beyond float64, but the extremes', () => {
    const { sum, min, max, infinite } = statisticsOf(Float64Array.of(1.7e308, 1.7e308, -1));
    assert.deepEqual([sum, min, max, infinite], [null, -1, 1.7e308, 0]);
  });

  it('do not depend on how the values are cut into blocks', () => {
    const values = new Float32Array(20_000).map((_, i) => Math.sin(i * i));
    const whole = statisticsOf(values, 20_000);
    const cut = statisticsOf(values, 777);
    assertClose(cut.mean, whole.mean ?? NaN, 1e-11);
    assertClose(cut.deviation, whole.deviation ?? NaN);
    assert.deepEqual([cut.min, cut.max, cut.count], [whole.min, whole.max, whole.count]);
  });

  it('read every element once and tell the first three row by row, also of Fortran order', async () => {
    const rowwise = inMemory(Float64Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
    assert.deepEqual((await computeStatistics(rowwise.reader, rowwise.tensor)).first, [1, 2, 3]);
    const columnwise = inMemory(Float64Array.of(1, 4, NaN, 5, 3, 6), [2, 3], 'F');
    assert.deepEqual((await computeStatistics(columnwise.reader, columnwise.tensor)).first, [1, 'NaN', 3]);
    const cube = inMemory(
      new Float64Array(24).map((_, i) => i),
      [2, 3, 4],
      'F',
    );
    assert.deepEqual((await computeStatistics(cube.reader, cube.tensor)).first, [0, 6, 12]);
    const scalar = inMemory(Float64Array.of(-Infinity), []);
    assert.deepEqual((await computeStatistics(scalar.reader, scalar.tensor)).first, ['-Infinity']);
  });

  it('stop when asked between blocks', async () => {
    const { reader, tensor, reads } = inMemory(new Float32Array(3 * blockElements), [3 * blockElements]);
    let polls = 0;
    const stop = (): void => {
      if (++polls === 2) throw new Error('stopped');
    };
    await assert.rejects(computeStatistics(reader, tensor, stop), /stopped/);
    assert.deepEqual(reads, [0]);
  });
});
