import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, nnsim } from './editor';

describe('Activation', () => {
  it('is quick and brings the server up', async () => {
    const api = await nnsim();
    await eventually('the server runs', () => api.serverState === 'running' || undefined);
    assert.ok(
      api.activationMilliseconds > 0 && api.activationMilliseconds < 1000,
      `${api.activationMilliseconds} ms`,
    );
    assert.equal(typeof api.serverPid, 'number');
  });

  it('registers every command of the manifest', async () => {
    const manifest = vscode.extensions.getExtension('nnsim.nnsim')?.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const there = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.filter(({ command }) => !there.has(command));
    assert.deepEqual(missing, []);
  });

  it('reports itself in the diagnostics and puts them on the clipboard', async () => {
    await nnsim();
    const text: unknown = await vscode.commands.executeCommand('nnsim.copyDiagnostics');
    assert.match(String(text), /activation took \d+\.\d ms/);
    assert.equal(await vscode.env.clipboard.readText(), text);
  });
});
