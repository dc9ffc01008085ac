import * as vscode from 'vscode';
import type { ComparisonCosts, ComparisonPlan, Score } from '../../server/protocol';
import type { LabelsKnowledge, PairKnowledge, ToComparisonPage } from '../../webviews/messages';
import { isCancelled, sentence } from '../failures';
import { isByLabel } from '../comparisons/readingText';
import type { Parts } from '../parts';
import { affectedBy, callOf, samePairs, sameReading } from './pairCalls';
import { PairRequests } from './pairRequests';

interface Chosen {
  readonly x: number;
  readonly y: number;
  plan: ComparisonPlan;
  knowledge: PairKnowledge;
  readonly requests: PairRequests;
  /** Counts the estimates; of several under way the last counts. */
  estimates: number;
}

let requests = 0;

/** What all measures say of the pair that is chosen in a comparison: the quick ones at once, the others when asked. */
export class PairScores implements vscode.Disposable {
  private chosen: Chosen | undefined;

  constructor(
    private readonly parts: Pick<Parts, 'server' | 'measures' | 'runs'>,
    /** The file with labels that the person chose. */
    private readonly labels: () => string | undefined,
    private readonly post: (message: ToComparisonPage) => void,
  ) {}

  /** Another pair: what was computed for the one before is not wanted any more. */
  async choose(plan: ComparisonPlan, x: number, y: number): Promise<void> {
    this.dispose();
    const knowledge = { scores: [], computing: [], stopped: [] };
    const chosen: Chosen = { x, y, plan, knowledge, requests: new PairRequests(), estimates: 0 };
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
    if (!sameReading(chosen.plan, plan)) {
      await this.choose(plan, chosen.x, chosen.y);
      return;
    }
    const affected = affectedBy(chosen.plan, plan);
    if (affected.length === 0) return;
    chosen.plan = plan;
    await this.anew(chosen, affected);
  }

  /** There are other labels now: these measures depend on them, and all do where rows are selected by them. */
  async relabel(measures: readonly string[]): Promise<void> {
    const { chosen } = this;
    if (chosen === undefined) return;
    const all = (chosen.knowledge.costs ?? []).map(({ measure }) => measure);
    await this.anew(chosen, isByLabel(chosen.plan.rows) ? all : measures);
  }

  /** Forgets what these measures said, estimates them again and scores those that are quick. */
  private async anew(chosen: Chosen, measures: readonly string[]): Promise<void> {
    const interrupted = chosen.requests.cancel(measures);
    const { costs, scores, computing, stopped } = chosen.knowledge;
    const others = (ids: readonly string[]) => ids.filter((id) => !measures.includes(id));
    this.learn(chosen, {
      scores: scores.filter(({ measure }) => !measures.includes(measure)),
      computing: others(computing),
      stopped: others(stopped),
    });
    // Without estimates nothing has begun yet.
    const begun = this.begin(chosen, costs === undefined ? undefined : measures);
    await Promise.all([begun, this.compute(others(interrupted))]);
  }

  /** Estimates all measures, and scores those of them, or of the given ones, that are quick. */
  private async begin(chosen: Chosen, among?: readonly string[]): Promise<void> {
    const pair = this.pairOf(chosen);
    if (pair === undefined) return;
    const { plan } = chosen;
    const estimate = ++chosen.estimates;
    const labels = this.labels();
    try {
      const { tensorX, tensorY, ...files } = pair;
      const costs = await this.parts.server.request('nnsim/costs', {
        ...files,
        pair: { tensorX, tensorY },
        calls: [plan.measure],
        ...(labels !== undefined && { labels }),
      });
      // Another pair, other parameters or other labels since: who asked for those estimates them.
      if (this.chosen !== chosen || chosen.estimates !== estimate) return;
      const isInstances = plan.kind === 'activations';
      this.learn(chosen, {
        costs: costs.measures,
        ...(isInstances && { labels: labelsKnowledge(costs, labels, this.parts.runs) }),
      });
      const quick = costs.measures.filter(({ seconds, slow }) => seconds !== null && !slow);
      const wanted = quick.map(({ measure }) => measure);
      await this.compute(wanted.filter((measure) => among?.includes(measure) ?? true));
    } catch (error) {
      this.learn(chosen, { message: sentence(error) });
    }
  }

  /** Scores the chosen pair by these measures. */
  async compute(measures: readonly string[]): Promise<void> {
    const { chosen } = this;
    if (chosen === undefined || measures.length === 0) return;
    const { computing, stopped } = chosen.knowledge;
    this.learn(chosen, {
      computing: [...new Set([...computing, ...measures])],
      stopped: stopped.filter((id) => !measures.includes(id)),
    });
    const labels = chosen.knowledge.labels?.fits === true ? this.labels() : undefined;
    if (labels === undefined) return this.ask(chosen, measures);
    // Labels that turn out to be none fail those that need them, and no others.
    const labelled = await this.parts.measures.labelled();
    const needy = measures.filter((id) => labelled.includes(id));
    const others = measures.filter((id) => !labelled.includes(id));
    await Promise.all([this.ask(chosen, others), this.ask(chosen, needy, labels)]);
  }

  private async ask(chosen: Chosen, measures: readonly string[], labels?: string): Promise<void> {
    const pair = this.pairOf(chosen);
    // Stopped, or another pair, since.
    const open = this.chosen === chosen ? chosen.knowledge.computing : [];
    const asked = measures.filter((measure) => open.includes(measure));
    if (pair === undefined || asked.length === 0) return;
    const id = `pair-${process.pid}-${++requests}`;
    const request = chosen.requests.add(asked);
    const { token } = request.cancellation;
    const calls = asked.map((measure) => callOf(chosen.plan, measure));
    const arrived = (scores: readonly Score[]): void => {
      if (token.isCancellationRequested) return;
      for (const { measure } of scores) request.open.delete(measure);
      this.arrived(chosen, scores);
    };
    const { server } = this.parts;
    const listener = server.on('nnsim/pairScores')((news) => {
      if (news.id === id) arrived(news.scores);
    });
    try {
      const wanted = { ...pair, id, measures: calls, ...(labels !== undefined && { labels }) };
      arrived(await server.request('nnsim/pair', wanted, token));
    } catch (error) {
      // Whoever cancelled it has seen to the rest.
      if (token.isCancellationRequested) return;
      const { computing } = chosen.knowledge;
      this.learn(chosen, {
        computing: computing.filter((measure) => !request.open.has(measure)),
        ...(!isCancelled(error) && { message: sentence(error) }),
      });
    } finally {
      listener.dispose();
      chosen.requests.end(request);
    }
  }

  /** Ends what is computed for the chosen pair, or one measure of it, and keeps what has come. */
  stop(measure?: string): void {
    const { chosen } = this;
    if (chosen === undefined) return;
    const { computing, stopped } = chosen.knowledge;
    const ended = measure === undefined ? computing : computing.filter((id) => id === measure);
    // Measures are asked for together: the others are asked for again.
    const interrupted = chosen.requests.cancel(ended);
    const left = computing.filter((id) => !ended.includes(id));
    this.learn(chosen, { computing: left, stopped: [...stopped, ...ended] });
    void this.compute(interrupted.filter((id) => left.includes(id)));
  }

  /** A page that has just been made learns what is known. */
  replay(): void {
    if (this.chosen !== undefined) this.learn(this.chosen, {});
  }

  dispose(): void {
    this.chosen?.requests.cancelAll();
    this.chosen = undefined;
  }

  private pairOf({ plan, x, y }: Chosen) {
    const [tensorX, tensorY] = [plan.x.layers[x]?.tensor, plan.y.layers[y]?.tensor];
    if (tensorX === undefined || tensorY === undefined) return undefined;
    const { kind, rule, rows, ids } = plan;
    const labels = isByLabel(rows) ? this.labels() : undefined;
    const reading = {
      ...(rule !== undefined && { rule }),
      ...(rows !== undefined && { rows }),
      ...(ids !== undefined && { ids }),
      ...(labels !== undefined && { labels }),
    };
    return { x: plan.x.path, y: plan.y.path, kind, ...reading, tensorX, tensorY };
  }

  private arrived(chosen: Chosen, scores: readonly Score[]): void {
    const { knowledge } = chosen;
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

function labelsKnowledge(
  { labels, labelsFile }: ComparisonCosts,
  named: string | undefined,
  runs: Parts['runs'],
): LabelsKnowledge {
  const file = labelsFile ?? named;
  if (file === undefined) return { name: null, fits: labels };
  // A run takes the labels along that lie beside its instances.
  const probes = runs.probesOf(file);
  const name = vscode.workspace.asRelativePath(probes ?? file);
  return { name: probes === undefined ? name : `those of ${name}`, fits: labels };
}
