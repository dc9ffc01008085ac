import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { activations, eventually, nnsim, sample } from './editor';

const activeTab = (): unknown => vscode.window.tabGroups.activeTabGroup.activeTab?.input;

describe('A model file', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  for (const path of ['labels.npy', 'probabilities.npz']) {
    it(`opens in its own editor: ${path}`, async () => {
      const api = await nnsim();
      await vscode.commands.executeCommand('vscode.open', sample(path));
      const input = await eventually('the tab', activeTab);
      assert.ok(input instanceof vscode.TabInputCustom);
      assert.equal(input.viewType, 'nnsim.model');
      const summary = await eventually('the header', () => api.summary(sample(path).fsPath));
      assert.ok(summary.tensorCount > 0);
    });
  }

  it('of a type that other programs have too opens in our editor by "Open With"', async () => {
    const api = await nnsim();
    for (const [name, format] of [
      ['h1_header.csv', 'csv'],
      ['a_state.pt', 'torch'],
      ['acts_chunked_gzip.h5', 'hdf5'],
      ['a_raw.onnx', 'onnx'],
    ] as const) {
      const uri = sample(name);
      copyFileSync(join(__dirname, '../../test/goldens/files', name), uri.fsPath);
      await vscode.commands.executeCommand('vscode.openWith', uri, 'nnsim.otherModel');
      const input = await eventually('the tab', activeTab);
      assert.ok(input instanceof vscode.TabInputCustom && input.uri.path.endsWith(name));
      assert.equal(input.viewType, 'nnsim.otherModel');
      const summary = await eventually('the header', () => api.summary(uri.fsPath));
      assert.equal(summary.format, format);
      assert.ok(summary.tensorCount > 0);
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await vscode.workspace.fs.delete(uri);
    }
    const table = sample('table.csv');
    await vscode.workspace.fs.writeFile(table, Buffer.from('a,b\n1,2\n3,4\n'));
    await vscode.commands.executeCommand('vscode.openWith', table, 'nnsim.otherModel');
    const summary = await eventually('the header', () => api.summary(table.fsPath));
    assert.equal(summary.elementCount, 4);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('vscode.open', table);
    const plain = await eventually('the tab', activeTab);
    assert.ok(plain instanceof vscode.TabInputText, 'a table stays text otherwise');
    await vscode.workspace.fs.delete(table);
  });

  it('of bare numbers is described by a person, for the workspace or in a file beside it', async () => {
    const api = await nnsim();
    const [uri, sidecar] = [sample('numbers.bin'), sample('numbers.bin.json')];
    await vscode.workspace.fs.writeFile(uri, new Uint8Array(new Float32Array(600).buffer));
    const describing = (text: string, place: string): Thenable<unknown> =>
      vscode.commands.executeCommand('nnsim.describeNumbers', uri, text, place);
    assert.equal(await describing('<f4 ?x6', 'workspace'), 'float32 100x6');
    const described = `${uri.fsPath}::float32 100x6`;
    assert.equal((await eventually('the header', () => api.summary(described))).elementCount, 600);
    assert.equal(await describing('float32 60x10', 'file'), 'float32 60x10');
    await eventually('the header', () => api.summary(uri.fsPath));
    const text = Buffer.from(await vscode.workspace.fs.readFile(sidecar)).toString();
    assert.deepEqual(JSON.parse(text), {
      dtype: 'float32',
      shape: [60, 10],
      order: 'C',
      offset: 0,
      byte_order: 'little',
    });
    for (const file of [uri, sidecar]) await vscode.workspace.fs.delete(file);
  });

  it('that would call something in Python is opened as data and says what', async () => {
    const api = await nnsim();
    const uri = sample('calls.pkl');
    await vscode.workspace.fs.writeFile(uri, Buffer.from("cposix\nsystem\n(S'true'\ntR."));
    await vscode.commands.executeCommand('vscode.openWith', uri, 'nnsim.otherModel');
    const summary = await eventually('the header', () => api.summary(uri.fsPath));
    assert.match(summary.warnings.join(' '), /would call posix\.system/);
    await vscode.workspace.fs.delete(uri);
  });

  it('is read: its page asks for the header', async () => {
    const api = await nnsim();
    const uri = await activations('seed0');
    await vscode.commands.executeCommand('vscode.open', uri);
    const summary = await eventually('the header', () => api.summary(uri.fsPath));
    assert.equal(summary.tensorCount, 3);
  });

  it('is read again when it changes on disk', async () => {
    const api = await nnsim();
    const copy = sample('copy.npy');
    await vscode.workspace.fs.copy(sample('labels.npy'), copy, { overwrite: true });
    await vscode.commands.executeCommand('vscode.open', copy);
    const before = await eventually('the header', () => api.summary(copy.fsPath));
    // Not by the editor's own file system: that would count as deleting the file and close its tab. The editor watches
    // a folder some time after it was asked to, so the file is replaced until that is noticed.
    let written = 0;
    const after = await eventually('the new header', () => {
      if (Date.now() - written > 3000) {
        copyFileSync(sample('seed0/logits.npy').fsPath, copy.fsPath);
        written = Date.now();
      }
      const now = api.summary(copy.fsPath);
      return now && now.elementCount !== before.elementCount ? now : undefined;
    });
    assert.equal(after.elementCount, before.elementCount * 10);
    await vscode.workspace.fs.delete(copy);
  });

  it('is compared in the background with the baseline', async () => {
    const api = await nnsim();
    const [x, y] = [await activations('seed0'), await activations('seed1')];
    assert.equal(await vscode.commands.executeCommand('nnsim.setBaseline', x), x.fsPath);
    assert.equal(api.baseline, x.fsPath);
    await vscode.commands.executeCommand('vscode.open', y);
    const partnership = await eventually('a similarity to the baseline', () =>
      api.partnerships(y.fsPath).find(({ partner, state }) => partner === x.fsPath && state === 'done'),
    );
    assert.equal(partnership.reason, 'baseline');
    assert.ok(partnership.value !== undefined && partnership.value > 0.3 && partnership.value <= 1);
    await vscode.commands.executeCommand('nnsim.clearBaseline');
    assert.equal(api.baseline, undefined);
  });
});
