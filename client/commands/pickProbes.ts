import * as vscode from 'vscode';
import { modelGlob } from '../modelFiles';
import { byLikeness } from '../names';
import { judged } from '../running/judged';

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
 * others of the workspace; last those that do not fit, with the reason, which `whyUnfit` tells from their headers.
 * Undefined: none was chosen.
 */
export async function pickProbes(
  title: string,
  models: readonly vscode.Uri[],
  recent: readonly string[],
  whyUnfit: (file: vscode.Uri) => Promise<string | undefined>,
): Promise<ChosenProbes | undefined> {
  let anew = false;
  for (;;) {
    const item = await vscode.window.showQuickPick(items(models, recent, anew, whyUnfit), {
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
  whyUnfit: (file: vscode.Uri) => Promise<string | undefined>,
): Promise<ProbesItem[]> {
  const found = await vscode.workspace.findFiles(modelGlob, '**/node_modules/**', most);
  const taken = new Set([...models.map(({ fsPath }) => fsPath), ...recent]);
  const isLikely = (uri: vscode.Uri): boolean => likely.test(uri.path.split('/').at(-1) ?? '');
  const others = found
    .filter(({ fsPath }) => !taken.has(fsPath))
    .sort((a, b) => byLikeness('images.npy', a.path, b.path));
  const last = recent.map((path) => vscode.Uri.file(path));
  const likelyFirst = others.toSorted((a, b) => Number(isLikely(b)) - Number(isLikely(a)));
  const unfit = await judged([...last, ...likelyFirst], whyUnfit);
  const group = (label: string, uris: readonly vscode.Uri[]): ProbesItem[] => {
    const separator = { label, kind: vscode.QuickPickItemKind.Separator };
    return uris.length === 0 ? [] : [separator, ...uris.map((uri) => itemOf(uri, unfit.get(uri)))];
  };
  const fit = others.filter((uri) => !unfit.has(uri));
  return [
    ...group(
      'used last',
      last.filter((uri) => !unfit.has(uri)),
    ),
    ...group('called like inputs', fit.filter(isLikely)),
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
      fit.filter((uri) => !isLikely(uri)),
    ),
    ...group('do not fit', [...unfit.keys()]),
  ];
}

function itemOf(uri: vscode.Uri, unfit: string | undefined): ProbesItem {
  const parts = vscode.workspace.asRelativePath(uri).split('/');
  const item = { label: parts.at(-1) ?? uri.path, description: parts.slice(0, -1).join('/'), uri };
  return unfit === undefined ? item : { ...item, detail: unfit };
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
