import * as vscode from 'vscode';
import { isCancelled } from '../failures';
import { openModelFile } from '../modelFiles';
import { tensorFacts, tensorsBegin } from '../modelHeader';
import type { Parts } from '../parts';
import { headerScheme, modelOf } from './headerText';

/** Values that a hover shows. */
const shownValues = 6;

/** What to do with the model whose header is shown, above its first line; what a tensor holds, when its line is pointed at. */
export function registerHeaderFeatures(parts: Parts): vscode.Disposable {
  const documents = { scheme: headerScheme };
  const open = 'nnsim.header.openModel';
  return vscode.Disposable.from(
    vscode.commands.registerCommand(open, (model: vscode.Uri) => openModelFile(model)),
    vscode.languages.registerCodeLensProvider(documents, {
      provideCodeLenses: ({ uri }) => {
        const top = new vscode.Range(0, 0, 0, 0);
        const model = modelOf(uri);
        const lens = (title: string, command: string): vscode.CodeLens =>
          new vscode.CodeLens(top, { title, command, arguments: [model] });
        return [
          lens('Open Model', open),
          lens('Compare With…', 'nnsim.compareWith'),
          lens('Compare Headers…', 'nnsim.compareHeaders'),
        ];
      },
    }),
    vscode.languages.registerHoverProvider(documents, {
      provideHover: async (document, { line }, token) => {
        const begin = tensorsBegin(document.getText());
        if (begin === undefined || line < begin) return undefined;
        try {
          return await tensorHover(parts, modelOf(document.uri), line - begin, token);
        } catch (error) {
          // A file that has changed or gone is told of by its text.
          if (!isCancelled(error)) parts.log.debug(String(error));
          return undefined;
        }
      },
    }),
  );
}

async function tensorHover(
  { server, models, descriptions }: Parts,
  model: vscode.Uri,
  index: number,
  token: vscode.CancellationToken,
): Promise<vscode.Hover | undefined> {
  const path = descriptions.pathOf(model);
  const { stamp } = await models.open(path);
  const of = { path, stamp };
  const [tensor] = await server.request('nnsim/tensors', { ...of, first: index, count: 1 }, token);
  if (tensor === undefined) return undefined;
  const window = { firstRow: 0, rows: shownValues, firstColumn: 0, columns: shownValues };
  const readable = tensor.unreadable === undefined || tensor.text === true;
  const slice = readable
    ? await server.request('nnsim/slice', { ...of, index, ...window }, token)
    : undefined;
  const values = slice?.values.flat().slice(0, shownValues) ?? [];
  // A name from a file is text, whatever it looks like.
  const text = new vscode.MarkdownString();
  for (const fact of tensorFacts(tensor, values)) text.appendText(fact).appendMarkdown('  \n');
  return new vscode.Hover(text);
}
