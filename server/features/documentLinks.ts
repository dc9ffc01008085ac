import { type DocumentLink, DocumentLinkRequest } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { answer } from './answer';
import type { Feature } from './feature';
import { pathsIn, textDocument } from './sourcePaths';

/** Links from paths in source text to the model files they name. */
export const documentLinks: Feature = {
  capabilities: { documentLinkProvider: { resolveProvider: false } },
  register(host) {
    answer(
      host,
      DocumentLinkRequest.method,
      textDocument,
      async ({ uri }, signal): Promise<DocumentLink[]> => {
        const found = await pathsIn(host, uri, signal);
        return found.map(({ range, path }) => ({
          range,
          target: URI.file(path).toString(),
          tooltip: 'Open model',
        }));
      },
    );
  },
};
