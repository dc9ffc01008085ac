import * as vscode from 'vscode';
import { sentence } from '../failures';
import { headerLines, tensorLine } from '../modelHeader';
import type { Parts } from '../parts';
import { watchFile } from './fileWatch';

/** Of the documents that are headers. */
export const headerScheme = 'nnsim-header';
/** Tensors asked for at once: neither side is busy for long with one page. */
const pageLength = 2000;

/** The address of a model file's header as a text document. */
export function headerUri(model: vscode.Uri): vscode.Uri {
  return vscode.Uri.from({ scheme: headerScheme, path: `${model.path}.txt`, query: model.toString() });
}

/** The model file whose header a document is. */
export function modelOf(header: vscode.Uri): vscode.Uri {
  return vscode.Uri.parse(header.query, true);
}

/** Headers of model files as read-only text, written anew when a file changes. */
export function registerHeaderText({ server, models, descriptions }: Parts): vscode.Disposable {
  const changes = new vscode.EventEmitter<vscode.Uri>();
  const watched = new Map<string, vscode.Disposable>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changes.event,
    async provideTextDocumentContent(uri, token) {
      const model = modelOf(uri);
      const key = uri.toString();
      const changed = (): void => changes.fire(uri);
      if (!watched.has(key)) watched.set(key, watchFile(model, { changed, deleted: changed }));
      try {
        return await textOf(model, token);
      } catch (error) {
        return `${sentence(error)}\n`;
      }
    },
  };

  async function textOf(uri: vscode.Uri, token: vscode.CancellationToken) {
    const path = descriptions.pathOf(uri);
    const summary = await models.open(path);
    const of = { path, stamp: summary.stamp };
    const lines = [...headerLines(uri.path.split('/').at(-1) ?? path, summary)];
    for (let first = 0; first < summary.tensorCount; first += pageLength) {
      const page = await server.request('nnsim/tensors', { ...of, first, count: pageLength }, token);
      lines.push(...page.map(tensorLine));
    }
    return `${lines.join('\n')}\n`;
  }

  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(headerScheme, provider),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      watched.get(uri.toString())?.dispose();
      watched.delete(uri.toString());
    }),
    changes,
    new vscode.Disposable(() => {
      for (const watch of watched.values()) watch.dispose();
    }),
  );
}
