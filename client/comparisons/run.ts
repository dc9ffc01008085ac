import * as vscode from 'vscode';
import type { Cell, Comparison, ComparisonPlan, ComparisonRequest, Reading } from '../../server/protocol';
import { isCancelled, sentence } from '../failures';
import type { Server } from '../languageClient';

export type RunEvent =
  | { readonly type: 'plan'; readonly plan: ComparisonPlan }
  | { readonly type: 'cells'; readonly cells: readonly Cell[] }
  | { readonly type: 'end' };

/** What two files are compared by. */
export type Asked = Pick<ComparisonRequest, 'measure' | keyof Reading>;

let runs = 0;

/** One comparison under way or finished: asks the server, keeps what has arrived, and can be cancelled. */
export class Run {
  readonly id: string;
  /** Counts the runs of this window; pages tell old news from new by it. */
  readonly number = ++runs;
  state: 'running' | 'done' | 'cancelled' | 'failed' = 'running';
  plan: ComparisonPlan | undefined;
  readonly cells: Cell[] = [];
  comparison: Comparison | undefined;
  /** Why it failed. */
  message: string | undefined;
  /** 0..1 */
  progress = 0;
  /** Rejects when the run failed or was cancelled. */
  readonly result: Promise<Comparison>;
  private readonly events = new vscode.EventEmitter<RunEvent>();
  private readonly cancellation = new vscode.CancellationTokenSource();
  readonly onDidChange = this.events.event;

  constructor(
    private readonly server: Server,
    readonly x: string,
    readonly y: string,
    /** The measure may still have to be found out. */
    asked: Promise<Asked>,
  ) {
    this.id = `${process.pid}-${Date.now()}-${this.number}`;
    this.result = this.start(asked);
    // Whoever is interested in the failure awaits the result too; the state tells everybody else.
    this.result.catch(() => undefined);
  }

  cancel(): void {
    this.cancellation.cancel();
  }

  private async start(asked: Promise<Asked>): Promise<Comparison> {
    const { id, server, x, y } = this;
    const listeners = [
      server.on('nnsim/planned')((news) => {
        if (news.id !== id) return;
        this.plan = news.plan;
        this.events.fire({ type: 'plan', plan: news.plan });
      }),
      server.on('nnsim/cells')((news) => {
        if (news.id !== id) return;
        this.cells.push(...news.cells);
        this.progress = this.cells.length / Math.max(1, this.plan?.pairs.length ?? 1);
        this.events.fire({ type: 'cells', cells: news.cells });
      }),
    ];
    const { token } = this.cancellation;
    try {
      const request = { id, x, y, ...(await asked), workDoneToken: id };
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      this.comparison = await server.request('nnsim/compare', request, token);
      this.plan ??= this.comparison;
      this.state = 'done';
      return this.comparison;
    } catch (error) {
      this.state = isCancelled(error) || token.isCancellationRequested ? 'cancelled' : 'failed';
      if (this.state === 'cancelled') throw new vscode.CancellationError();
      this.message = sentence(error);
      throw new Error(this.message, { cause: error });
    } finally {
      for (const listener of listeners) listener.dispose();
      this.events.fire({ type: 'end' });
      this.events.dispose();
      this.cancellation.dispose();
    }
  }
}
