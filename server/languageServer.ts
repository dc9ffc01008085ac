import {
  type Connection,
  type InitializeResult,
  ResponseError,
  ErrorCodes,
  type ServerCapabilities,
  TextDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Baseline, openBaseline } from './background/baseline';
import { allFeatures } from './features/catalogue';
import { folderPath } from './features/configuration';
import { createHost } from './host';
import type { Settings } from './protocol';
import { defaultSettings, readInitializationOptions, readSettings } from './settings';
import type { AdjustableJobs } from './startJobs';

/** What the language server is made from, so that tests can put something else in its place. */
export interface Parts {
  readonly version: string;
  /** `storage`: folder for cache and journal; absent: the one every client of this user shares. */
  startJobs(storage: string | undefined, settings: Settings): AdjustableJobs;
}

/** Serves one client over `connection` until it goes; everything starts with its `initialize` request. */
export function serve(connection: Connection, parts: Parts): void {
  const documents = new TextDocuments(TextDocument);
  let stop: (() => Promise<void>) | undefined;
  let starting = false;

  connection.onInitialize(async (params) => {
    if (starting) return new ResponseError(ErrorCodes.InvalidRequest, 'The server is initialized already.');
    starting = true;
    const options = readInitializationOptions(params.initializationOptions);
    const settings = readSettings(options.settings, defaultSettings);
    const folders = (params.workspaceFolders ?? []).flatMap(folderPath);
    const jobs = parts.startJobs(options.storage, settings);
    const baseline: Baseline = await openBaseline(options.storage, folders);
    const host = createHost({
      connection,
      documents,
      jobs,
      baseline,
      settings,
      folders,
      trusted: options.trusted,
      version: parts.version,
      capabilities: params.capabilities,
    });
    stop = async () => {
      host.background.dispose();
      await jobs.dispose();
    };
    for (const feature of allFeatures) feature.register(host);
    documents.onDidClose(({ document }) => host.paths.close(document.uri));
    connection.onInitialized(() => {
      for (const feature of allFeatures) {
        feature.initialized?.(host).catch((error: unknown) => host.log(error));
      }
    });
    return initializeResult(parts.version);
  });
  connection.onShutdown(async () => stop?.());
  documents.listen(connection);
  connection.listen();
}

function initializeResult(version: string): InitializeResult {
  const capabilities = allFeatures.reduce<ServerCapabilities>(
    (all, feature) => ({ ...all, ...feature.capabilities }),
    { textDocumentSync: TextDocumentSyncKind.Incremental, positionEncoding: 'utf-16' },
  );
  return { capabilities, serverInfo: { name: 'nnsim', version } };
}
