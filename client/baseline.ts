import * as vscode from 'vscode';
import type { Server } from './languageClient';

/** The model that others are compared with by themselves. The server owns and remembers it; this follows. */
export class Baseline implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<undefined>();
  private readonly listener: vscode.Disposable;
  readonly onDidChange = this.changes.event;
  /** undefined: none. */
  path: string | undefined;

  constructor(private readonly server: Server) {
    this.listener = server.on('nnsim/activity')(({ baseline }) => this.adopt(baseline ?? undefined));
  }

  async set(path: string | undefined): Promise<void> {
    await this.server.command('nnsim.server.setBaseline', path ?? null);
    this.adopt(path);
  }

  dispose(): void {
    this.listener.dispose();
    this.changes.dispose();
  }

  private adopt(path: string | undefined): void {
    if (path === this.path) return;
    this.path = path;
    void vscode.commands.executeCommand('setContext', 'nnsim.hasBaseline', path !== undefined);
    this.changes.fire(undefined);
  }
}
