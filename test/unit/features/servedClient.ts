import { PassThrough } from 'node:stream';
import {
  createConnection,
  createMessageConnection,
  type MessageConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { serve } from '../../../server/languageServer';
import type { InitializationOptions, Partnership } from '../../../server/protocol';
import { FakeJobs } from '../background/fakeJobs';

/** A client joined to a language server in this process, whose jobs do nothing by themselves. */
export interface ServedClient {
  readonly client: MessageConnection;
  readonly jobs: FakeJobs;
  readonly partnerships: Partnership[];
  /** What the server wrote to its log. */
  readonly logged: string[];
  /** Work-done progress as it arrived: token and kind. */
  readonly progress: { readonly token: string | number; readonly kind: string }[];
  readonly open: (uri: string, languageId: string, text: string) => Promise<void>;
  readonly request: (method: string, params: unknown) => Promise<unknown>;
}

export interface ServedOptions {
  readonly folder?: string;
  readonly initialization?: InitializationOptions;
  /** What the client answers to `workspace/configuration`. */
  readonly configuration?: () => unknown;
}

export async function serveClient(options: ServedOptions = {}): Promise<ServedClient> {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const jobs = new FakeJobs();
  serve(createConnection(ProposedFeatures.all, new StreamMessageReader(up), new StreamMessageWriter(down)), {
    version: '1.2.3',
    startJobs: () => jobs,
  });
  const client = createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const served: ServedClient = {
    client,
    jobs,
    partnerships: [],
    logged: [],
    progress: [],
    open: (uri, languageId, text) =>
      client.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text },
      }),
    request: (method, params) => client.sendRequest(method, params),
  };
  client.onNotification('nnsim/partnership', (news: Partnership) => void served.partnerships.push(news));
  client.onNotification(
    'window/logMessage',
    ({ message }: { message: string }) => void served.logged.push(message),
  );
  client.onNotification('$/progress', ({ token, value }: { token: string; value: { kind: string } }) => {
    served.progress.push({ token, kind: value.kind });
  });
  client.onRequest('workspace/configuration', () => [options.configuration?.() ?? null]);
  client.onRequest('window/workDoneProgress/create', () => null);
  client.onRequest('client/registerCapability', () => null);
  client.onRequest('workspace/codeLens/refresh', () => null);
  client.listen();
  await client.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    workspaceFolders: options.folder === undefined ? null : [{ uri: `file://${options.folder}`, name: 'x' }],
    capabilities: {
      workspace: { configuration: options.configuration !== undefined, codeLens: { refreshSupport: true } },
      window: { workDoneProgress: true },
    },
    initializationOptions: options.initialization,
  });
  await client.sendNotification('initialized', {});
  return served;
}
