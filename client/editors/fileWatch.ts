import * as vscode from 'vscode';
import { quietMilliseconds } from '../models';

/** Tells when one file, inside the workspace or not, has changed or gone. */
export function watchFile(
  uri: vscode.Uri,
  on: { readonly changed: () => void; readonly deleted: () => void },
): vscode.Disposable {
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
    if (other.toString() !== uri.toString()) return;
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
