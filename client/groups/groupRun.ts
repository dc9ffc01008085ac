import * as vscode from 'vscode';
import type {
  GroupChoice,
  GroupPairs,
  GroupReport,
  MeasureCall,
  NoGroup,
  Requests,
} from '../../server/protocol';
import { isCancelled, sentence } from '../failures';
import type { Server } from '../languageClient';
import type { Measures } from '../measures/measures';
import { pairMeasureFor } from './pairMeasure';

export type GroupEvent = { readonly type: 'news' | 'end' } | { readonly type: 'progress' };

let runs = 0;

/** One comparison of a set of models under way or finished: first the set, then its pairs by a measure. */
export class GroupRun {
  readonly id = `group-${process.pid}-${Date.now()}-${++runs}`;
  state: 'running' | 'done' | 'cancelled' | 'failed' = 'running';
  report: GroupReport | NoGroup | undefined;
  pairs: GroupPairs | undefined;
  /** What the pairs are compared by; undefined until it is known what of the models is compared. */
  measure: MeasureCall | undefined;
  /** Why it failed. */
  message: string | undefined;
  /** 0..1, and what is done. */
  progress = { fraction: 0, text: '' };
  /** Rejects when the run failed or was cancelled. */
  readonly result: Promise<GroupReport>;
  private readonly events = new vscode.EventEmitter<GroupEvent>();
  private readonly cancellation = new vscode.CancellationTokenSource();
  readonly onDidChange = this.events.event;

  constructor(
    private readonly parts: { readonly server: Server; readonly measures: Measures },
    readonly choice: GroupChoice,
    private readonly wanted: MeasureCall | undefined,
    /** What must be there before: files of activations that have gone are made again. */
    private readonly ready: Promise<void>,
  ) {
    this.result = this.start();
    // Whoever is interested in the failure awaits the result too; the state tells everybody else.
    this.result.catch(() => undefined);
  }

  cancel(): void {
    this.cancellation.cancel();
  }

  private async start(): Promise<GroupReport> {
    const { token } = this.cancellation;
    try {
      await this.ready;
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      const report = await this.ask('nnsim/group', this.choice, 'set');
      this.report = report;
      if (!report.found) throw new Error(report.reason);
      this.measure = await pairMeasureFor(report, this.wanted, this.parts.measures);
      this.events.fire({ type: 'news' });
      this.pairs = await this.ask('nnsim/groupPairs', { ...this.choice, measure: this.measure }, 'pairs');
      this.state = 'done';
      return report;
    } catch (error) {
      this.state = isCancelled(error) || token.isCancellationRequested ? 'cancelled' : 'failed';
      if (this.state === 'cancelled') throw new vscode.CancellationError();
      this.message = sentence(error);
      throw new Error(this.message, { cause: error });
    } finally {
      this.events.fire({ type: 'end' });
      this.events.dispose();
      this.cancellation.dispose();
    }
  }

  private async ask<M extends 'nnsim/group' | 'nnsim/groupPairs'>(
    method: M,
    params: Requests[M]['params'],
    part: string,
  ): Promise<Requests[M]['result']> {
    const workDoneToken = `${this.id}-${part}`;
    const listener = this.parts.server.onProgress(workDoneToken, (text, percentage = 0) => {
      this.progress = { fraction: percentage / 100, text };
      this.events.fire({ type: 'progress' });
    });
    try {
      return await this.parts.server.request(method, { ...params, workDoneToken }, this.cancellation.token);
    } finally {
      listener.dispose();
    }
  }
}
