import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type CancellationToken,
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type {
  ClientNotifications,
  InitializationOptions,
  Requests,
  ServerCommands,
  ServerNotifications,
} from '../../server/protocol';

/** The built server, or another one to be tested, such as that of an installed extension. */
const entry = process.env.NNSIM_SERVER ?? resolve(__dirname, '../../dist/server.js');

interface Arrived {
  readonly method: string;
  readonly params: unknown;
}

/** A real language server process, spoken to over its standard input and output. */
export class Server {
  readonly #arrived: Arrived[] = [];
  readonly #listeners = new Set<() => void>();
  /** Resolves to the exit code, or null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** What the server said about itself. */
  initialized: unknown;

  private constructor(
    readonly process: ChildProcessWithoutNullStreams,
    readonly connection: MessageConnection,
  ) {
    this.exited = once(process, 'exit').then(([code]) => code as number | null);
    connection.onNotification((method, params) => this.#keep({ method, params }));
    // Progress does not come to the handler of everything else.
    connection.onNotification('$/progress', (params: unknown) =>
      this.#keep({ method: '$/progress', params }),
    );
    connection.onRequest((method, params) => {
      this.#keep({ method, params });
      return null;
    });
  }

  static async start(folder: string, options: InitializationOptions = {}): Promise<Server> {
    const child = spawn(process.execPath, [entry, '--stdio']);
    const reader = new StreamMessageReader(child.stdout);
    // Of a server that is killed in the midst of a message the reader would wait for the rest for ever, and the tests with it.
    reader.partialMessageTimeout = 0;
    const server = new Server(child, createMessageConnection(reader, new StreamMessageWriter(child.stdin)));
    server.connection.listen();
    server.initialized = await server.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: [{ uri: `file://${folder}`, name: 'test' }],
      capabilities: {
        window: { workDoneProgress: true },
        workspace: { codeLens: { refreshSupport: true } },
        textDocument: { hover: { contentFormat: ['markdown'] } },
      },
      initializationOptions: { storage: join(folder, 'storage'), ...options },
    });
    await server.connection.sendNotification('initialized', {});
    return server;
  }

  request<M extends keyof Requests>(
    method: M,
    params: Requests[M]['params'],
    token?: CancellationToken,
  ): Promise<Requests[M]['result']> {
    return token
      ? this.connection.sendRequest(method, params, token)
      : this.connection.sendRequest(method, params);
  }

  command<C extends keyof ServerCommands>(
    command: C,
    ...args: ServerCommands[C]['args']
  ): Promise<ServerCommands[C]['result']> {
    return this.connection.sendRequest('workspace/executeCommand', { command, arguments: args });
  }

  notify<M extends keyof ClientNotifications>(method: M, params: ClientNotifications[M]): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  open(uri: string, languageId: string, text: string): Promise<void> {
    const textDocument = { uri, languageId, version: 1, text };
    return this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  /** The notifications of a method so far. */
  all<M extends keyof ServerNotifications>(method: M): readonly ServerNotifications[M][] {
    return this.#arrived
      .filter((one) => one.method === method)
      .map((one) => one.params as ServerNotifications[M]);
  }

  /** Work-done progress so far: the kinds that arrived for a token. */
  progress(token: string): readonly string[] {
    return this.#arrived
      .filter(({ method }) => method === '$/progress')
      .map(({ params }) => params as { token: string; value: { kind: string } })
      .filter((one) => one.token === token)
      .map((one) => one.value.kind);
  }

  /** The first notification that fits, arrived or still to come. */
  async next<M extends keyof ServerNotifications>(
    method: M,
    fits: (params: ServerNotifications[M]) => boolean = () => true,
  ): Promise<ServerNotifications[M]> {
    for (;;) {
      const found = this.all(method).find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((heard) => {
        const listener = (): void => {
          this.#listeners.delete(listener);
          heard();
        };
        this.#listeners.add(listener);
      });
    }
  }

  /** The first so many notifications of a method, arrived or still to come. */
  async several<M extends keyof ServerNotifications>(
    method: M,
    count: number,
  ): Promise<readonly ServerNotifications[M][]> {
    await this.next(method, () => this.all(method).length >= count);
    return this.all(method).slice(0, count);
  }

  /** Ends the server as a client does. */
  async stop(): Promise<number | null> {
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    return this.exited;
  }

  #keep(arrived: Arrived): void {
    this.#arrived.push(arrived);
    for (const listener of [...this.#listeners]) listener();
  }
}

/** A folder for the files of one test file; removed at its end. */
export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'nnsim-lsp-'));
}

/** Ends a server that may be dead already and removes its folder. */
export async function cleanUp(server: Server | undefined, folder: string): Promise<void> {
  if (server?.process.exitCode === null && server.process.signalCode === null) {
    server.process.kill('SIGKILL');
    await server.exited;
  }
  server?.connection.dispose();
  await rm(folder, { recursive: true, force: true });
}
