import assert from 'node:assert/strict';
import { computeAxisStatistics } from '../../../../server/tensors/axisStatistics';
import { computeStatistics } from '../../../../server/tensors/statistics';
import { Folder } from '../../../corpus/folder';
import { dict, pickleOf, tensor, torchZip } from '../../../corpus/pickles';
import { float32s } from '../../../corpus/writers';

describe('a tensor of PyTorch that repeats one element', () => {
  const folder = new Folder();

  it('has statistics without going through ten thousand million elements', async () => {
    const expanded = tensor({ size: [100_000, 100_000], stride: [0, 0], offset: 1 });
    const bytes = torchZip(pickleOf(dict(['w', expanded])), { 0: float32s(1, 2, 3, 4) });
    const file = await folder.openBytes('expanded.pt', bytes);
    const [w] = file.tensors;
    assert.ok(w?.isOneValue);
    const { count, sum, deviation, first } = await computeStatistics(file, w);
    assert.deepEqual([count, sum, deviation, first], [1e10, 2e10, 0, [2, 2, 2]]);
    const { means, deviations, step } = await computeAxisStatistics(file, w, 1, () => undefined);
    assert.deepEqual(new Set(means), new Set([2]));
    assert.deepEqual(new Set(deviations), new Set([0]));
    assert.equal(means.length, Math.ceil(100_000 / step));
  });

  it('is none where a row is repeated, or there is one element', async () => {
    const rows = tensor({ size: [3, 4], stride: [0, 1] });
    const bytes = torchZip(pickleOf(dict(['rows', rows], ['one', tensor({ size: [1], stride: [0] })])), {
      0: float32s(1, 2, 3, 4),
    });
    const file = await folder.openBytes('rows.pt', bytes);
    assert.deepEqual(
      file.tensors.map(({ isOneValue }) => isOneValue),
      [undefined, undefined],
    );
  });
});
