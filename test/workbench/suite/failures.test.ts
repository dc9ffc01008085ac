import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activations, failureOf, nnsim, sample } from './editor';

describe('A failure is one readable sentence', () => {
  before(nnsim);
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('for a file that is not there', async () => {
    const result: unknown = await vscode.commands.executeCommand(
      'nnsim.compareModels',
      await activations('seed0'),
      sample('missing.safetensors'),
    );
    assert.match(failureOf(result), /missing\.safetensors/);
  });

  it('for a file that is cut off', async () => {
    const broken = sample('broken.safetensors');
    const whole = await vscode.workspace.fs.readFile(await activations('seed0'));
    await vscode.workspace.fs.writeFile(broken, whole.slice(0, 4000));
    const result: unknown = await vscode.commands.executeCommand('nnsim.setBaseline', broken);
    assert.match(failureOf(result), /broken\.safetensors/);
    assert.doesNotMatch(failureOf(result), /\n|Error:|undefined/);
    await vscode.workspace.fs.delete(broken);
  });

  it('for an export without a comparison, a target of an unknown kind, and headers of three files', async () => {
    const run = async (...args: [string, ...unknown[]]): Promise<string> =>
      failureOf(await vscode.commands.executeCommand(...args));
    assert.match(await run('nnsim.exportComparison', sample('out.csv')), /no finished comparison/);
    const three = ['seed0', 'seed1', 'seed2'].map(activations);
    assert.match(await run('nnsim.compareHeaders', ...(await Promise.all(three))), /exactly two/);
    assert.match(await run('nnsim.setDefaultMeasure', 'nonsense'), /no measure called "nonsense"/);
    assert.match(await run('nnsim.openPath', '/etc/passwd'), /no model file/);
  });
});
