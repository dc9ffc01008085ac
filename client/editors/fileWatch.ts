import * as vscode from 'vscode';

/** A training run writes for a while: wait until the file has been quiet that long. */
const quietMilliseconds = 300;

/** Tells when one file, inside the workspace or not, has changed or gone. */
export function watchFile(
  uri: vscode.Uri,
  on: { readonly changed: () => void; readonly deleted: () => void },
): vscode.Disposable {
  // The file's name may hold glob characters, so its folder is watched and the name compared.
  const folder = vscode.Uri.joinPath(uri, '..');
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
  let timer: NodeJS.Timeout | undefined;
  const soon =
    (then: () => void) =>
    (other: vscode.Uri): void => {
      if (other.toString() !== uri.toString()) return;
      clearTimeout(timer);
      timer = setTimeout(then, quietMilliseconds);
    };
  const listeners = [
    watcher.onDidChange(soon(on.changed)),
    watcher.onDidCreate(soon(on.changed)),
    watcher.onDidDelete(soon(on.deleted)),
    watcher,
  ];
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    for (const listener of listeners) listener.dispose();
  });
}
