import assert from 'node:assert/strict';
import { cka, servedActivations } from './networks';

describe('nnsim/export over stdio', function () {
  this.timeout(30_000);
  const served = servedActivations();

  it('writes a comparison at full precision as CSV and as JSON', async () => {
    const comparison = await served.server.request('nnsim/compare', {
      ...served.files,
      measure: cka,
      id: '1',
    });
    const value = String(comparison.cells[0]?.score.value);
    const csv = await served.server.request('nnsim/export', { comparison, format: 'csv' });
    assert.equal(csv.trim().split('\r\n').length, 10);
    assert.ok(csv.includes(value));
    const json: unknown = JSON.parse(
      await served.server.request('nnsim/export', { comparison, format: 'json' }),
    );
    assert.ok(JSON.stringify(json).includes(value));
  });

  it('calls files of the cache by what they came of, and refuses what is no such thing', async () => {
    const comparison = await served.server.request('nnsim/compare', {
      ...served.files,
      measure: cka,
      id: '2',
    });
    const ran = { y: { model: '/nets/b.onnx', instances: ['/data/images.npy'] } };
    const told = await served.server.request('nnsim/export', { comparison, format: 'json', ran });
    const { x, y } = JSON.parse(told) as { readonly x: string; readonly y: string };
    assert.deepEqual([x, y], [served.files.x, '/nets/b.onnx']);
    const wrong = { comparison, format: 'json', ran: { y: { model: 1 } } };
    await assert.rejects(served.server.connection.sendRequest('nnsim/export', wrong), /ran\.y\.model/);
  });
});
