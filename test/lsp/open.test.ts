import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { cleanUp, Server, temporaryFolder } from './client';
import { noise, writeNpy, writeSafetensors } from './fixtures';

describe('nnsim/open over stdio', function () {
  this.timeout(30_000);
  let folder = '';
  let server: Server;
  before(async () => {
    folder = await temporaryFolder();
    await writeSafetensors(join(folder, 'm.safetensors'), [noise('w', [3, 4], 1), noise('b', [4], 2)]);
    await writeNpy(join(folder, 'x.npy'), noise('x', [5, 2], 3));
    await writeFile(join(folder, 'broken.safetensors'), 'not a model');
    server = await Server.start(folder);
  });
  after(() => cleanUp(server, folder));

  it('says what the server can do when it starts', () => {
    const { capabilities, serverInfo } = server.initialized as {
      capabilities: Record<string, unknown>;
      serverInfo: { name: string };
    };
    assert.equal(serverInfo.name, 'nnsim');
    assert.equal(capabilities.hoverProvider, true);
    assert.deepEqual(capabilities.documentLinkProvider, { resolveProvider: false });
    assert.deepEqual(capabilities.codeLensProvider, { resolveProvider: true });
  });

  it('answers with what the header says', async () => {
    const summary = await server.request('nnsim/open', { path: join(folder, 'm.safetensors') });
    assert.equal(summary.format, 'safetensors');
    assert.equal(summary.tensorCount, 2);
    assert.equal(summary.elementCount, 16);
    assert.deepEqual(summary.metadata, [['written', 'for a test']]);
    const array = await server.request('nnsim/open', { path: join(folder, 'x.npy') });
    assert.deepEqual([array.format, array.tensorCount, array.elementCount], ['npy', 1, 10]);
  });

  it('answers with one sentence about a file that is missing or broken', async () => {
    for (const name of ['missing.npy', 'broken.safetensors']) {
      const failure = await server
        .request('nnsim/open', { path: join(folder, name) })
        .catch((error: unknown) => error);
      assert.ok(failure instanceof ResponseError);
      assert.equal(failure.code, LSPErrorCodes.RequestFailed);
      assert.ok(failure.message.includes(name), failure.message);
    }
  });

  it('notices that a file has changed', async () => {
    const path = join(folder, 'growing.npy');
    await writeNpy(path, noise('x', [5, 2], 3));
    assert.equal((await server.request('nnsim/open', { path })).elementCount, 10);
    await writeNpy(path, noise('x', [7, 2], 3));
    assert.equal((await server.request('nnsim/open', { path })).elementCount, 14);
  });

  it('answers nothing of another file than that whose header is shown', async () => {
    const path = join(folder, 'replaced.npy');
    await writeNpy(path, noise('x', [5, 2], 3));
    const { stamp } = await server.request('nnsim/open', { path });
    const of = { path, stamp };
    const slice = { ...of, index: 0, firstRow: 0, rows: 1, firstColumn: 0, columns: 1 };
    assert.equal((await server.request('nnsim/slice', slice)).totalRows, 5);
    await writeNpy(path, noise('x', [7, 2], 3));
    for (const asked of [
      server.request('nnsim/slice', slice),
      server.request('nnsim/tensors', { ...of, first: 0, count: 1 }),
      server.request('nnsim/axisStatistics', { ...of, index: 0, axis: 0 }),
      server.request('nnsim/computeStatistics', { ...of, id: 'old' }),
    ])
      await assert.rejects(asked, /has changed on disk while it was being worked on: start again\.$/);
  });
});
