import * as vscode from 'vscode';
import type { GroupChoice, MeasureCall } from '../../server/protocol';
import type { FromGroupPage, GroupKnowledge, ToGroupPage } from '../../webviews/messages';
import { changeOf } from '../comparisons/chosenOutputs';
import { isCancelled, sentence } from '../failures';
import { readChoice } from '../groups/groupRecords';
import type { GroupRun } from '../groups/groupRun';
import { pairMeasures } from '../groups/pairMeasure';
import { pickMeasure } from '../measures/pickMeasure';
import { pageHtml, pageRoot } from '../page';
import type { Parts } from '../parts';
import { type Picture, Pictures } from './pictures';
import { pickTensor } from './pickTensor';

/** Instances that a page shows more at a time. */
const pageLength = 48;
/** Pixels across and down that a picture of an input has at most. */
const pictureSide = 112;

/** What changes of what is compared; undefined gives a choice up. */
type GroupChange = { readonly [K in Exclude<keyof GroupChoice, 'models'>]?: GroupChoice[K] | undefined };

export type GroupParts = Omit<Parts, 'groupPanels' | 'measurePanels' | 'guidePanel'>;

/** One panel with the comparison of a set of models; its page may be thrown away and made again at any time. */
export class GroupPanel {
  private run: GroupRun | undefined;
  /** What was found before stays to be seen until there is news. */
  private last: GroupRun | undefined;
  private ready = false;
  private readonly pictures = new Pictures((format) => this.post({ type: 'drawPicture', format }));
  /** Messages leave in the order of what happened, although some need an answer of the server first. */
  private sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: GroupParts,
    readonly panel: vscode.WebviewPanel,
    private chosen: GroupChoice,
    private measure: MeasureCall | undefined,
  ) {
    const { extensionUri } = parts.context;
    panel.title = parts.runs.setTitle(chosen.models);
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.svg');
    panel.webview.options = { enableScripts: true, localResourceRoots: [pageRoot(extensionUri)] };
    panel.webview.onDidReceiveMessage((message: FromGroupPage) => this.receive(message));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.ready = false;
    });
    panel.onDidDispose(() => {
      this.ready = false;
      this.run?.cancel();
    });
    panel.webview.html = pageHtml(panel.webview, extensionUri, 'group', panel.title);
  }

  get choice(): GroupChoice {
    return this.chosen;
  }

  /** The run that is shown. */
  get shown(): GroupRun | undefined {
    return this.run;
  }

  /** Compares the models anew. */
  start(): GroupRun {
    const run = this.parts.groups.start(this.chosen, this.measure);
    // What belongs to another choice is not shown for this one.
    const same = JSON.stringify(this.run?.choice) === JSON.stringify(run.choice);
    if (this.run?.report !== undefined || !same) this.last = same ? this.run : undefined;
    this.run = run;
    run.onDidChange(({ type }) => {
      if (this.run !== run) return;
      if (type === 'progress') this.post({ type: 'progress', ...run.progress });
      else this.queue(() => this.tell());
    });
    this.queue(() => this.tell());
    return run;
  }

  /** Compares the pairs by a measure that was chosen outside the page. */
  compareBy(measure: MeasureCall): GroupRun {
    this.measure = measure;
    return this.start();
  }

  /** Another tensor, another reading of the files or of their outputs. */
  choose(change: GroupChange): GroupRun {
    this.chosen = readChoice({ ...this.chosen, ...change }) ?? this.chosen;
    return this.start();
  }

  /** The pairs as the page draws them; the panel is brought to front because a hidden panel has no page. */
  async draw(format: Picture['format']): Promise<Uint8Array> {
    if (!this.panel.visible) this.panel.reveal();
    return this.pictures.ask(format);
  }

  /** Lets the person choose what the pairs are compared by. Undefined: nothing was chosen. */
  async chooseMeasure(): Promise<MeasureCall | undefined> {
    const report = this.run?.report;
    if (report?.found !== true)
      throw new Error('The models are still being read; choose a measure afterwards.');
    const current = this.run?.measure?.id;
    const id = await pickMeasure({
      title: 'Measure of each pair',
      measures: await pairMeasures(report.of, this.parts.measures),
      ...(current !== undefined && { current }),
    });
    if (id === undefined) return undefined;
    const measure = { id, parameters: {} };
    this.compareBy(measure);
    return measure;
  }

  private post(message: ToGroupPage): void {
    if (this.ready) void this.panel.webview.postMessage(message);
  }

  private queue(send: () => Promise<void>): void {
    this.sending = this.sending.then(send);
  }

  private async receive(message: FromGroupPage): Promise<void> {
    switch (message.type) {
      case 'ready': {
        this.ready = true;
        this.queue(async () => {
          await this.tell();
          this.pictures.askAgain();
        });
        return;
      }
      case 'run':
        return void this.start();
      case 'cancel':
        return this.run?.cancel();
      case 'chooseTensor':
        await this.chooseTensor();
        return;
      case 'chooseMeasure':
        return void vscode.commands.executeCommand('nnsim.chooseMeasure');
      case 'chooseLabels':
        return void vscode.commands.executeCommand('nnsim.chooseLabels');
      case 'chooseReading':
        return void vscode.commands.executeCommand('nnsim.chooseReading');
      case 'chooseOutputs':
        return void this.choose(changeOf(message));
      case 'openPair': {
        const { models } = this.chosen;
        const [x, y] = [models[message.x], models[message.y]];
        if (x !== undefined && y !== undefined) this.parts.panels.open(x, y);
        return;
      }
      case 'instances':
        return this.instances(message.by, message.first);
      case 'pictures':
        return this.inputs(message.rows);
      case 'about':
        return void vscode.commands.executeCommand('nnsim.aboutMeasure', message.measure);
      case 'export':
        return void vscode.commands.executeCommand('nnsim.exportComparison', message.format);
      case 'picture': {
        this.pictures.arrived(message);
        return;
      }
    }
  }

  /**
   * Lets the person choose what of the models is compared: the tensor of all, null for their outputs. Undefined: nothing
   * was chosen.
   */
  async chooseTensor(): Promise<string | null | undefined> {
    const report = this.run?.report ?? this.last?.report;
    if (report === undefined) return undefined;
    const chosen = await pickTensor(report, this.chosen.tensor);
    if (chosen === undefined) return undefined;
    this.choose({ tensor: chosen.tensor });
    return chosen.tensor ?? null;
  }

  private async instances(by: string, first: number): Promise<void> {
    const { run } = this;
    const report = run?.report;
    const stamp = report?.found === true ? { stamp: report.stamp } : {};
    const asked = { ...this.chosen, ...stamp, by, first, count: pageLength };
    try {
      const page = await this.parts.server.request('nnsim/groupInstances', asked);
      if (this.run === run) this.post({ type: 'instances', page });
    } catch (error) {
      if (!isCancelled(error)) this.post({ type: 'instancesFailed', message: sentence(error) });
    }
  }

  private async inputs(rows: readonly number[]): Promise<void> {
    const report = this.run?.report;
    const inputs = report?.found === true ? report.outputs?.inputs : undefined;
    if (inputs === undefined) return;
    try {
      const { path, stamp, index } = inputs;
      const wanted = { path, stamp, index, rows: rows.slice(0, 50), side: pictureSide };
      this.post({ type: 'pictures', pictures: await this.parts.server.request('nnsim/pictures', wanted) });
    } catch (error) {
      // Without its picture an instance is still told.
      this.parts.log.warn(`pictures: ${sentence(error)}`);
    }
  }

  /** Tells the page all that is known. */
  private async tell(): Promise<void> {
    const { run, last, chosen } = this;
    const { runs, baseline } = this.parts;
    const report = run?.report ?? last?.report;
    const pairs = run?.pairs ?? (run?.measure === undefined ? last?.pairs : undefined);
    const measure = run?.measure ?? last?.measure;
    const position = chosen.models.findIndex((path) => runs.modelOf(path) === baseline.path);
    const knowledge: GroupKnowledge = {
      names: runs.setNames(chosen.models),
      // Brought back in an untrusted workspace: nothing has been started, the person may.
      state: run?.state ?? 'cancelled',
      ...(run?.message !== undefined && { message: run.message }),
      ...(report !== undefined && { report: { ...report, layers: [] } }),
      measures: await this.measures(),
      ...(measure !== undefined && { measure }),
      ...(pairs !== undefined && { pairs }),
      kind: chosen.outputs ?? null,
      choice: chosen,
      ...(position >= 0 && { baseline: position }),
    };
    this.post({ type: 'group', ...knowledge });
  }

  private async measures(): Promise<GroupKnowledge['measures']> {
    try {
      return await this.parts.measures.all();
    } catch (error) {
      this.parts.log.warn(`measures: ${sentence(error)}`);
      return [];
    }
  }
}
