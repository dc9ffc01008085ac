import * as vscode from 'vscode';
import type { FromModelPage, ToModelPage } from '../../webviews/messages';
import { mayBeRaw } from '../descriptions';
import { isCancelled, sentence } from '../failures';
import { bareNumbers, isModelFile } from '../../server/protocol';
import { openModelFile } from '../modelFiles';
import { distinctNames } from '../names';
import type { Parts } from '../parts';
import { watchFile } from './fileWatch';
import { StatisticsStream } from './statisticsStream';

/** One tab of one model file: answers its page, follows the file on disk, passes on what the server finds out. */
export class ModelTab implements vscode.Disposable {
  private readonly listeners: vscode.Disposable[];
  private stream: StatisticsStream | undefined;
  /** The stamp of the header that is shown. */
  private stamp = '';
  /** What is read along an axis of a tensor, until something else is looked at. */
  private axis: { readonly index: number; readonly reading: vscode.CancellationTokenSource } | undefined;
  /** The page lives and has asked for its model. */
  private ready = false;
  private awaitsFirstServer: boolean;

  constructor(
    private readonly parts: Parts,
    private readonly uri: vscode.Uri,
    private readonly panel: vscode.WebviewPanel,
  ) {
    const { models, baseline, server, descriptions } = parts;
    this.awaitsFirstServer = server.state === 'starting';
    this.listeners = [
      panel.webview.onDidReceiveMessage((message: FromModelPage) => this.receive(message)),
      panel.onDidChangeViewState(() => this.visibilityChanged()),
      models.onDidChange((path) => {
        if (path === this.path) this.sendPartnerships();
      }),
      baseline.onDidChange(() => void this.sendModel()),
      descriptions.onDidChange((path) => {
        if (path === uri.fsPath) this.described();
      }),
      server.onDidChangeState((state) => {
        if (state === 'running') this.serverStarted();
      }),
      watchFile(uri, { changed: () => this.reload(), deleted: () => this.deleted() }),
    ];
    this.tellShown(true);
  }

  /** The path by which the server reads the file. */
  private get path(): string {
    return this.parts.descriptions.pathOf(this.uri);
  }

  dispose(): void {
    this.ready = false;
    this.tellShown(false);
    this.endStream();
    this.endAxis();
    for (const listener of this.listeners) listener.dispose();
  }

  private tellShown(visible: boolean): void {
    this.parts.server.notify('nnsim/shown', { path: this.path, visible });
  }

  private post(message: ToModelPage): void {
    if (this.ready) void this.panel.webview.postMessage(message);
  }

  private visibilityChanged(): void {
    // A hidden page is thrown away; it asks again when it is shown.
    if (!this.panel.visible) this.ready = false;
    this.tellShown(this.panel.visible);
  }

  private receive(message: FromModelPage): void {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        return void this.sendModel();
      case 'tensors':
        return void this.sendTensors(message.first, message.count);
      case 'wantStatistics': {
        this.sendStatistics();
        return;
      }
      case 'slice':
        return void this.sendSlice(message);
      case 'axisStatistics':
        return void this.sendAxis(message);
      case 'openHeader': {
        this.command('nnsim.openHeaderAsText', this.uri);
        return;
      }
      case 'describe': {
        this.command('nnsim.describeNumbers', this.uri);
        return;
      }
      case 'compareWith': {
        this.command('nnsim.compareWith', this.uri);
        return;
      }
      case 'setBaseline': {
        this.command('nnsim.setBaseline', this.uri);
        return;
      }
      case 'openComparison': {
        this.command('nnsim.compareModels', this.uri, vscode.Uri.file(message.partner));
        return;
      }
      case 'openFile':
        // The page shows names from files: nothing but a model file is opened on its word.
        if (isModelFile(message.path) || this.parts.models.summary(message.path) !== undefined)
          void openModelFile(vscode.Uri.file(message.path));
    }
  }

  private command(id: string, ...args: readonly unknown[]): void {
    void vscode.commands.executeCommand(id, ...args);
  }

  private async sendModel(): Promise<void> {
    if (!this.ready) return;
    try {
      const summary = await this.parts.models.open(this.path);
      if (summary.stamp !== this.stamp) this.endStream();
      this.stamp = summary.stamp;
      const [name = this.path] = distinctNames([this.path]);
      this.post({ type: 'model', name, summary, baseline: this.parts.baseline.path === this.path });
      this.sendPartnerships();
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    if (isCancelled(error)) return;
    const told = sentence(error);
    this.parts.log.error(told);
    const [name = this.path] = distinctNames([this.path]);
    const canDescribe = mayBeRaw(this.uri.path);
    const says = told.includes(bareNumbers)
      ? `${name} ${bareNumbers}: describe them, or write ${name}.json beside it.`
      : told.replaceAll(this.path, name);
    this.post({ type: 'failed', name, message: says, ...(canDescribe && { canDescribe }) });
  }

  /** Passes on what the server says of the file whose header is shown. */
  private async ask<Answer>(
    request: (of: { readonly path: string; readonly stamp: string }) => Promise<Answer>,
    on: { readonly answer: (answer: Answer) => void; readonly failed: (error: unknown) => void },
  ): Promise<void> {
    const { path, stamp } = this;
    try {
      const answer = await request({ path, stamp });
      if (stamp === this.stamp) on.answer(answer);
    } catch (error) {
      await this.tellUnlessReplaced(stamp, error, on.failed);
    }
  }

  /** Tells a failure, unless another file has taken the place of the one that is shown: then that is shown. */
  private async tellUnlessReplaced(
    stamp: string,
    error: unknown,
    tell: (error: unknown) => void,
  ): Promise<void> {
    if (isCancelled(error) || stamp !== this.stamp) return;
    const summary = await this.parts.models.open(this.path).catch(() => undefined);
    if (summary === undefined || summary.stamp === stamp) tell(error);
    else this.reload();
  }

  private async sendTensors(first: number, count: number): Promise<void> {
    await this.ask((of) => this.parts.server.request('nnsim/tensors', { ...of, first, count }), {
      answer: (tensors) => this.post({ type: 'tensors', first, tensors }),
      failed: (error) => this.fail(error),
    });
  }

  private async sendSlice({ type, ...window }: Extract<FromModelPage, { type: 'slice' }>): Promise<void> {
    // Another tensor is looked at: what may still be read of all of the last one is not wanted any more.
    if (this.axis?.index !== window.index) this.endAxis();
    await this.ask((of) => this.parts.server.request('nnsim/slice', { ...of, ...window }), {
      answer: (slice) => this.post({ type, slice }),
      failed: (error) => this.post({ type: 'sliceFailed', index: window.index, message: sentence(error) }),
    });
  }

  private async sendAxis({
    type,
    ...asked
  }: Extract<FromModelPage, { type: 'axisStatistics' }>): Promise<void> {
    this.endAxis();
    const reading = new vscode.CancellationTokenSource();
    this.axis = { index: asked.index, reading };
    const { token } = reading;
    await this.ask((of) => this.parts.server.request('nnsim/axisStatistics', { ...of, ...asked }, token), {
      answer: (statistics) => this.post({ type, statistics }),
      failed: (error) => this.post({ type: 'axisFailed', index: asked.index, message: sentence(error) }),
    });
  }

  private sendStatistics(): void {
    if (this.stream) {
      this.post({ type: 'statistics', statistics: this.stream.arrived });
      return;
    }
    const { path, stamp } = this;
    this.stream = new StatisticsStream(
      this.parts.server,
      { path, stamp },
      {
        statistics: (statistics) => this.post({ type: 'statistics', statistics }),
        failed: (error) => {
          this.endStream();
          const log = (): void => this.parts.log.warn(`statistics of ${path}: ${sentence(error)}`);
          void this.tellUnlessReplaced(stamp, error, log);
        },
      },
    );
  }

  private sendPartnerships(): void {
    for (const partnership of this.parts.models.partnerships(this.path)) {
      const [, partnerName = partnership.partner] = distinctNames([this.path, partnership.partner]);
      this.post({ type: 'partnership', partnership, partnerName });
    }
  }

  /** A new server knows no tabs, and what was under way died with the old one. */
  private serverStarted(): void {
    this.tellShown(this.panel.visible);
    // The page of a tab that was opened while the first server started has its requests under way.
    if (!this.awaitsFirstServer) this.startOver();
    this.awaitsFirstServer = false;
  }

  private reload(): void {
    this.parts.models.forget(this.path);
    this.startOver();
  }

  /** Something else was said of what the file holds. */
  private described(): void {
    this.tellShown(this.panel.visible);
    this.reload();
  }

  private endStream(): void {
    this.stream?.dispose();
    this.stream = undefined;
  }

  private endAxis(): void {
    this.axis?.reading.cancel();
    this.axis?.reading.dispose();
    this.axis = undefined;
  }

  private startOver(): void {
    this.endStream();
    this.endAxis();
    void this.sendModel();
  }

  private deleted(): void {
    this.endStream();
    this.parts.models.forget(this.path);
    const [name = this.path] = distinctNames([this.path]);
    this.post({
      type: 'failed',
      name,
      message: `${name} was deleted or moved; the tab shows it again when it is back.`,
    });
  }
}
