import * as vscode from 'vscode';

/** Measures of a pair that were asked for together. */
interface PairRequest {
  /** Those not answered yet. */
  readonly open: Set<string>;
  readonly cancellation: vscode.CancellationTokenSource;
}

/** The requests under way for a chosen pair. One request has many measures: none of them can be cancelled alone. */
export class PairRequests {
  private readonly underWay = new Set<PairRequest>();

  add(measures: readonly string[]): PairRequest {
    const request = { open: new Set(measures), cancellation: new vscode.CancellationTokenSource() };
    this.underWay.add(request);
    return request;
  }

  end(request: PairRequest): void {
    this.underWay.delete(request);
    request.cancellation.dispose();
  }

  /** Cancels every request with one of these measures still open; returns all that it had open. */
  cancel(measures: readonly string[]): readonly string[] {
    const hit = [...this.underWay].filter(({ open }) => measures.some((measure) => open.has(measure)));
    for (const { cancellation } of hit) cancellation.cancel();
    return [...new Set(hit.flatMap(({ open }) => [...open]))];
  }

  cancelAll(): void {
    for (const { cancellation } of this.underWay) cancellation.cancel();
  }
}
