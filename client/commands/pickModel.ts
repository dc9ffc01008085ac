import * as vscode from 'vscode';
import { modelEndings } from '../../server/protocol';
import { partnerGlob } from '../modelFiles';
import { byLikeness } from '../names';
import { openModels } from './arguments';

/** Files listed at most; whoever has more narrows the workspace or gives the command a file. */
const most = 5000;

interface FileItem extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri;
}

/**
 * Lets the person choose a model file: with another given, first its namesakes in other folders; then open files, then
 * those of the workspace. Undefined: none was chosen.
 */
export async function pickModel(title: string, without?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const item = await vscode.window.showQuickPick(items(without), {
    title,
    placeHolder: 'Type a part of the path',
    matchOnDescription: true,
    // A model's page that has just opened may get the focus late, which must not end the choice.
    ignoreFocusOut: true,
  });
  return item?.uri;
}

async function items(without: vscode.Uri | undefined): Promise<FileItem[]> {
  const open = new Map(openModels().map((uri) => [uri.toString(), uri]));
  const found = await vscode.workspace.findFiles(partnerGlob(without), '**/node_modules/**', most);
  const name = without?.path.split('/').at(-1);
  const isNamesake = (uri: vscode.Uri): boolean => uri.path.split('/').at(-1) === name;
  const all = new Map([...open.values(), ...found].map((uri) => [uri.toString(), uri]));
  const listed = [...all.values()].sort((a, b) => byLikeness(without?.path ?? '', a.path, b.path));
  const isOpen = (uri: vscode.Uri): boolean => open.has(uri.toString());
  const group = (label: string, uris: readonly vscode.Uri[]): FileItem[] => {
    const list = uris.filter((uri) => uri.toString() !== without?.toString());
    const separator = { label, kind: vscode.QuickPickItemKind.Separator };
    return list.length === 0 ? [] : [separator, ...list.map(item)];
  };
  const groups = [
    ...group('same name', listed.filter(isNamesake)),
    ...group(
      'open',
      listed.filter((uri) => isOpen(uri) && !isNamesake(uri)),
    ),
    ...group(
      'in the workspace',
      listed.filter((uri) => !isOpen(uri) && !isNamesake(uri)),
    ),
  ];
  if (groups.length > 0) return groups;
  throw new Error(
    `There is no other model file here: open a folder with files that end in ${modelEndings.join(', ')}.`,
  );
}

function item(uri: vscode.Uri): FileItem {
  const parts = vscode.workspace.asRelativePath(uri).split('/');
  return { label: parts.at(-1) ?? uri.path, description: parts.slice(0, -1).join('/'), uri };
}
