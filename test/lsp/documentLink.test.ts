import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DocumentLink } from 'vscode-languageserver/node';
import { cleanUp, Server, temporaryFolder } from './client';

const texts = new Map([
  ['python', "x = '😀', 'runs/a.npy'"],
  ['yaml', 'path: runs/a.npy'],
  ['json', '{"path": "runs/a.npy"}'],
  ['toml', 'path = "runs/a.npy"'],
  ['markdown', 'See [the run](runs/a.npy).'],
]);

describe('textDocument/documentLink over stdio', function () {
  this.timeout(30_000);
  let folder = '';
  let server: Server;
  before(async () => {
    folder = await temporaryFolder();
    await mkdir(join(folder, 'runs'));
    await mkdir(join(folder, 'scripts'));
    await writeFile(join(folder, 'runs', 'a.npy'), '');
    server = await Server.start(folder);
  });
  after(() => cleanUp(server, folder));

  const links = async (uri: string): Promise<DocumentLink[]> =>
    server.connection.sendRequest('textDocument/documentLink', { textDocument: { uri } });

  for (const [language, text] of texts) {
    it(`links a path in ${language} to the file, relative to the workspace folder`, async () => {
      const uri = `file://${folder}/scripts/${language}`;
      await server.open(uri, language, text);
      const [link, ...others] = await links(uri);
      assert.deepEqual(others, []);
      assert.equal(link?.target, `file://${folder}/runs/a.npy`);
      const { start, end } = link.range;
      assert.equal(text.slice(start.character, end.character), 'runs/a.npy');
    });
  }

  it('follows the changes of a document', async () => {
    const uri = `file://${folder}/changing.json`;
    await server.open(uri, 'json', '"runs/a.npy"');
    assert.equal((await links(uri)).length, 1);
    await server.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: '"runs/b.npy"' }],
    });
    assert.deepEqual(await links(uri), []);
  });
});
