import * as vscode from 'vscode';
import type {
  ComparisonPlan,
  InstanceChoice,
  NoOutputs,
  OutputsChoice,
  OutputsReport,
  OutputsRequest,
  Score,
} from '../../server/protocol';
import type { OutputsKnowledge, ToComparisonPage } from '../../webviews/messages';
import { isCancelled, sentence } from '../failures';
import type { Parts } from '../parts';
import { sameCall } from './pairCalls';

/** Instances that a page shows more at a time. */
const pageLength = 48;
/** Pixels across and down that a picture of an input has at most. */
const pictureSide = 112;

/** What is asked about the outputs of one reading of two files. */
interface Asked {
  readonly request: OutputsRequest;
  readonly cancellation: vscode.CancellationTokenSource;
  knowledge: OutputsKnowledge;
}

const stopped = 'Cancelled before the outputs were compared. Run Again compares them anew.';

let requests = 0;

/** How two files differ in their outputs, where both hold some: asked once for each way to read them. */
export class OutputsSection implements vscode.Disposable {
  private asked: Asked | undefined;
  private plan: ComparisonPlan | undefined;

  constructor(
    private readonly parts: Pick<Parts, 'server' | 'measures' | 'log' | 'runs'>,
    /** The file with labels that the person chose. */
    private readonly labels: () => string | undefined,
    /** What the person chose of the outputs. */
    private readonly chosen: () => OutputsChoice,
    private readonly post: (message: ToComparisonPage) => void,
  ) {}

  /** The comparison was planned: another measure changes nothing, another reading everything, the same ones are run again. */
  async follow(plan: ComparisonPlan): Promise<void> {
    const before = this.plan;
    if (before === plan) return;
    this.plan = plan;
    // The files may have changed.
    const again = before !== undefined && sameCall(before.measure, plan.measure);
    await this.ask(again);
  }

  /** Other labels, or other outputs, were chosen. */
  async choose(): Promise<void> {
    await this.ask();
  }

  /** A page that has just been made learns what is known. */
  replay(): void {
    if (this.asked !== undefined) this.learn(this.asked, {});
  }

  /** What is still computed is not wanted any more. */
  stop(): void {
    this.asked?.cancellation.cancel();
  }

  dispose(): void {
    this.stop();
    this.asked = undefined;
  }

  /** More of the instances behind a number. */
  async instances(choice: InstanceChoice, first: number): Promise<void> {
    const { asked } = this;
    if (asked === undefined) return;
    const { report } = asked.knowledge;
    try {
      const page = await this.parts.server.request('nnsim/outputInstances', {
        ...asked.request,
        ...(report?.found === true && { stamp: report.stamp }),
        ...choice,
        first,
        count: pageLength,
      });
      if (this.asked === asked) this.post({ type: 'instances', choice, page });
    } catch (error) {
      this.post({ type: 'instancesFailed', choice, message: sentence(error) });
    }
  }

  /** The inputs of some instances of the first file. */
  async pictures(rows: readonly number[]): Promise<void> {
    const { report } = this.asked?.knowledge ?? {};
    if (report?.found !== true || report.inputs === undefined) return;
    const { path, stamp, index } = report.inputs;
    try {
      const wanted = { path, stamp, index, rows: rows.slice(0, 50), side: pictureSide };
      this.post({ type: 'pictures', pictures: await this.parts.server.request('nnsim/pictures', wanted) });
    } catch (error) {
      // Without its picture an instance is still told.
      this.parts.log.warn(`pictures: ${sentence(error)}`);
    }
  }

  /** There is a report on outputs. */
  get found(): boolean {
    return this.asked?.knowledge.report?.found === true;
  }

  /** Everything there is to say of the outputs, as text. Rejects with a sentence. */
  async text(format: 'csv' | 'json'): Promise<string> {
    if (this.asked === undefined) throw new Error('There are no outputs to export.');
    const id = `export-${process.pid}-${++requests}`;
    let text = '';
    const listener = this.parts.server.on('nnsim/exported')((part) => {
      if (part.id === id) text += part.text;
    });
    try {
      const { request } = this.asked;
      const ran = this.parts.runs.origins(request);
      const origins = ran && { ran };
      await this.parts.server.request('nnsim/exportOutputs', { ...request, ...origins, id, format });
      return text;
    } finally {
      listener.dispose();
    }
  }

  private async ask(again = false): Promise<void> {
    const measures = await this.measures();
    const { plan, asked: before } = this;
    if (plan === undefined) return;
    const request = this.requestOf(plan);
    const same = JSON.stringify(request) === JSON.stringify(before?.request);
    if (same && !again) return;
    this.dispose();
    // What is asked again stays to be seen until there is news.
    const stays = same && before?.knowledge.report?.found === true ? before.knowledge : undefined;
    const { report, scores } = stays ?? { report: null, scores: [] };
    const knowledge = { report, chosen: this.chosen(), measures, scores, computing: false };
    const asked: Asked = { request, cancellation: new vscode.CancellationTokenSource(), knowledge };
    this.asked = asked;
    if (stays === undefined) this.learn(asked, {});
    const found = await this.report(plan, asked);
    if (this.asked !== asked) return;
    this.learn(asked, { report: found });
    if (found.found) await this.score(asked, found);
  }

  private async measures(): Promise<OutputsKnowledge['measures']> {
    try {
      return (await this.parts.measures.all()).filter(({ compares }) => compares === 'outputs');
    } catch (error) {
      this.parts.log.warn(`measures of outputs: ${sentence(error)}`);
      return [];
    }
  }

  private async report(
    plan: ComparisonPlan,
    { request, cancellation }: Asked,
  ): Promise<OutputsReport | NoOutputs> {
    if (plan.kind === 'weights') return none('Weights are compared, which are no outputs.', { unfit: false });
    try {
      return await this.parts.server.request('nnsim/outputs', request, cancellation.token);
    } catch (error) {
      return none(isCancelled(error) ? stopped : sentence(error));
    }
  }

  private requestOf({ x, y, rule, rows, ids }: ComparisonPlan): OutputsRequest {
    const labels = this.labels();
    return {
      x: x.path,
      y: y.path,
      ...(rule !== undefined && { rule }),
      ...(rows !== undefined && { rows }),
      ...(ids !== undefined && { ids }),
      ...(labels !== undefined && { labels }),
      ...this.chosen(),
    };
  }

  /** All measures of outputs; those that need labels only where there are some. */
  private async score(asked: Asked, { x, y, labels }: OutputsReport): Promise<void> {
    const { request, cancellation, knowledge } = asked;
    const wanted = knowledge.measures.filter(({ needs }) => !needs.labels || labels !== undefined);
    const id = `outputs-${process.pid}-${++requests}`;
    const { labels: named, ...files } = request;
    const arrived = (scores: readonly Score[]): void => {
      const fresh = new Set(scores.map(({ measure }) => measure));
      const others = asked.knowledge.scores.filter(({ measure }) => !fresh.has(measure));
      this.learn(asked, { scores: [...others, ...scores] });
    };
    const listener = this.parts.server.on('nnsim/pairScores')((news) => {
      if (news.id === id) arrived(news.scores);
    });
    this.learn(asked, { computing: true });
    try {
      const pair = {
        ...files,
        kind: 'outputs',
        tensorX: x.tensor,
        tensorY: y.tensor,
        measures: wanted.map((measure) => ({ id: measure.id, parameters: {} })),
        id,
        ...(named !== undefined && labels !== undefined && { labels: named }),
      } as const;
      arrived(await this.parts.server.request('nnsim/pair', pair, cancellation.token));
    } catch (error) {
      if (!isCancelled(error)) this.learn(asked, { message: sentence(error) });
    } finally {
      listener.dispose();
      this.learn(asked, { computing: false });
    }
  }

  private learn(asked: Asked, change: Partial<OutputsKnowledge>): void {
    asked.knowledge = { ...asked.knowledge, ...change };
    if (this.asked === asked) this.post({ type: 'outputs', ...asked.knowledge });
  }
}

function none(reason: string, why: Partial<NoOutputs> = {}): NoOutputs {
  return { found: false, unfit: true, reason, choices: [0, 0], ...why };
}
