import { dirname } from 'node:path';
import type { Position, Range } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import type { Host } from './feature';
import { integer, object, type Reader, text } from './parameters';

/** The path of a model file in an open document. */
export interface SourcePath {
  readonly range: Range;
  readonly path: string;
}

/** The parameters of requests about a whole document. */
export const textDocument: Reader<{ readonly uri: string }> = (value, at) =>
  object({ textDocument: object({ uri: text }) })(value, at).textDocument;

const coordinate = integer(0, 2 ** 31 - 1);

/** The parameters of requests about a place in a document. */
export const textDocumentPosition: Reader<{ readonly uri: string; readonly position: Position }> = (
  value,
  at,
) => {
  const { textDocument: document, position } = object({
    textDocument: object({ uri: text }),
    position: object<Position>({ line: coordinate, character: coordinate }),
  })(value, at);
  return { uri: document.uri, position };
};

/** The model files an open document names; none for a document that is not open. */
export async function pathsIn(
  host: Pick<Host, 'documents' | 'paths' | 'folders'>,
  uri: string,
  signal: AbortSignal,
): Promise<readonly SourcePath[]> {
  const document = host.documents.get(uri);
  if (!document) return [];
  const found = await host.paths.find(document, [...folderOf(uri), ...host.folders], signal);
  return found.map(({ start, end, path }) => ({
    range: { start: document.positionAt(start), end: document.positionAt(end) },
    path,
  }));
}

/** Cells of notebooks lie, for this purpose, where their notebook does; an unsaved document lies nowhere. */
function folderOf(uri: string): readonly string[] {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' || parsed.scheme === 'vscode-notebook-cell' ? [dirname(parsed.fsPath)] : [];
}
