import assert from 'node:assert/strict';
import { represent } from '../../../server/tensors/represent';
import { RowBlocks } from '../../../server/tensors/rowBlocks';
import { parseRule, usualRule } from '../../../server/tensors/rule';
import { inMemory } from './memoryTensor';

const values = Float64Array.from({ length: 7 * 6 }, (_, i) => i * 1.5);

async function all(blocks: RowBlocks): Promise<number[][]> {
  const found: number[][] = [];
  for (let block = await blocks.next(); block !== null; block = await blocks.next()) {
    for (let i = 0; i < block.rows; i++)
      found.push([...block.data.subarray(i * block.cols, (i + 1) * block.cols)]);
  }
  return found;
}

describe('blocks of rows', () => {
  for (const text of ['flatten', 'mean(features: 1)', 'max', 'rows', 'last']) {
    it(`are together what the tensor is as a matrix, and have its hash: ${text}`, async () => {
      const rule = parseRule(text);
      const { tensor, reader, reads } = inMemory(values, [7, 3, 2]);
      const blocks = new RowBlocks(reader, tensor, rule, 3, () => undefined);
      const rows = await all(blocks);
      assert.deepEqual(reads, [0, 18, 36]);
      const whole = await represent(reader, tensor, { rule });
      assert.deepEqual(rows.flat(), [...whole.values.data]);
      assert.equal(blocks.content(), whole.provenance?.content);
    });
  }

  it('name the row and column of a value that is not finite', async () => {
    const bad = values.slice();
    bad[6 * 5 + 4] = -Infinity;
    const { tensor, reader } = inMemory(bad, [7, 6]);
    const blocks = new RowBlocks(reader, tensor, usualRule, 2, () => undefined);
    await assert.rejects(all(blocks), { name: 'BadInput', message: /-Infinity in row 5, column 4/ });
  });

  it('are refused where the tensor is stored column by column', () => {
    const { tensor, reader } = inMemory(values, [7, 6], 'F');
    assert.throws(() => new RowBlocks(reader, tensor, usualRule, 2, () => undefined), {
      name: 'BadInput',
      message: /column by column/,
    });
  });

  it('end where polling says so', async () => {
    const { tensor, reader } = inMemory(values, [7, 6]);
    let left = 2;
    const poll = (): void => {
      if (left-- === 0) throw new Error('enough');
    };
    await assert.rejects(all(new RowBlocks(reader, tensor, usualRule, 2, poll)), /enough/);
  });
});
