import * as vscode from 'vscode';
import type { TensorStatistics } from '../../server/protocol';
import { isCancelled } from '../failures';
import type { Server } from '../languageClient';

let streams = 0;

/**
 * The statistics of a model file as they arrive. Kept while its tab is open, because the page is thrown away whenever
 * the tab is hidden and must not cause the file to be read again.
 */
export class StatisticsStream implements vscode.Disposable {
  readonly arrived: TensorStatistics[] = [];
  private readonly cancellation = new vscode.CancellationTokenSource();
  private readonly listener: vscode.Disposable;

  constructor(
    server: Server,
    asked: { readonly path: string; readonly stamp: string },
    on: {
      readonly statistics: (statistics: readonly TensorStatistics[]) => void;
      readonly failed: (error: unknown) => void;
    },
  ) {
    const id = `${process.pid}-${Date.now()}-${++streams}`;
    this.listener = server.on('nnsim/statistics')((news) => {
      if (news.id !== id) return;
      this.arrived.push(...news.statistics);
      on.statistics(news.statistics);
    });
    server
      .request('nnsim/computeStatistics', { ...asked, id }, this.cancellation.token)
      .catch((error: unknown) => {
        if (!isCancelled(error)) on.failed(error);
      });
  }

  dispose(): void {
    this.listener.dispose();
    this.cancellation.cancel();
    this.cancellation.dispose();
  }
}
