import assert from 'node:assert/strict';
import { cleanUp, Server, temporaryFolder } from './client';
import { cka, writeActivations } from './networks';

describe('nnsim/export over stdio', function () {
  this.timeout(30_000);
  let folder = '';
  let server: Server;
  let files = { x: '', y: '' };
  before(async () => {
    folder = await temporaryFolder();
    files = await writeActivations(folder);
    server = await Server.start(folder);
  });
  after(() => cleanUp(server, folder));

  it('writes a comparison at full precision as CSV and as JSON', async () => {
    const comparison = await server.request('nnsim/compare', { ...files, measure: cka, id: '1' });
    const value = String(comparison.cells[0]?.score.value);
    const csv = await server.request('nnsim/export', { comparison, format: 'csv' });
    assert.equal(csv.trim().split('\r\n').length, 10);
    assert.ok(csv.includes(value));
    const json: unknown = JSON.parse(await server.request('nnsim/export', { comparison, format: 'json' }));
    assert.ok(JSON.stringify(json).includes(value));
  });
});
