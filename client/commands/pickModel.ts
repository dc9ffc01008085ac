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

/** What is listed. */
export interface ModelWish {
  /** Default: every model file that may be compared with the other. */
  readonly glob?: string;
  /** The one that was chosen last time. */
  readonly last?: vscode.Uri;
}

/**
 * Lets the person choose a model file: with another given, first its namesakes in other folders; then open files, then
 * those of the workspace. Undefined: none was chosen.
 */
export async function pickModel(
  title: string,
  without?: vscode.Uri,
  wish: ModelWish = {},
): Promise<vscode.Uri | undefined> {
  const item = await vscode.window.showQuickPick(items(without, wish), {
    title,
    placeHolder: 'Type a part of the path',
    matchOnDescription: true,
    // A model's page that has just opened may get the focus late, which must not end the choice.
    ignoreFocusOut: true,
  });
  return item?.uri;
}

/** Lets the person choose several; those given are chosen already. Undefined: the choice was given up. */
export async function pickModels(
  title: string,
  chosen: readonly vscode.Uri[],
): Promise<readonly vscode.Uri[] | undefined> {
  const isChosen = (uri: vscode.Uri | undefined): boolean =>
    chosen.some((one) => one.toString() === uri?.toString());
  const listed = (await items(undefined, {})).map((one) => ({ ...one, picked: isChosen(one.uri) }));
  const picked = await vscode.window.showQuickPick(listed, {
    title,
    placeHolder: 'Type a part of the path; choose with the space bar or the boxes',
    matchOnDescription: true,
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return picked?.flatMap(({ uri }) => uri ?? []);
}

async function items(
  without: vscode.Uri | undefined,
  { glob = partnerGlob(without), last }: ModelWish,
): Promise<FileItem[]> {
  const found = await vscode.workspace.findFiles(glob, '**/node_modules/**', most);
  const isListed = new Set(found.map((uri) => uri.toString()));
  const known = openModels().filter((uri) => glob === partnerGlob(without) || isListed.has(uri.toString()));
  const open = new Map(known.map((uri) => [uri.toString(), uri]));
  const name = without?.path.split('/').at(-1);
  const isNamesake = (uri: vscode.Uri): boolean => uri.path.split('/').at(-1) === name;
  const all = new Map([...open.values(), ...found].map((uri) => [uri.toString(), uri]));
  const listed = [...all.values()].sort((a, b) => byLikeness(without?.path ?? '', a.path, b.path));
  const isOpen = (uri: vscode.Uri): boolean => open.has(uri.toString());
  const isLast = (uri: vscode.Uri): boolean => uri.toString() === last?.toString();
  const group = (label: string, uris: readonly vscode.Uri[], ofLast = false): FileItem[] => {
    const list = uris.filter((uri) => uri.toString() !== without?.toString() && isLast(uri) === ofLast);
    const separator = { label, kind: vscode.QuickPickItemKind.Separator };
    return list.length === 0 ? [] : [separator, ...list.map(item)];
  };
  const groups = [
    ...group('chosen last', listed.filter(isLast), true),
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
