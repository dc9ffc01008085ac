import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, nnsim, showText } from './editor';

const someNonEmpty = <T>(list: readonly T[] | undefined): readonly T[] | undefined =>
  list !== undefined && list.length > 0 ? list : undefined;

/** A position inside the first path to a model file in the text. */
function insidePath(document: vscode.TextDocument): vscode.Position {
  const offset = document.getText().search(/\w+\/[\w-]+\.safetensors/);
  assert.ok(offset >= 0, 'the sample names a model file');
  return document.positionAt(offset + 2);
}

const markdown = (hovers: readonly vscode.Hover[]): string =>
  hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n');

describe('A path to a model file in source text', () => {
  before(nnsim);
  afterEach(async () => {
    await vscode.workspace
      .getConfiguration('nnsim')
      .update('codeLens', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  for (const file of ['compare.py', 'runs.yaml', 'notes.md']) {
    it(`has a hover with a summary in ${file}`, async () => {
      const document = await showText(file);
      const hovers = await eventually('a hover', async () =>
        someNonEmpty(
          await vscode.commands.executeCommand<vscode.Hover[]>(
            'vscode.executeHoverProvider',
            document.uri,
            insidePath(document),
          ),
        ),
      );
      assert.match(markdown(hovers), /tensors/);
    });

    it(`is a link to its tab in ${file}`, async () => {
      const document = await showText(file);
      const place = insidePath(document);
      const link = await eventually('a link', async () =>
        (
          await vscode.commands.executeCommand<vscode.DocumentLink[]>(
            'vscode.executeLinkProvider',
            document.uri,
            100,
          )
        ).find(({ range }) => range.contains(place)),
      );
      assert.match(link.target?.path ?? '', /\.safetensors$/);
    });
  }

  it('has a lens when the setting is on, and none by default', async () => {
    const document = await showText('compare.py');
    const lenses = async (): Promise<readonly vscode.CodeLens[] | undefined> =>
      vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
    assert.deepEqual(await lenses(), []);
    const section = vscode.workspace.getConfiguration('nnsim');
    await section.update('codeLens', true, vscode.ConfigurationTarget.Global);
    const shown = await eventually('a lens', async () => someNonEmpty(await lenses()));
    assert.ok(shown[0]?.command);
  });
});
