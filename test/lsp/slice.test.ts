import assert from 'node:assert/strict';
import { join } from 'node:path';
import { noise, writeSafetensors } from './fixtures';
import { servedActivations } from './networks';

describe('nnsim/slice and nnsim/axisStatistics over stdio', function () {
  this.timeout(30_000);
  const served = servedActivations();
  const tensor = noise('w', [40, 30], 1);
  let path = '';

  before(async () => {
    path = join(served.folder, 'slice.safetensors');
    await writeSafetensors(path, [noise('first', [3], 2), tensor]);
  });

  it('answer the values asked for and no others', async () => {
    const at = { path, index: 1, firstRow: 38, rows: 10, firstColumn: 28, columns: 2 };
    const slice = await served.server.request('nnsim/slice', at);
    assert.deepEqual([slice.totalRows, slice.totalColumns, slice.index], [40, 30, 1]);
    const row = (i: number) => Array.from(tensor.values.subarray(30 * i + 28, 30 * i + 30));
    assert.deepEqual(slice.values, [row(38), row(39)]);
  });

  it('refuse more than some thousand values, and tensors that are not there, in a sentence', async () => {
    const at = { path, index: 1, firstRow: 0, rows: 100, firstColumn: 0, columns: 100 };
    await assert.rejects(served.server.request('nnsim/slice', at), /at most 4000 values/);
    const gone = { ...at, index: 9, rows: 1 };
    await assert.rejects(served.server.request('nnsim/slice', gone), /has no tensor number 9/);
  });

  it('tell mean and deviation along an axis', async () => {
    const found = await served.server.request('nnsim/axisStatistics', { path, index: 1, axis: 0 });
    const mean = tensor.values.subarray(0, 30).reduce((sum, value) => sum + value, 0) / 30;
    assert.equal(found.means.length, 40);
    assert.ok(Math.abs((found.means[0] ?? NaN) - mean) < 1e-7);
  });
});
