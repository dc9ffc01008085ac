import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { CodeLens } from 'vscode-languageserver/node';
import { cleanUp, Server, temporaryFolder } from './client';
import { noise, writeNpy } from './fixtures';
import { cka, writeActivations } from './networks';

describe('textDocument/codeLens over stdio', function () {
  this.timeout(30_000);
  let folder = '';
  let server: Server;
  let files = { x: '', y: '' };
  let uri = '';

  async function titles(): Promise<(string | undefined)[]> {
    const lenses: CodeLens[] = await server.connection.sendRequest('textDocument/codeLens', {
      textDocument: { uri },
    });
    return Promise.all(
      lenses.map(async (lens) => {
        const resolved: CodeLens = await server.connection.sendRequest('codeLens/resolve', lens);
        return resolved.command?.title;
      }),
    );
  }

  before(async () => {
    folder = await temporaryFolder();
    files = await writeActivations(folder);
    server = await Server.start(folder, { settings: { codeLens: true } });
    uri = `file://${folder}/compare.py`;
    await server.open(uri, 'python', "compare('x.safetensors',\n        'y.safetensors')\n");
  });
  after(() => cleanUp(server, folder));

  it('offers to open each model and to compare two, with the time it takes', async () => {
    assert.deepEqual(await titles(), [
      'Open model · 3 tensors, 900 values',
      'Open model · 3 tensors, 900 values',
      'Compare with x.safetensors (less than 1 s)',
    ]);
  });

  it('offers no comparison of files that have nothing in common', async () => {
    await writeNpy(join(folder, 'labels.npy'), noise('labels', [7], 9));
    const other = `file://${folder}/labels.py`;
    await server.open(other, 'python', "load('x.safetensors')\nload('labels.npy')\n");
    const lenses: CodeLens[] = await server.connection.sendRequest('textDocument/codeLens', {
      textDocument: { uri: other },
    });
    assert.equal(lenses.length, 2);
  });

  it('shows the result once there is one', async () => {
    await server.request('nnsim/compare', { ...files, measure: cka, id: '1' });
    assert.match((await titles())[2] ?? '', /^CKA 0\.\d{3} to x\.safetensors · Open$/);
  });

  it('disappears when the setting is taken back', async () => {
    await server.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { nnsim: { codeLens: false } },
    });
    assert.deepEqual(await titles(), []);
  });
});
