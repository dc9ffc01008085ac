import assert from 'node:assert/strict';
import { cleanUp, Server, temporaryFolder } from './client';
import { writeLargeActivations } from './networks';

describe('The end of the server process', function () {
  this.timeout(30_000);
  let folder = '';
  let server: Server;
  beforeEach(async () => {
    folder = await temporaryFolder();
    server = await Server.start(folder, { settings: { workers: 2 } });
  });
  afterEach(() => cleanUp(server, folder));

  it('comes after shutdown and exit, with code 0, even in the midst of a comparison', async () => {
    const large = await writeLargeActivations(folder);
    const measure = { id: 'align.procrustes', parameters: {} };
    const lost = server
      .request('nnsim/compare', { ...large, measure, id: '1' })
      .catch((error: unknown) => error);
    await server.next('nnsim/planned');
    assert.equal(await server.stop(), 0);
    assert.ok((await lost) instanceof Error);
    assert.throws(() => process.kill(server.process.pid ?? 0, 0), { code: 'ESRCH' });
  });

  it('comes when the client is gone without a word', async () => {
    server.process.stdin.end();
    assert.equal(typeof (await server.exited), 'number');
  });
});
