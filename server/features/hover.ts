import { type Hover, HoverRequest, MarkupKind, type Position, type Range } from 'vscode-languageserver/node';
import { BadInput } from '../tensors/badInput';
import { answer } from './answer';
import type { Feature, Host } from './feature';
import { escaped } from './markdown';
import { layersShown, modelSummary } from './modelSummary';
import { pathsIn, textDocumentPosition } from './sourcePaths';

/** What a model file holds and how similar it is to its partners, over its path in source text. */
export const hover: Feature = {
  capabilities: { hoverProvider: true },
  register(host) {
    answer(
      host,
      HoverRequest.method,
      textDocumentPosition,
      async ({ uri, position }, signal): Promise<Hover | null> => {
        const found = (await pathsIn(host, uri, signal)).find(({ range }) => contains(range, position));
        if (!found) return null;
        const value = await describe(host, found.path);
        const kind = host.client.markdownHover ? MarkupKind.Markdown : MarkupKind.PlainText;
        return { contents: { kind, value }, range: found.range };
      },
    );
  },
};

function contains({ start, end }: Range, { line, character }: Position): boolean {
  const afterStart = line > start.line || (line === start.line && character >= start.character);
  return afterStart && (line < end.line || (line === end.line && character <= end.character));
}

async function describe(host: Host, path: string): Promise<string> {
  try {
    const summary = await host.jobs.open(path);
    const layers = await host.jobs.tensors(path, 0, layersShown);
    const known = await host.background.known(path);
    return modelSummary(summary, layers, known, await host.answers.of(path));
  } catch (error) {
    // That the file cannot be read is what there is to say about it.
    if (error instanceof BadInput) return escaped(error.message, 1000);
    throw error;
  }
}
