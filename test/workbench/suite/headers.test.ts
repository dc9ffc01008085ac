import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, nnsim, sample, steps } from './editor';

const activeTab = (): unknown => vscode.window.tabGroups.activeTabGroup.activeTab?.input;

describe('The header of a model file as text', () => {
  before(nnsim);
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('is a document that can be searched and not written', async () => {
    const model = sample('labels.npy');
    const uri: unknown = await vscode.commands.executeCommand('nnsim.openHeaderAsText', model);
    assert.ok(uri instanceof vscode.Uri);
    assert.equal(uri.scheme, 'nnsim-header');
    const document = await eventually('the text', () => vscode.window.activeTextEditor?.document);
    assert.match(
      document.getText(),
      /^file: labels\.npy\nformat: .*\n[^]*\[tensors\]\nname, type, shape, bytes\n\S+ {2}int64 {2}\[\d+\] {2}\d+\n$/,
    );
    assert.equal(vscode.workspace.fs.isWritableFileSystem(uri.scheme) ?? false, false);
  });

  it('has lenses for its model, and hovers with the first values of a tensor', async () => {
    const uri: unknown = await vscode.commands.executeCommand('nnsim.openHeaderAsText', sample('labels.npy'));
    assert.ok(uri instanceof vscode.Uri);
    const document = await vscode.workspace.openTextDocument(uri);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      uri,
    );
    const titles = lenses.map(({ command }) => command?.title);
    assert.deepEqual(titles, ['Open Model', 'Compare With…', 'Compare Headers…']);
    const place = document.positionAt(document.getText().lastIndexOf('int64'));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      place,
    );
    const texts = hovers.flatMap(({ contents }) =>
      contents.flatMap((one) => (one instanceof vscode.MarkdownString ? one.value : [])),
    );
    assert.match(texts.join('\n'), /First\W.*values:\W.*\d/);
  });

  it('is compared with that of another file by the editor', async () => {
    const [x, y] = await steps('seed0', 'step');
    assert.ok(x && y);
    await vscode.commands.executeCommand('nnsim.compareHeaders', y, [x, y]);
    const input = await eventually('the tab', activeTab);
    assert.ok(input instanceof vscode.TabInputTextDiff);
    assert.deepEqual([input.original.scheme, input.modified.scheme], ['nnsim-header', 'nnsim-header']);
  });
});
