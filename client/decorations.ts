import * as vscode from 'vscode';
import { badge, summaryText } from './modelText';
import type { Parts } from './parts';

/** Badge and tooltip in the Explorer and on tabs for the model files that were read. */
export function registerDecorations({
  models,
  baseline,
}: Pick<Parts, 'models' | 'baseline'>): vscode.Disposable {
  const changes = new vscode.EventEmitter<vscode.Uri | undefined>();
  const provider: vscode.FileDecorationProvider = {
    onDidChangeFileDecorations: changes.event,
    provideFileDecoration: (uri) => {
      if (uri.scheme !== 'file') return undefined;
      const summary = models.summary(uri.fsPath);
      const isBaseline = baseline.path === uri.fsPath;
      if (!summary && !isBaseline) return undefined;
      const text = summary ? summaryText(summary, models.partnerships(uri.fsPath)) : '';
      const tooltip = [isBaseline ? 'the baseline' : '', text].filter((part) => part !== '').join(': ');
      return new vscode.FileDecoration(isBaseline ? 'B' : badge(summary?.tensorCount ?? 0), tooltip);
    },
  };
  return vscode.Disposable.from(
    changes,
    models.onDidChange((path) => changes.fire(vscode.Uri.file(path))),
    // The old baseline loses its badge too.
    baseline.onDidChange(() => changes.fire(undefined)),
    vscode.window.registerFileDecorationProvider(provider),
  );
}
