import * as vscode from 'vscode';
import { modelEndings } from '../../server/protocol';
import { byLikeness } from '../names';

/** Files listed at most; the others are a matter of "Browse...". */
const most = 2000;
const candidates = '**/*.{npy,npz}';
/** What writers call files with true classes. */
const likely = /^(labels?|targets?|classes|y)\.np[yz]$/i;

interface LabelsItem extends vscode.QuickPickItem {
  readonly chosen?: vscode.Uri | 'beside' | 'browse';
}

/**
 * Lets the person choose a file with labels: first those that are called so, then other arrays of the workspace, then
 * any file. `beside`: whatever is beside the models, as if nobody had chosen. Undefined: none was chosen.
 */
export async function pickLabels(
  models: readonly string[],
  current: string | undefined,
): Promise<vscode.Uri | 'beside' | undefined> {
  const item = await vscode.window.showQuickPick(items(models, current), {
    title: 'Labels: one class number for each row',
    placeHolder: 'Type a part of the path',
    matchOnDescription: true,
  });
  return item?.chosen === 'browse' ? browse(models[0]) : item?.chosen;
}

async function items(models: readonly string[], current: string | undefined): Promise<LabelsItem[]> {
  const found = await vscode.workspace.findFiles(candidates, '**/node_modules/**', most);
  const others = found.filter(({ fsPath }) => !models.includes(fsPath));
  const listed = others.sort((a, b) => byLikeness('labels.npy', a.path, b.path));
  const isLikely = (uri: vscode.Uri): boolean => likely.test(uri.path.split('/').at(-1) ?? '');
  const group = (label: string, uris: readonly vscode.Uri[]): LabelsItem[] => {
    const separator = { label, kind: vscode.QuickPickItemKind.Separator };
    return uris.length === 0 ? [] : [separator, ...uris.map((uri) => item(uri, current))];
  };
  return [
    ...group('called labels', listed.filter(isLikely)),
    { label: 'elsewhere', kind: vscode.QuickPickItemKind.Separator },
    ...(current === undefined
      ? []
      : [
          {
            label: '$(discard) The file beside the models',
            description: 'labels.npy or the like, if there is one',
            chosen: 'beside' as const,
          },
        ]),
    { label: '$(folder-opened) Browse...', alwaysShow: true, chosen: 'browse' },
    ...group(
      'other arrays in the workspace',
      listed.filter((uri) => !isLikely(uri)),
    ),
  ];
}

function item(uri: vscode.Uri, current: string | undefined): LabelsItem {
  const parts = vscode.workspace.asRelativePath(uri).split('/');
  const name = parts.at(-1) ?? uri.path;
  const label = uri.fsPath === current ? `$(check) ${name}` : name;
  return { label, description: parts.slice(0, -1).join('/'), chosen: uri };
}

async function browse(beside: string | undefined): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Choose Labels File',
    openLabel: 'Choose',
    filters: { Arrays: modelEndings.map((ending) => ending.slice(1)), 'All Files': ['*'] },
    ...(beside !== undefined && { defaultUri: vscode.Uri.joinPath(vscode.Uri.file(beside), '..') }),
  });
  return chosen?.[0];
}
