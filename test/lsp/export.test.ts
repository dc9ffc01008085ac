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
});
