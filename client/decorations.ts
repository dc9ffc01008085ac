import * as vscode from 'vscode';
import { rawMark } from '../server/protocol';
import { badge, summaryText } from './modelText';
import type { Parts } from './parts';

/** Badge and tooltip in the Explorer and on tabs for the model files that were read. */
export function registerDecorations({
  models,
  baseline,
  descriptions,
}: Pick<Parts, 'models' | 'baseline' | 'descriptions'>): vscode.Disposable {
  const changes = new vscode.EventEmitter<vscode.Uri | undefined>();
  const provider: vscode.FileDecorationProvider = {
    onDidChangeFileDecorations: changes.event,
    provideFileDecoration: (uri) => {
      if (uri.scheme !== 'file') return undefined;
      const path = descriptions.pathOf(uri);
      const summary = models.summary(path);
      const isBaseline = baseline.path === path;
      if (!summary && !isBaseline) return undefined;
      const text = summary ? summaryText(summary, models.partnerships(path)) : '';
      const tooltip = [isBaseline ? 'the baseline' : '', text].filter((part) => part !== '').join(': ');
      const letters = isBaseline ? 'B' : badge(summary?.tensorCount ?? 0);
      // As the editor colours the tab of a file in which it found something to beware of.
      const warned = summary !== undefined && summary.warnings.length > 0;
      const colour = warned ? new vscode.ThemeColor('list.warningForeground') : undefined;
      return new vscode.FileDecoration(letters, tooltip, colour);
    },
  };
  return vscode.Disposable.from(
    changes,
    models.onDidChange((path) => changes.fire(vscode.Uri.file(path.split(rawMark)[0] ?? path))),
    // The old baseline loses its badge too.
    baseline.onDidChange(() => changes.fire(undefined)),
    vscode.window.registerFileDecorationProvider(provider),
  );
}
