import * as vscode from 'vscode';
import type { MeasureCall, OutputsChoice } from '../../server/protocol';
import type { FromComparisonPage, ToComparisonPage } from '../../webviews/messages';
import { changeOf, type OutputsChange } from '../comparisons/chosenOutputs';
import { isByLabel } from '../comparisons/readingText';
import { isRunnable } from '../modelFiles';
import type { Run } from '../comparisons/run';
import { sentence } from '../failures';
import { pageHtml, pageRoot } from '../page';
import type { Parts } from '../parts';
import type { Picture } from './pictures';
import { OutputsSection } from './outputsSection';
import { Pictures } from './pictures';
import { PairScores } from './pairScores';

/** One panel with the comparison of two files; its page may be thrown away and made again at any time. */
export class ComparisonPanel {
  private run: Run | undefined;
  private ready = false;
  /** What the page has in front. */
  private front: 'layers' | 'outputs' = 'layers';
  /** The run whose plan the page has. */
  private announced: Run | undefined;
  /** Messages leave in the order of what happened, although some need an answer of the server first. */
  private sending: Promise<void> = Promise.resolve();
  private readonly pairScores: PairScores;
  private readonly outputs: OutputsSection;
  private readonly pictures = new Pictures((format) => this.post({ type: 'drawPicture', format }));

  constructor(
    private readonly parts: Omit<Parts, 'panels' | 'groupPanels' | 'measurePanels' | 'guidePanel'>,
    readonly panel: vscode.WebviewPanel,
    readonly x: string,
    readonly y: string,
  ) {
    const { extensionUri } = parts.context;
    const labels = (): string | undefined => parts.comparisons.readings.of(this).labels;
    const post = (message: ToComparisonPage): void => this.post(message);
    this.pairScores = new PairScores(parts, labels, post);
    const chosen = (): OutputsChoice => parts.comparisons.outputs.of(this);
    this.outputs = new OutputsSection(parts, labels, chosen, post);
    panel.title = parts.runs.title(this);
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.svg');
    panel.webview.options = { enableScripts: true, localResourceRoots: [pageRoot(extensionUri)] };
    panel.webview.onDidReceiveMessage((message: FromComparisonPage) => this.receive(message));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.ready = false;
    });
    panel.onDidDispose(() => {
      this.ready = false;
      this.run?.cancel();
      this.pairScores.dispose();
      this.outputs.dispose();
    });
    panel.webview.html = pageHtml(panel.webview, extensionUri, 'comparison', panel.title);
  }

  /** The run that is shown. */
  get shown(): Run | undefined {
    return this.run;
  }

  /** Compares the two files anew; no measure: the default of such files. */
  start(measure?: MeasureCall): Run {
    const run = this.parts.comparisons.start(this.x, this.y, measure);
    this.run = run;
    run.onDidChange((event) => {
      if (this.run !== run) return;
      if (event.type === 'plan') this.queue(() => this.announce(run));
      if (event.type === 'cells') {
        this.queue(() => this.post({ type: 'cells', run: run.number, cells: event.cells }));
      }
      if (event.type === 'end') this.queue(() => this.sendEnd(run));
    });
    return run;
  }

  /** Compares anew by a measure that was chosen outside the page. */
  choose(measure: MeasureCall): void {
    this.post({ type: 'selected', measure });
    this.start(measure);
  }

  /** Other labels were chosen: what depends on them is computed anew. */
  async relabel(): Promise<void> {
    const labelled = await this.parts.measures.labelled();
    const measure = this.run?.plan?.measure;
    const rows = this.run?.plan?.rows;
    // Rows that are selected by labels are others now.
    if (measure !== undefined && (labelled.includes(measure.id) || isByLabel(rows))) this.choose(measure);
    void this.pairScores.relabel(labelled);
    void this.outputs.choose();
  }

  /** What the outputs are was chosen in part: they are compared anew. */
  async chooseOutputs(change: Partial<OutputsChange>): Promise<void> {
    this.parts.comparisons.outputs.choose(this, change);
    await this.outputs.choose();
  }

  /** Other dimensions or rows were chosen: all is computed anew. */
  reread(): void {
    const measure = this.run?.plan?.measure;
    if (measure === undefined) this.start();
    else this.choose(measure);
  }

  /** What is in front is known as a whole. */
  get canExport(): boolean {
    return this.front === 'outputs' ? this.outputs.found : this.run?.comparison !== undefined;
  }

  /** What is in front as text; undefined where that is the grid. */
  async outputsText(format: 'csv' | 'json'): Promise<string | undefined> {
    return this.front === 'outputs' ? this.outputs.text(format) : undefined;
  }

  /** The chart in front as the page draws it; the panel is brought to front because a hidden panel has no page. */
  async draw(format: Picture['format']): Promise<Uint8Array> {
    if (!this.panel.visible) this.panel.reveal();
    return this.pictures.ask(format);
  }

  private post(message: ToComparisonPage): void {
    if (this.ready) void this.panel.webview.postMessage(message);
  }

  private queue(send: () => Promise<void> | void): void {
    this.sending = this.sending.then(send);
  }

  private receive(message: FromComparisonPage): void {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.announced = undefined;
        {
          this.queue(() => this.replay());
          return;
        }
      case 'selectMeasure':
        return void this.start(message.measure);
      case 'run':
        return void this.start(this.run?.plan?.measure);
      case 'cancel':
        return this.run?.cancel();
      case 'pair': {
        if (this.run?.plan) void this.pairScores.choose(this.run.plan, message.x, message.y);
        return;
      }
      case 'computePair':
        return void this.pairScores.compute(message.measures);
      case 'stopPair': {
        this.pairScores.stop(message.measure);
        return;
      }
      case 'front': {
        this.front = message.shows;
        return;
      }
      case 'chooseOutputs':
        return void this.chooseOutputs(changeOf(message));
      case 'pickOutputs':
        return void vscode.commands.executeCommand('nnsim.chooseOutputs', message.side);
      case 'instances':
        return void this.outputs.instances(message.choice, message.first);
      case 'pictures':
        return void this.outputs.pictures(message.rows);
      case 'stopOutputs': {
        this.outputs.stop();
        return;
      }
      case 'compareByRunning':
        return void vscode.commands.executeCommand(
          'nnsim.compareByRunning',
          vscode.Uri.file(this.x),
          vscode.Uri.file(this.y),
        );
      case 'chooseLabels':
        return void vscode.commands.executeCommand('nnsim.chooseLabels');
      case 'chooseReading':
        return void vscode.commands.executeCommand('nnsim.chooseReading');
      case 'chooseMeasure':
        return void vscode.commands.executeCommand('nnsim.chooseMeasure');
      case 'about':
        return void vscode.commands.executeCommand('nnsim.aboutMeasure', message.measure);
      case 'guide':
        return void vscode.commands.executeCommand('nnsim.whichMeasure');
      case 'export':
        return void vscode.commands.executeCommand('nnsim.exportComparison', message.format);
      case 'picture': {
        this.pictures.arrived(message);
        return;
      }
    }
  }

  /** A page that has just been made learns all that has happened. */
  private async replay(): Promise<void> {
    const { run, x, y } = this;
    this.post({ type: 'files', x, y });
    // Brought back in an untrusted workspace: nothing has been started, the person may.
    if (!run) {
      this.post({ type: 'cancelled', run: 0 });
      return;
    }
    if (run.plan) await this.announce(run);
    else await this.sendMeasures(run);
    if (run.state !== 'running') await this.sendEnd(run);
    this.pairScores.replay();
    this.outputs.replay();
    this.pictures.askAgain();
  }

  private async announce(run: Run): Promise<void> {
    const { plan, number } = run;
    if (!plan) return;
    await this.sendMeasures(run);
    const [xName, yName] = this.parts.runs.names(this);
    const runnable = plan.kind === 'weights' && (await this.areRunnable());
    const instances = this.parts.runs.instances(this);
    const more = { ...(instances.length > 0 && { instances }), ...(runnable && { runnable }) };
    this.post({ type: 'plan', run: number, plan, xName, yName, ...more });
    // Some of these may be queued as well: to set a cell twice is harmless.
    if (run.cells.length > 0) this.post({ type: 'cells', run: number, cells: run.cells });
    if (this.announced !== run) {
      void this.pairScores.follow(plan);
      void this.outputs.follow(plan);
    }
    this.announced = run;
  }

  /** Whether both files are models that can be run, as far as their headers tell. */
  private async areRunnable(): Promise<boolean> {
    try {
      const { models } = this.parts;
      const both = await Promise.all([this.x, this.y].map((path) => models.open(path)));
      return both.every(isRunnable);
    } catch (error) {
      this.parts.log.warn(`header: ${sentence(error)}`);
      return false;
    }
  }

  private async sendMeasures(run: Run): Promise<void> {
    try {
      const measures = await this.parts.measures.fitting(run.plan?.kind);
      const selected = run.plan?.measure ?? (await this.parts.measures.byDefault());
      this.post({ type: 'measures', measures, selected });
    } catch (error) {
      this.parts.log.warn(`measures: ${sentence(error)}`);
    }
  }

  private async sendEnd(run: Run): Promise<void> {
    const { number, comparison, state, message } = run;
    if (this.announced !== run && run.plan) await this.announce(run);
    if (comparison) this.post({ type: 'done', run: number, comparison });
    else if (state === 'cancelled') this.post({ type: 'cancelled', run: number });
    else this.post({ type: 'failed', run: number, message: message ?? 'The comparison failed.' });
  }
}
