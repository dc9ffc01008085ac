import * as vscode from 'vscode';
import type { Server } from './languageClient';

const storeKey = 'nnsim.baseline';

/** The model that others are compared with by themselves. Remembered with the workspace; the server is told. */
export class Baseline implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<undefined>();
  readonly onDidChange = this.changes.event;

  constructor(
    private readonly memory: vscode.Memento,
    private readonly server: Server,
  ) {}

  get path(): string | undefined {
    return this.memory.get<string>(storeKey);
  }

  async set(path: string | undefined): Promise<void> {
    await this.server.command('nnsim.server.setBaseline', path ?? null);
    await this.memory.update(storeKey, path);
    await vscode.commands.executeCommand('setContext', 'nnsim.hasBaseline', path !== undefined);
    this.changes.fire(undefined);
  }

  /** A server that has just started knows nothing of the workspace. */
  async tellServer(): Promise<void> {
    const { path } = this;
    await vscode.commands.executeCommand('setContext', 'nnsim.hasBaseline', path !== undefined);
    if (path !== undefined) await this.server.command('nnsim.server.setBaseline', path);
  }

  dispose(): void {
    this.changes.dispose();
  }
}
