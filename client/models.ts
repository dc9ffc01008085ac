import * as vscode from 'vscode';
import type { ModelSummary, Partnership, TensorEntry } from '../server/protocol';
import { modelGlob } from './modelFiles';
import type { Server } from './languageClient';

/** A training run writes for a while: a file is read again once it has been quiet that long. */
export const quietMilliseconds = 300;

/** Tensors that are asked for at a time. */
const pageLength = 2000;

/** What is known of the model files that were read in this window: headers and similarities to partners. */
export class Models implements vscode.Disposable {
  private readonly summaries = new Map<string, ModelSummary>();
  private readonly partners = new Map<string, Map<string, Partnership>>();
  private readonly changes = new vscode.EventEmitter<string>();
  private readonly listeners: readonly vscode.Disposable[];
  private readonly soon = new Map<string, NodeJS.Timeout>();
  /** Fires with the path of the model something new is known about. */
  readonly onDidChange = this.changes.event;

  constructor(private readonly server: Server) {
    const onPartnership = server.on('nnsim/partnership')((partnership) => {
      const partners = this.partners.get(partnership.path) ?? new Map<string, Partnership>();
      partners.set(partnership.partner, partnership);
      this.partners.set(partnership.path, partners);
      this.changes.fire(partnership.path);
    });
    // A tab follows its own file; what the Explorer says of files without a tab must be true as well.
    const watcher = vscode.workspace.createFileSystemWatcher(modelGlob, true);
    const changed = ({ fsPath }: vscode.Uri): void => this.changed(fsPath);
    this.listeners = [onPartnership, watcher, watcher.onDidChange(changed), watcher.onDidDelete(changed)];
  }

  /** Reads the header of a file. Rejects with a sentence. */
  async open(path: string): Promise<ModelSummary> {
    const summary = await this.server.request('nnsim/open', { path });
    this.summaries.set(path, summary);
    this.changes.fire(path);
    return summary;
  }

  /** All tensors of a file, in its order. Rejects with a sentence. */
  async tensors(path: string): Promise<readonly TensorEntry[]> {
    const all: TensorEntry[] = [];
    const { stamp } = await this.server.request('nnsim/open', { path });
    for (;;) {
      const wanted = { path, stamp, first: all.length, count: pageLength };
      const some = await this.server.request('nnsim/tensors', wanted);
      all.push(...some);
      if (some.length < pageLength) return all;
    }
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

  private changed(path: string): void {
    if (!this.summaries.has(path)) return;
    clearTimeout(this.soon.get(path));
    const read = (): void => {
      this.soon.delete(path);
      if (!this.summaries.has(path)) return;
      this.forget(path);
      // Gone or damaged: nothing is known of it now, and whoever opens it is told why.
      this.open(path).catch(() => undefined);
    };
    this.soon.set(path, setTimeout(read, quietMilliseconds));
  }

  dispose(): void {
    for (const timer of this.soon.values()) clearTimeout(timer);
    for (const listener of this.listeners) listener.dispose();
    this.changes.dispose();
  }
}
