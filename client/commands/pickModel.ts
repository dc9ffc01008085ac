import * as vscode from 'vscode';
import { modelGlob } from '../modelFiles';
import { openModels } from './arguments';

/** Files listed at most; whoever has more narrows the workspace or gives the command a file. */
const most = 5000;

interface FileItem extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri;
}

/** Lets the person choose a model file: open ones first, then those of the workspace. Undefined: none was chosen. */
export async function pickModel(title: string, without?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const item = await vscode.window.showQuickPick(items(without), {
    title,
    placeHolder: 'Type a part of the path',
    matchOnDescription: true,
  });
  return item?.uri;
}

async function items(without: vscode.Uri | undefined): Promise<FileItem[]> {
  const open = new Map(openModels().map((uri) => [uri.toString(), uri]));
  const found = await vscode.workspace.findFiles(modelGlob, '**/node_modules/**', most);
  const others = found
    .filter((uri) => !open.has(uri.toString()))
    .sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));
  const group = (label: string, uris: readonly vscode.Uri[]): FileItem[] => {
    const list = uris.filter((uri) => uri.toString() !== without?.toString());
    const separator = { label, kind: vscode.QuickPickItemKind.Separator };
    return list.length === 0 ? [] : [separator, ...list.map(item)];
  };
  const all = [...group('open', [...open.values()]), ...group('in the workspace', others)];
  if (all.length > 0) return all;
  throw new Error('There is no other model file here: open a folder with .safetensors, .npy or .npz files.');
}

function item(uri: vscode.Uri): FileItem {
  const parts = vscode.workspace.asRelativePath(uri).split('/');
  return { label: parts.at(-1) ?? uri.path, description: parts.slice(0, -1).join('/'), uri };
}
