import * as vscode from 'vscode';
import type { ComparisonPlan, MeasureCall, Score } from '../../server/protocol';
import type { PairKnowledge, ToComparisonPage } from '../../webviews/messages';
import { isCancelled, sentence } from '../failures';
import type { Server } from '../languageClient';
import { affectedBy, callOf, samePairs, sameCall } from './pairCalls';

interface Chosen {
  readonly x: number;
  readonly y: number;
  plan: ComparisonPlan;
  knowledge: PairKnowledge;
  cancellation: vscode.CancellationTokenSource;
}

let requests = 0;

/** What all measures say of the pair that is chosen in a comparison: the quick ones at once, the others when asked. */
export class PairScores implements vscode.Disposable {
  private chosen: Chosen | undefined;

  constructor(
    private readonly server: Server,
    private readonly post: (message: ToComparisonPage) => void,
  ) {}

  /** Another pair: what was computed for the one before is not wanted any more. */
  async choose(plan: ComparisonPlan, x: number, y: number): Promise<void> {
    this.chosen?.cancellation.cancel();
    const cancellation = new vscode.CancellationTokenSource();
    const chosen: Chosen = { x, y, plan, knowledge: { scores: [], computing: [] }, cancellation };
    this.chosen = chosen;
    await this.begin(chosen);
  }

  /** The comparison goes by another measure or other parameters now: the pair says of it what the comparison says. */
  async follow(plan: ComparisonPlan): Promise<void> {
    const { chosen } = this;
    if (chosen === undefined) return;
    if (!samePairs(chosen.plan, plan)) {
      this.dispose();
      return;
    }
    const affected = affectedBy(chosen.plan, plan);
    if (affected.length === 0) return;
    chosen.plan = plan;
    const { costs, scores, computing } = chosen.knowledge;
    this.learn(chosen, {
      scores: scores.filter(({ measure }) => !affected.includes(measure)),
      computing: computing.filter((measure) => !affected.includes(measure)),
    });
    // Without estimates nothing has begun yet.
    await this.begin(chosen, costs === undefined ? undefined : affected);
  }

  /** Estimates all measures, and scores those of them, or of the given ones, that are quick. */
  private async begin(chosen: Chosen, among?: readonly string[]): Promise<void> {
    const pair = this.pairOf(chosen);
    if (pair === undefined) return;
    const { plan } = chosen;
    try {
      const { tensorX, tensorY, ...files } = pair;
      const costs = { ...files, pair: { tensorX, tensorY }, calls: [plan.measure] };
      const { measures } = await this.server.request('nnsim/costs', costs);
      // Another pair, or other parameters, since: who asked for those estimates them.
      if (this.chosen !== chosen || chosen.plan !== plan) return;
      this.learn(chosen, { costs: measures });
      const quick = measures.filter(({ seconds, slow }) => seconds !== null && !slow);
      const wanted = quick.map(({ measure }) => measure);
      await this.compute(wanted.filter((measure) => among?.includes(measure) ?? true));
    } catch (error) {
      this.learn(chosen, { message: sentence(error) });
    }
  }

  /** Scores the chosen pair by these measures. */
  async compute(measures: readonly string[]): Promise<void> {
    const { chosen } = this;
    const pair = chosen && this.pairOf(chosen);
    if (chosen === undefined || pair === undefined || measures.length === 0) return;
    const id = `pair-${process.pid}-${++requests}`;
    const { token } = chosen.cancellation;
    const calls = measures.map((measure) => callOf(chosen.plan, measure));
    const listener = this.server.on('nnsim/pairScores')((news) => {
      if (news.id === id) this.arrived(chosen, calls, news.scores);
    });
    this.learn(chosen, { computing: [...chosen.knowledge.computing, ...measures] });
    try {
      this.arrived(
        chosen,
        calls,
        await this.server.request('nnsim/pair', { ...pair, id, measures: calls }, token),
      );
    } catch (error) {
      const { computing } = chosen.knowledge;
      this.learn(chosen, {
        computing: computing.filter((measure) => !this.wanted(chosen, calls).includes(measure)),
        ...(!isCancelled(error) && { message: sentence(error) }),
      });
    } finally {
      listener.dispose();
    }
  }

  /** Ends what is computed for the chosen pair and keeps what has come. */
  stop(): void {
    if (this.chosen === undefined) return;
    this.chosen.cancellation.cancel();
    this.chosen.cancellation = new vscode.CancellationTokenSource();
  }

  /** A page that has just been made learns what is known. */
  replay(): void {
    if (this.chosen !== undefined) this.learn(this.chosen, {});
  }

  dispose(): void {
    this.chosen?.cancellation.cancel();
    this.chosen = undefined;
  }

  private pairOf({ plan, x, y }: Chosen) {
    const [tensorX, tensorY] = [plan.x.layers[x]?.tensor, plan.y.layers[y]?.tensor];
    if (tensorX === undefined || tensorY === undefined) return undefined;
    return { x: plan.x.path, y: plan.y.path, kind: plan.kind, tensorX, tensorY };
  }

  /** Measures that are still wanted as these calls have them. */
  private wanted({ plan }: Chosen, calls: readonly MeasureCall[]): readonly string[] {
    return calls.filter((call) => sameCall(call, callOf(plan, call.id))).map(({ id }) => id);
  }

  private arrived(chosen: Chosen, calls: readonly MeasureCall[], answered: readonly Score[]): void {
    const { knowledge } = chosen;
    const wanted = this.wanted(chosen, calls);
    const scores = answered.filter(({ measure }) => wanted.includes(measure));
    const fresh = new Set(scores.map(({ measure }) => measure));
    this.learn(chosen, {
      scores: [...knowledge.scores.filter(({ measure }) => !fresh.has(measure)), ...scores],
      computing: knowledge.computing.filter((measure) => !fresh.has(measure)),
    });
  }

  private learn(chosen: Chosen, change: Partial<PairKnowledge>): void {
    chosen.knowledge = { ...chosen.knowledge, ...change };
    if (this.chosen === chosen) this.post({ type: 'pair', x: chosen.x, y: chosen.y, ...chosen.knowledge });
  }
}
