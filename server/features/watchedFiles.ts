import { DidChangeWatchedFilesNotification } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { follow } from './answer';
import { modelEndings } from '../protocol';
import type { Feature } from './feature';
import { list, object, text } from './parameters';

/** A file that is being written announces itself many times; it is looked at once it has been quiet so long: ms. */
const quiet = 500;

/** Model files that were written, replaced or removed: what was known about them is dropped. */
export const watchedFiles: Feature = {
  async initialized(host) {
    if (!host.client.registersWatchedFiles) return;
    const watchers = [{ globPattern: `**/*{${modelEndings.join(',')}}` }];
    await host.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  },
  register(host) {
    const changed = new Set<string>();
    let timer: NodeJS.Timeout | undefined;
    const settle = (): void => {
      const paths = [...changed];
      changed.clear();
      host.paths.forgetFiles();
      host.refreshLenses();
      host.background.filesChanged(paths).catch((error: unknown) => host.log(error));
    };
    const changes = object({ changes: list(object({ uri: text })) });
    follow(host, DidChangeWatchedFilesNotification.method, changes, (params) => {
      for (const { uri } of params.changes) {
        const parsed = URI.parse(uri);
        if (parsed.scheme === 'file') changed.add(parsed.fsPath);
      }
      clearTimeout(timer);
      timer = setTimeout(settle, quiet);
    });
  },
};
