import assert from 'node:assert/strict';
import { ChunkCache, Chunked, rowMajor } from '../../../server/formats/chunked';
import { stretches } from '../../../server/formats/stretches';

const mebi = 2 ** 20;

describe('arrays in chunks that are high', () => {
  const shape = [100, 1024, 1024];
  const chunk = [40, 512, 512];
  const row = 1024 * 1024;

  it('are read in stretches of rows of one row of chunks that fit into the memory that is kept', () => {
    const stretchOf = stretches({ shape, chunk, strides: rowMajor(chunk) }, 4, 128 * mebi);
    // 160 MiB in three stretches of 14, 14 and 12 rows; the last row of chunks has 20 rows.
    const firsts = new Map([
      [0, [0, 14]],
      [13, [0, 14]],
      [14, [14, 14]],
      [39, [28, 12]],
      [40, [40, 14]],
      [99, [94, 6]],
    ]);
    for (const [at, [first = 0, count = 0]] of firsts)
      assert.deepEqual(stretchOf?.(at * row + 5), { first: first * row, count: count * row });
  });

  it('are read as they come where all chunks fit, one has whole rows, or a row is too long', () => {
    const read = (lengths: number[], chunks: number[]): unknown =>
      stretches({ shape: lengths, chunk: chunks, strides: rowMajor(chunks) }, 4, 128 * mebi);
    assert.equal(read(shape, [32, 512, 512]), undefined);
    assert.equal(read(shape, [40, 1024, 1024]), undefined);
    assert.equal(read(shape, [1, 1, 1]), undefined);
    assert.equal(read([100, 16 * row], [40, 512]), undefined);
    assert.notEqual(read([3, ...shape], [1, ...chunk]), undefined);
  });

  it('have each chunk unpacked once for many reads that go on where the last one ended', async () => {
    const asked: string[] = [];
    const array = new Chunked(
      'x',
      { shape, chunk, strides: rowMajor(chunk) },
      (count) => new Float32Array(count),
      new ChunkCache(),
      (at) => {
        asked.push(at.join());
        return at[2] ?? 0;
      },
    );
    const firstOf = async (first: number, count: number): Promise<number[]> => {
      const values = await array.read(first, count);
      assert.equal(values.length, count);
      return [...values.subarray(0, 3)];
    };
    assert.deepEqual(await firstOf(0, 510), [0, 0, 0]);
    assert.equal(asked.length, 1);
    for (let first = 510; first < 3 * row; first += row - 510) await firstOf(first, row - 510);
    assert.deepEqual(asked.slice(1), ['0,0,0', '0,0,1', '0,1,0', '0,1,1']);
    assert.deepEqual(await firstOf(50 * row + 511, 3), [0, 1, 1]);
    assert.deepEqual(asked.slice(5), ['1,0,0', '1,0,1']);
    // From one stretch into the next.
    await firstOf(14 * row - 1023, 2);
    assert.deepEqual(await firstOf(14 * row - 1021, row), [0, 0, 0]);
  });
});
