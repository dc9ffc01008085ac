import assert from 'node:assert/strict';
import { join } from 'node:path';
import { cleanUp, Server, temporaryFolder } from './client';
import { noise, writeSafetensors } from './fixtures';

describe('nnsim/tensors over stdio', function () {
  this.timeout(30_000);
  let folder = '';
  let server: Server;
  let path = '';
  before(async () => {
    folder = await temporaryFolder();
    path = join(folder, 'm.safetensors');
    await writeSafetensors(
      path,
      Array.from({ length: 25 }, (_, i) => noise(`layer.${i}`, [2, i + 1], i)),
    );
    server = await Server.start(folder);
  });
  after(() => cleanUp(server, folder));

  it('answers with one page, in the order of the file', async () => {
    const page = await server.request('nnsim/tensors', { path, first: 10, count: 3 });
    assert.deepEqual(
      page.map(({ name, shape, bytes }) => [name, shape, bytes]),
      [
        ['layer.10', [2, 11], 88],
        ['layer.11', [2, 12], 96],
        ['layer.12', [2, 13], 104],
      ],
    );
  });

  it('answers with what is left at the end and nothing beyond it', async () => {
    assert.equal((await server.request('nnsim/tensors', { path, first: 20, count: 100 })).length, 5);
    assert.deepEqual(await server.request('nnsim/tensors', { path, first: 100, count: 10 }), []);
  });
});
