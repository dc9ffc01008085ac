import assert from 'node:assert/strict';
import { commonRows, findKind } from '../../../server/jobs/kind';
import { runThrough } from '../../../server/tensors/slices';
import type { TensorEntry } from '../../../server/protocol';

function tensors(...shapes: readonly (readonly [string, ...number[]])[]): TensorEntry[] {
  return shapes.map(([name, ...shape]) => ({ name, dtype: 'float32', shape, bytes: 0 }));
}

const dump = tensors(['layer1', 2000, 64], ['layer2', 2000, 32], ['logits', 2000, 10]);
const network = tensors(
  ['layer1.weight', 64, 784],
  ['layer1.bias', 64],
  ['layer2.weight', 32, 64],
  ['layer2.bias', 32],
);

describe('What two files hold', () => {
  it('is activations when nearly all tensors of both have one number of rows', () => {
    assert.equal(runThrough(findKind(dump, dump)), 'activations');
    const other = tensors(['encoder', 2000, 128], ['decoder', 2000, 96], ['labels', 2000], ['seed', 1]);
    assert.equal(runThrough(findKind(dump, other)), 'activations');
  });

  it('is weights for two checkpoints of one architecture', () => {
    assert.equal(runThrough(findKind(network, network)), 'weights');
  });

  it('is weights where all layers have one width, by the names of parameters', () => {
    const square = tensors(['q.weight', 768, 768], ['k.weight', 768, 768], ['q.bias', 768], ['k.bias', 768]);
    assert.equal(runThrough(findKind(square, square)), 'weights');
  });

  it('is weights without such names when the row count is a column count elsewhere', () => {
    const square = tensors(['q', 768, 768], ['k', 768, 768], ['v', 768, 768], ['out', 768, 768]);
    assert.equal(runThrough(findKind(square, square)), 'weights');
  });

  it('is activations when all tensors have as many rows, although one layer is as wide', () => {
    const dump512 = tensors(['embed', 512, 512], ['hidden', 512, 256], ['logits', 512, 10]);
    assert.equal(runThrough(findKind(dump512, dump512)), 'activations');
  });

  it('is activations for two single arrays with equal numbers of rows, even square ones', () => {
    assert.equal(runThrough(findKind(tensors(['array', 50, 50]), tensors(['array', 50, 50]))), 'activations');
  });

  it('is weights when no row count is common', () => {
    assert.equal(runThrough(findKind(tensors(['a', 3, 4]), tensors(['a', 5, 4]))), 'weights');
  });

  it('has the row count that most tensors share, of several the largest', () => {
    assert.equal(runThrough(commonRows(dump, tensors(['a', 2000, 3], ['b', 10, 3], ['c', 10, 3]))), 2000);
    assert.equal(runThrough(commonRows(tensors(['a', 5], ['b', 9]), tensors(['a', 5], ['b', 9]))), 9);
    assert.equal(runThrough(commonRows(tensors(['a', 1, 5]), tensors(['a', 1, 5]))), undefined);
  });
});
