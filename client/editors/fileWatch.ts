import * as vscode from 'vscode';
import { sidecarNames } from '../../server/protocol';
import { mayBeRaw } from '../descriptions';
import { quietMilliseconds } from '../models';

/**
 * Tells when one file, inside the workspace or not, has changed or gone; of bare numbers also when a file that may say
 * what they are has.
 */
export function watchFile(
  uri: vscode.Uri,
  on: { readonly changed: () => void; readonly deleted: () => void },
): vscode.Disposable {
  const name = uri.path.split('/').at(-1) ?? '';
  const beside = mayBeRaw(uri.path) ? sidecarNames(name) : [];
  const followed = new Set(
    [uri, ...beside.map((each) => vscode.Uri.joinPath(uri, '..', each))].map((each) => each.toString()),
  );
  // The file's name may hold glob characters, so its folder is watched and the name compared.
  const folder = vscode.Uri.joinPath(uri, '..');
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    // Writing by renaming comes as deleting, creating or changing: what counts is what is there in the end.
    const there = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    (there ? on.changed : on.deleted)();
  };
  const soon = (other: vscode.Uri): void => {
    if (!followed.has(other.toString())) return;
    clearTimeout(timer);
    timer = setTimeout(() => void look(), quietMilliseconds);
  };
  const listeners = [
    watcher.onDidChange(soon),
    watcher.onDidCreate(soon),
    watcher.onDidDelete(soon),
    watcher,
  ];
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    for (const listener of listeners) listener.dispose();
  });
}
