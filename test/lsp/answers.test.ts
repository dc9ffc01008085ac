import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeLens, Hover, MarkupContent } from 'vscode-languageserver/node';
import { disagreementWords } from '../../server/protocol';
import { npy } from '../samples/writeNpy';
import { safetensors } from '../samples/writeSafetensors';
import { cleanUp, Server, temporaryFolder } from './client';
import { noise, writeNpy } from './fixtures';
import { cka } from './networks';

const rows = 90;

/** A network that says how it is run. */
function writeNetwork(path: string, seed: number): void {
  const layer = (name: string, outputs: number, inputs: number) =>
    [
      [`${name}.weight`, noise('', [outputs, inputs], seed + inputs)],
      [`${name}.bias`, noise('', [outputs], seed + outputs)],
    ] as const;
  const network = JSON.stringify({ dense: ['a', 'b'], between: 'relu' });
  writeFileSync(path, safetensors([...layer('a', 6, 4), ...layer('b', 3, 6)], [['nnsim.network', network]]));
}

describe('Answers of models in hovers and lenses over stdio', function () {
  this.timeout(60_000);
  let folder = '';
  let server: Server;
  let uri = '';
  const at = (name: string): string => join(folder, name);

  async function hover(line: number): Promise<string> {
    const params = { textDocument: { uri }, position: { line, character: 8 } };
    const found = await server.connection.sendRequest<Hover>('textDocument/hover', params);
    return (found.contents as MarkupContent).value.replace(/\\(.)/g, '$1');
  }

  async function lens(): Promise<CodeLens['command']> {
    const lenses: CodeLens[] = await server.connection.sendRequest('textDocument/codeLens', {
      textDocument: { uri },
    });
    const [last] = lenses.slice(-1);
    return (await server.connection.sendRequest<CodeLens>('codeLens/resolve', last)).command;
  }

  /** Runs and compares both models; what their outputs are like comes in the background: nobody asked for it. */
  async function runBoth(): Promise<{ readonly x: string; readonly y: string }> {
    const paths: string[] = [];
    for (const name of ['net0.safetensors', 'net1.safetensors']) {
      const choice = { model: at(name), probes: [{ path: at('inputs.npy') }], constants: [] };
      paths.push((await server.request('nnsim/run', choice)).path);
    }
    const [x = '', y = ''] = paths;
    await server.request('nnsim/compare', { x, y, measure: cka, id: 'runs' });
    while (!(await hover(0)).includes('predictions')) await new Promise((resolve) => setTimeout(resolve, 50));
    return { x, y };
  }

  before(async () => {
    folder = await temporaryFolder();
    writeNetwork(at('net0.safetensors'), 1);
    writeNetwork(at('net1.safetensors'), 50);
    await writeNpy(at('inputs.npy'), noise('x', [rows, 4], 3));
    const labels = BigInt64Array.from({ length: rows }, (_, i) => BigInt(i % 3));
    writeFileSync(at('labels.npy'), npy({ shape: [rows], values: labels }));
    server = await Server.start(folder, { settings: { codeLens: true } });
    uri = `file://${folder}/config.yaml`;
    await server.open(uri, 'yaml', 'path: net0.safetensors\npath: net1.safetensors\n');
  });
  after(() => cleanUp(server, folder));

  it('are told once both were run and compared, with what the accuracies alone would allow', async () => {
    assert.doesNotMatch(await hover(0), /predictions/);
    const { x, y } = await runBoth();
    const report = await server.request('nnsim/outputs', { x, y });
    assert.ok(report.found);
    const words = disagreementWords(report.disagreement);
    assert.match(
      words,
      /^predictions differ on [\d.]+ % \(expected from accuracies alone [\d.]+–[\d.]+ %\)$/,
    );
    const begin = performance.now();
    assert.ok((await hover(0)).includes(`With net1.safetensors: ${words}`));
    assert.ok((await hover(1)).includes(`With net0.safetensors: ${words}`));
    assert.ok(performance.now() - begin < 200);
    const command = await lens();
    assert.ok(command !== undefined);
    assert.equal(command.title, `net0.safetensors · ${words} · Open`);
    assert.deepEqual([command.command, command.arguments], ['nnsim.comparePaths', [x, y]]);
  });

  it('are known again after a restart', async () => {
    await server.stop();
    server = await Server.start(folder, { settings: { codeLens: true } });
    await server.open(uri, 'yaml', 'path: net0.safetensors\npath: net1.safetensors\n');
    assert.match(await hover(0), /With net1\.safetensors: predictions differ on/);
    const lines = (await lens())?.title ?? '';
    assert.match(lines, /^net0\.safetensors · predictions differ on .* · Open$/);
  });

  it('stand beside the similarity where there is one, and go when a model changes', async () => {
    await server.request('nnsim/compare', {
      x: at('net0.safetensors'),
      y: at('net1.safetensors'),
      measure: { id: 'weights.cosine', parameters: {} },
      id: 'weights',
    });
    assert.match(
      (await lens())?.title ?? '',
      /^Cosine of weights -?0\.\d+ to net0\.safetensors · predictions differ on .* · Open$/,
    );
    writeNetwork(at('net1.safetensors'), 51);
    assert.doesNotMatch(await hover(0), /predictions/);
  });

  it('are forgotten when the cache is cleared', async () => {
    await runBoth();
    await server.command('nnsim.server.clearCache');
    assert.doesNotMatch(await hover(0), /predictions/);
  });
});
