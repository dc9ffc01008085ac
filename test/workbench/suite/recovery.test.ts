import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activations, asComparison, eventually, nnsim } from './editor';

describe('The server', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('is started again after it was killed, and works', async () => {
    const api = await nnsim();
    const before = await eventually('the server', () => api.serverPid);
    process.kill(before, 'SIGKILL');
    await eventually('another server', () =>
      api.serverState === 'running' && api.serverPid !== before ? true : undefined,
    );
    const [x, y] = [await activations('seed0'), await activations('seed1')];
    const result: unknown = await vscode.commands.executeCommand('nnsim.compareModels', x, y);
    assert.ok(asComparison(result).cells.length > 0);
  });

  it('is another one after "Restart Server"', async () => {
    const api = await nnsim();
    const before = api.serverPid;
    await vscode.commands.executeCommand('nnsim.restartServer');
    assert.equal(api.serverState, 'running');
    assert.notEqual(api.serverPid, before);
  });
});
