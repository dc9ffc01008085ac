import assert from 'node:assert/strict';
import { compareNaturally, modelOrder } from '../../../server/tensors/modelOrder';
import type { Named } from '../../../server/tensors/modelOrder';
import { runThrough } from '../../../server/tensors/slices';

const tensor = (name: string, dtype = 'float32', bytes = 4): Named => ({ name, dtype, shape: [1], bytes });
const ordered = (...tensors: Named[]): string[] =>
  runThrough(modelOrder(tensors)).map((i) => tensors[i]?.name ?? '');

describe('The order of a model', () => {
  it('counts the numbers in names when the file is sorted by name', () => {
    const names = ['h.0.b', 'h.0.w', 'h.1.w', 'h.10.w', 'h.11.w', 'h.2.w', 'head'];
    assert.deepEqual(ordered(...names.map((name) => tensor(name))), [
      ...['h.0.b', 'h.0.w', 'h.1.w', 'h.2.w', 'h.10.w', 'h.11.w', 'head'],
    ]);
  });

  it('is the order of the file when that says something', () => {
    const names = ['stem', 'layer.2', 'layer.10', 'layer.1', 'head'];
    assert.deepEqual(ordered(...names.map((name) => tensor(name))), names);
  });

  it('sees through wider types written first', () => {
    const file = [tensor('h.1'), tensor('h.10'), tensor('h.2'), tensor('h.0', 'float16', 2)];
    assert.deepEqual(ordered(...file), ['h.0', 'h.1', 'h.2', 'h.10']);
    const narrowFirst = [tensor('h.10', 'float16', 2), tensor('h.2')];
    assert.deepEqual(ordered(...narrowFirst), ['h.10', 'h.2']);
  });

  it('does not mind empty tensors, nor files without any', () => {
    const empty = { name: 'b', dtype: 'int8', shape: [0], bytes: 0 };
    assert.deepEqual(ordered(tensor('a'), empty, tensor('c')), ['a', 'b', 'c']);
    assert.deepEqual(runThrough(modelOrder([])), []);
  });

  it('compares numbers of any length and with leading zeros', () => {
    assert.ok(compareNaturally('l9', 'l10') < 0);
    assert.ok(compareNaturally('l010', 'l9') > 0);
    assert.ok(compareNaturally(`l${'9'.repeat(40)}`, `l1${'0'.repeat(40)}`) < 0);
    assert.ok(compareNaturally('l', 'l1') < 0);
    assert.notEqual(compareNaturally('l01', 'l1'), 0);
    assert.equal(compareNaturally('l1', 'l1'), 0);
  });
});
