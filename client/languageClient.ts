import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  State,
  TransportKind,
  WorkDoneProgress,
} from 'vscode-languageclient/node';
import type { ErrorHandler, LanguageClientOptions } from 'vscode-languageclient/node';
import type {
  ClientNotifications,
  InitializationOptions,
  Requests,
  ServerCommands,
  ServerNotifications,
} from '../server/protocol';
import { readSettings } from './settings';

export type ServerState = 'starting' | 'running' | 'stopped';

type News = { readonly [M in keyof ServerNotifications]: vscode.EventEmitter<ServerNotifications[M]> };

const most = { crashes: 5, withinMilliseconds: 3 * 60_000 };
const languages = ['python', 'yaml', 'json', 'jsonc', 'toml', 'markdown'];

/** The language server as the rest of the client sees it: typed requests, news, and a state. */
export class Server implements vscode.Disposable {
  private readonly client: LanguageClient;
  private readonly changes = new vscode.EventEmitter<ServerState>();
  private crashes: number[] = [];
  private readonly news: News;
  readonly onDidChangeState = this.changes.event;

  constructor(
    context: vscode.ExtensionContext,
    readonly log: vscode.LogOutputChannel,
  ) {
    const storage = context.globalStorageUri.fsPath;
    const clientOptions: LanguageClientOptions = {
      documentSelector: [
        ...languages.map((language) => ({ scheme: 'file', language })),
        { scheme: 'file', pattern: '**/*.toml' },
      ],
      // A restarted server must get the settings and the trust of that moment.
      initializationOptions: (): InitializationOptions => ({
        storage,
        settings: readSettings(),
        trusted: vscode.workspace.isTrusted,
      }),
      outputChannel: log,
      errorHandler: this.errorHandler(),
      // Failed requests come back to the command that sent them, which says so once.
      initializationFailedHandler: () => false,
    };
    const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
    const run = { module, transport: TransportKind.ipc };
    this.client = new LanguageClient('nnsim', 'nnsim', { run, debug: run }, clientOptions);
    this.client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) log.info(`The server runs as process ${this.pid ?? 0}.`);
      this.changes.fire(this.state);
    });
    this.news = {
      'nnsim/statistics': this.channel('nnsim/statistics'),
      'nnsim/planned': this.channel('nnsim/planned'),
      'nnsim/cells': this.channel('nnsim/cells'),
      'nnsim/pairScores': this.channel('nnsim/pairScores'),
      'nnsim/exported': this.channel('nnsim/exported'),
      'nnsim/partnership': this.channel('nnsim/partnership'),
      'nnsim/activity': this.channel('nnsim/activity'),
    };
  }

  get state(): ServerState {
    if (this.client.state === State.Running) return 'running';
    return this.client.state === State.Starting ? 'starting' : 'stopped';
  }

  /** Process id of the running server. */
  get pid(): number | undefined {
    return this.client.serverProcess?.pid;
  }

  async start(): Promise<void> {
    await this.client.start();
  }

  async restart(): Promise<void> {
    this.crashes = [];
    if (this.client.needsStop()) await this.client.stop();
    await this.client.start();
  }

  request<M extends keyof Requests>(
    method: M,
    params: Requests[M]['params'],
    token?: vscode.CancellationToken,
  ): Promise<Requests[M]['result']> {
    // A token that is undefined would be sent as a second parameter.
    const rest = token === undefined ? [] : [token];
    return this.client.sendRequest<Requests[M]['result']>(method, params, ...rest);
  }

  command<C extends keyof ServerCommands>(
    command: C,
    ...args: ServerCommands[C]['args']
  ): Promise<ServerCommands[C]['result']> {
    return this.client.sendRequest<ServerCommands[C]['result']>('workspace/executeCommand', {
      command,
      arguments: args,
    });
  }

  /** Tells a running server something; nobody listens to a stopped one. */
  notify<M extends keyof ClientNotifications>(method: M, params: ClientNotifications[M]): void {
    if (this.state !== 'running') return;
    this.client
      .sendNotification(method, params)
      .catch((error: unknown) => this.log.warn(`${method} was lost`, error));
  }

  /** What the server reports about the request that was sent with this work-done token. */
  onProgress(token: string, report: (message: string, percentage?: number) => void): vscode.Disposable {
    return this.client.onProgress(WorkDoneProgress.type, token, (value) => {
      if (value.kind !== 'end') report(value.message ?? '', value.percentage);
    });
  }

  on<M extends keyof ServerNotifications>(method: M): vscode.Event<ServerNotifications[M]> {
    return this.news[method].event;
  }

  async stop(): Promise<void> {
    if (this.client.needsStop()) await this.client.stop();
  }

  dispose(): void {
    this.changes.dispose();
    for (const emitter of Object.values(this.news)) emitter.dispose();
  }

  /** The language client keeps one handler for each method; several parts of ours listen to the same news. */
  private channel<M extends keyof ServerNotifications>(
    method: M,
  ): vscode.EventEmitter<ServerNotifications[M]> {
    const emitter = new vscode.EventEmitter<ServerNotifications[M]>();
    this.client.onNotification(method, (params: ServerNotifications[M]) => emitter.fire(params));
    return emitter;
  }

  /** Starts a crashed server again unless it keeps crashing; then says so and leaves it to the person. */
  private errorHandler(): ErrorHandler {
    return {
      error: (error) => {
        this.log.error('connection to the server', error);
        return { action: ErrorAction.Continue, handled: true };
      },
      closed: () => {
        const now = Date.now();
        this.crashes = [...this.crashes.filter((time) => now - time < most.withinMilliseconds), now];
        if (this.crashes.length < most.crashes) {
          this.log.warn('The server stopped unexpectedly and is started again.');
          return { action: CloseAction.Restart, handled: true };
        }
        void this.offerRestart();
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    };
  }

  private async offerRestart(): Promise<void> {
    const again = 'Restart Server';
    const logs = 'Show Logs';
    const choice = await vscode.window.showErrorMessage(
      `The nnsim server stopped ${most.crashes} times within three minutes, so it was not started again.`,
      again,
      logs,
    );
    if (choice === again) await vscode.commands.executeCommand('nnsim.restartServer');
    if (choice === logs) this.log.show();
  }
}
