import * as vscode from 'vscode';
import { modelGlob } from '../modelFiles';
import { byLikeness } from '../names';

/** Files listed at most; the others are a matter of "Browse...". */
const most = 2000;
/** What writers call inputs of networks. */
const likely = /^(images?|inputs?|probes?|x(_test)?|pixel_values|frames|test_set)\./i;

/** A file with instances; `anew`: inputs that were filled before are asked for again. */
export interface ChosenProbes {
  readonly uri: vscode.Uri;
  readonly anew: boolean;
}

interface ProbesItem extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri;
  readonly next?: 'browse' | 'anew';
}

/**
 * Lets the person choose a file with instances to run models on: those used last, then those called like inputs, then the
 * others of the workspace. Undefined: none was chosen.
 */
export async function pickProbes(
  title: string,
  models: readonly vscode.Uri[],
  recent: readonly string[],
): Promise<ChosenProbes | undefined> {
  let anew = false;
  for (;;) {
    const item = await vscode.window.showQuickPick(items(models, recent, anew), {
      title,
      placeHolder: 'A file with one row for each instance; type a part of the path',
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
    if (item?.next === 'anew') {
      anew = true;
      continue;
    }
    const uri = item?.next === 'browse' ? await browseProbes(models[0]) : item?.uri;
    return uri === undefined ? undefined : { uri, anew };
  }
}

async function items(
  models: readonly vscode.Uri[],
  recent: readonly string[],
  anew: boolean,
): Promise<ProbesItem[]> {
  const found = await vscode.workspace.findFiles(modelGlob, '**/node_modules/**', most);
  const taken = new Set([...models.map(({ fsPath }) => fsPath), ...recent]);
  const others = found
    .filter(({ fsPath }) => !taken.has(fsPath))
    .sort((a, b) => byLikeness('images.npy', a.path, b.path));
  const isLikely = (uri: vscode.Uri): boolean => likely.test(uri.path.split('/').at(-1) ?? '');
  const group = (label: string, uris: readonly vscode.Uri[]): ProbesItem[] => {
    const separator = { label, kind: vscode.QuickPickItemKind.Separator };
    return uris.length === 0 ? [] : [separator, ...uris.map(itemOf)];
  };
  return [
    ...group(
      'used last',
      recent.map((path) => vscode.Uri.file(path)),
    ),
    ...group('called like inputs', others.filter(isLikely)),
    { label: 'elsewhere', kind: vscode.QuickPickItemKind.Separator },
    { label: '$(folder-opened) Browse...', alwaysShow: true, next: 'browse' },
    ...(recent.length === 0 || anew
      ? []
      : [
          {
            label: '$(edit) Fill Inputs Anew...',
            description: 'ask again what was answered last time',
            next: 'anew' as const,
          },
        ]),
    ...group(
      'other files of the workspace',
      others.filter((uri) => !isLikely(uri)),
    ),
  ];
}

function itemOf(uri: vscode.Uri): ProbesItem {
  const parts = vscode.workspace.asRelativePath(uri).split('/');
  return { label: parts.at(-1) ?? uri.path, description: parts.slice(0, -1).join('/'), uri };
}

/** Any file. */
export async function browseProbes(beside: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Choose Instances',
    openLabel: 'Choose',
    ...(beside !== undefined && { defaultUri: vscode.Uri.joinPath(beside, '..') }),
  });
  return chosen?.[0];
}
