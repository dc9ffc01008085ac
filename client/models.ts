import * as vscode from 'vscode';
import type { ModelSummary, Partnership } from '../server/protocol';
import type { Server } from './languageClient';

/** What is known of the model files that were read in this window: headers and similarities to partners. */
export class Models implements vscode.Disposable {
  private readonly summaries = new Map<string, ModelSummary>();
  private readonly partners = new Map<string, Map<string, Partnership>>();
  private readonly changes = new vscode.EventEmitter<string>();
  private readonly listener: vscode.Disposable;
  /** Fires with the path of the model something new is known about. */
  readonly onDidChange = this.changes.event;

  constructor(private readonly server: Server) {
    this.listener = server.on('nnsim/partnership')((partnership) => {
      const partners = this.partners.get(partnership.path) ?? new Map<string, Partnership>();
      partners.set(partnership.partner, partnership);
      this.partners.set(partnership.path, partners);
      this.changes.fire(partnership.path);
    });
  }

  /** Reads the header of a file. Rejects with a sentence. */
  async open(path: string): Promise<ModelSummary> {
    const summary = await this.server.request('nnsim/open', { path });
    this.summaries.set(path, summary);
    this.changes.fire(path);
    return summary;
  }

  summary(path: string): ModelSummary | undefined {
    return this.summaries.get(path);
  }

  partnerships(path: string): readonly Partnership[] {
    return [...(this.partners.get(path)?.values() ?? [])];
  }

  /** The file changed or went: what was known about it is no longer so. */
  forget(path: string): void {
    this.summaries.delete(path);
    this.partners.delete(path);
    this.changes.fire(path);
  }

  dispose(): void {
    this.listener.dispose();
    this.changes.dispose();
  }
}
