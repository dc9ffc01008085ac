import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CodeLens, DocumentLink, Hover } from 'vscode-languageserver/node';
import { serveClient, type ServedClient } from './servedClient';

let folder = '';
const python = "x = load('a.npz')\ny = load('b.npz')  # 'a.npz'\n";

async function served(settings = {}): Promise<ServedClient & { uri: string }> {
  const client = await serveClient({ folder, initialization: { settings } });
  const uri = `file://${folder}/train.py`;
  await client.open(uri, 'python', python);
  return { ...client, uri };
}

describe('Paths to models in a document', () => {
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nnsim-source-'));
    for (const name of ['a.npz', 'b.npz']) await writeFile(join(folder, name), '');
  });
  after(() => rm(folder, { recursive: true }));

  it('are links to the files', async () => {
    const { request, uri } = await served();
    const links = (await request('textDocument/documentLink', { textDocument: { uri } })) as DocumentLink[];
    assert.deepEqual(
      links.map(({ range, target }) => [
        range.start.line,
        range.start.character,
        range.end.character,
        target,
      ]),
      [
        [0, 10, 15, `file://${folder}/a.npz`],
        [1, 10, 15, `file://${folder}/b.npz`],
      ],
    );
  });

  it('have a hover from their first to their last character and none beside', async () => {
    const { request, uri } = await served();
    const at = async (line: number, character: number): Promise<Hover | null> =>
      (await request('textDocument/hover', {
        textDocument: { uri },
        position: { line, character },
      })) as Hover | null;
    for (const character of [10, 12, 15]) {
      const found = await at(0, character);
      assert.ok(found);
      assert.match(JSON.stringify(found.contents), /1,234 parameters/);
    }
    assert.equal(await at(0, 9), null);
    assert.equal(await at(0, 16), null);
    assert.equal(await at(1, 20), null);
  });

  it('say in the hover why a file cannot be read', async () => {
    const { request, uri, jobs } = await served();
    jobs.unreadable.set(join(folder, 'a.npz'), 'a.npz ends after 3 bytes.');
    const params = { textDocument: { uri }, position: { line: 0, character: 12 } };
    const found = (await request('textDocument/hover', params)) as Hover;
    assert.deepEqual(found.contents, { kind: 'markdown', value: 'a\\.npz ends after 3 bytes\\.' });
  });

  it('have no lenses unless the setting is on', async () => {
    const { request, uri } = await served();
    assert.deepEqual(await request('textDocument/codeLens', { textDocument: { uri } }), []);
  });

  it('have lenses that open the model and compare it with the one named before', async () => {
    const { request, uri, jobs } = await served({ codeLens: true });
    jobs.seconds = 4.2;
    const lenses = (await request('textDocument/codeLens', { textDocument: { uri } })) as CodeLens[];
    const commands: unknown[] = [];
    for (const lens of lenses) commands.push(((await request('codeLens/resolve', lens)) as CodeLens).command);
    const [a, b] = [join(folder, 'a.npz'), join(folder, 'b.npz')];
    const openTitle = 'Open model · 2 tensors, 1,234 parameters';
    assert.deepEqual(commands, [
      { title: openTitle, command: 'nnsim.openPath', arguments: [a] },
      { title: openTitle, command: 'nnsim.openPath', arguments: [b] },
      { title: 'Compare with a.npz (about 4 s)', command: 'nnsim.comparePaths', arguments: [a, b] },
    ]);
  });

  it('have lenses that show the result once there is one', async () => {
    const { request, uri, jobs } = await served({ codeLens: true });
    const [a, b] = [join(folder, 'a.npz'), join(folder, 'b.npz')];
    const measure = { id: 'cka', parameters: {} };
    const done = request('nnsim/compare', { id: '1', x: a, y: b, measure });
    (await jobs.nextRunning()).finish();
    await done;
    const lenses = (await request('textDocument/codeLens', { textDocument: { uri } })) as CodeLens[];
    const resolved = (await request('codeLens/resolve', lenses[2])) as CodeLens;
    assert.equal(resolved.command?.title, 'CKA 0.500 to a.npz · Open');
    await writeFile(a, 'changed');
    const again = (await request('codeLens/resolve', lenses[2])) as CodeLens;
    assert.match(again.command?.title ?? '', /^Compare with/);
  });

  it('are not looked for in a document that is not open', async () => {
    const { request } = await served();
    const textDocument = { uri: 'file:///nowhere.py' };
    assert.deepEqual(await request('textDocument/documentLink', { textDocument }), []);
  });
});
