import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hover, MarkupContent } from 'vscode-languageserver/node';
import { cleanUp, Server, temporaryFolder } from './client';
import { noise, writeSafetensors } from './fixtures';
import { writeActivations, writeLargeActivations } from './networks';

describe('textDocument/hover over stdio', function () {
  this.timeout(30_000);
  let folder = '';
  let server: Server;
  let files = { x: '', y: '' };
  let large = { x: '', y: '' };
  let uri = '';

  /** What the hover over the path in a line says, escapes taken away. */
  async function hover(line: number): Promise<string> {
    const params = { textDocument: { uri }, position: { line, character: 8 } };
    const found = await server.connection.sendRequest<Hover>('textDocument/hover', params);
    return (found.contents as MarkupContent).value.replace(/\\(.)/g, '$1');
  }

  before(async () => {
    folder = await temporaryFolder();
    files = await writeActivations(folder);
    large = await writeLargeActivations(folder);
    const hostile = noise('[click](command:workbench.action.quit) <img src=x>', [2, 2], 1);
    await writeSafetensors(join(folder, 'hostile.safetensors'), [hostile]);
    await writeFile(join(folder, 'broken.safetensors'), 'nothing');
    server = await Server.start(folder, { settings: { workers: 2 } });
    uri = `file://${folder}/config.yaml`;
    const names = ['x', 'hostile', 'broken'];
    await server.open(uri, 'yaml', names.map((name) => `path: ${name}.safetensors\n`).join(''));
  });
  after(() => cleanUp(server, folder));

  it('sums up the file: format, tensors, parameters, types, first layers', async () => {
    const text = await hover(0);
    assert.match(text, /^\*\*x\.safetensors\*\*/);
    assert.match(text, /safetensors, .* 3 tensors, 900 values/);
    assert.match(text, /\| layer2 \| 60 × 6 \|/);
  });

  it('shows a hostile name as the text it is', async () => {
    const params = { textDocument: { uri }, position: { line: 1, character: 8 } };
    const found = await server.connection.sendRequest<Hover>('textDocument/hover', params);
    const { kind, value } = found.contents as MarkupContent;
    assert.equal(kind, 'markdown');
    assert.ok(value.includes('\\[click\\]\\(command\\:workbench'), value);
    assert.doesNotMatch(value, /(?<!\\)<img/);
  });

  it('says why a file cannot be read', async () => {
    assert.match(await hover(2), /broken\.safetensors/);
  });

  it('answers within a fifth of a second while all workers compute', async () => {
    const measure = { id: 'align.procrustes', parameters: {} };
    const running = server
      .request('nnsim/compare', { ...large, measure, id: 'busy' })
      .catch((error: unknown) => error);
    await server.next('nnsim/cells', ({ id }) => id === 'busy');
    const start = performance.now();
    await hover(0);
    const took = performance.now() - start;
    const state = await Promise.race([running, Promise.resolve('still running')]);
    assert.equal(state, 'still running');
    assert.ok(took < 200, `${took} ms`);
  });

  it('tells the similarity to a partner once it is known', async () => {
    for (const path of [files.x, files.y]) await server.notify('nnsim/shown', { path, visible: true });
    await server.next('nnsim/partnership', ({ state }) => state === 'done');
    assert.match(await hover(0), /With y\.safetensors \(open\): CKA \*\*0\.\d{3}\*\*/);
  });
});
