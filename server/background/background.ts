import { Cancelled, type Jobs } from '../jobs/jobs';
import type { PartnerReason, Partnership } from '../protocol';
import { BadInput } from '../tensors/badInput';
import { fingerprint } from './fingerprint';
import { partnerAnswers } from './partnerAnswers';
import { partnerScore } from './partnerScore';
import { partnersOf } from './partners';

/** What the background work is allowed to do and whom it tells. */
export interface Surroundings {
  readonly jobs: Jobs;
  baseline(): string | null;
  /** Seconds one comparison may be estimated to cost; null: nothing starts by itself. */
  budgetSeconds(): number | null;
  /** News about one visible model and one partner. */
  send(partnership: Partnership): void;
  /** Shows the work under way; the signal is aborted when a person stops it. */
  progress(title: string): Progress;
  log(problem: unknown): void;
}

export interface Progress {
  readonly signal: AbortSignal;
  report(fraction: number, text: string): void;
  done(): void;
}

type Outcome = Omit<Partnership, 'path' | 'partner' | 'reason'>;

const mostPairs = 500;

/** Two files, the partner (older, or the reference) as x. */
interface Pair {
  readonly x: string;
  readonly y: string;
  readonly reason: PartnerReason;
  readonly controller: AbortController;
  /** What the files were when the outcome was found. */
  readonly print: string;
  outcome?: Outcome;
}

/** Compares opened models with their natural partners, one pair at a time, and remembers what came out. */
export class Background {
  /** Model files shown in a tab, in the order they were opened. */
  readonly #visible = new Set<string>();
  readonly #pairs = new Map<string, Pair>();
  #queue: Promise<void> = Promise.resolve();

  constructor(private readonly around: Surroundings) {}

  /** The model files shown in tabs, in the order they were opened. */
  get shownFiles(): readonly string[] {
    return [...this.#visible];
  }

  /** A model file is shown in a tab, or no longer: then comparisons that nobody looks at are cancelled. */
  async shown(path: string, visible: boolean): Promise<void> {
    if (visible) {
      this.#visible.add(path);
      await this.#findPartners(path);
      return;
    }
    this.#visible.delete(path);
    for (const pair of this.#pairs.values()) {
      if (pair.outcome?.state !== 'done' && !this.#isLookedAt(pair)) this.#drop(pair);
    }
  }

  /** The baseline, the settings or the trust have changed: what is shown may have other partners now. */
  async refresh(): Promise<void> {
    const forbidden = this.around.budgetSeconds() === null;
    for (const pair of this.#pairs.values()) {
      const state = pair.outcome?.state;
      if (state === 'failed' || state === 'too costly' || (forbidden && state !== 'done')) this.#drop(pair);
    }
    for (const path of this.#visible) await this.#findPartners(path);
  }

  /** Files may have been written, replaced or removed: what was known about those that differ no longer holds. */
  async filesChanged(paths: readonly string[]): Promise<void> {
    const touched = new Set<string>();
    for (const pair of [...this.#pairs.values()]) {
      if (!paths.includes(pair.x) && !paths.includes(pair.y)) continue;
      if ((await fingerprint(pair.x, pair.y)) === pair.print) continue;
      this.#drop(pair);
      for (const side of [pair.x, pair.y]) if (this.#visible.has(side)) touched.add(side);
    }
    for (const path of paths) if (this.#visible.has(path)) touched.add(path);
    for (const path of touched) await this.#findPartners(path);
  }

  /** What is known about a model and its partners, as long as the files are what they were. */
  async known(path: string): Promise<readonly Partnership[]> {
    const found: Partnership[] = [];
    for (const pair of this.#pairs.values()) {
      if (pair.outcome?.state !== 'done' || (pair.x !== path && pair.y !== path)) continue;
      if ((await fingerprint(pair.x, pair.y)) !== pair.print) continue;
      found.push(this.#seenFrom(path, pair, pair.outcome));
    }
    return found;
  }

  /** Cancels everything under way. */
  dispose(): void {
    this.#visible.clear();
    for (const pair of this.#pairs.values()) this.#drop(pair);
  }

  async #findPartners(path: string): Promise<void> {
    if (this.around.budgetSeconds() === null) return this.#resend(path);
    const shown = [...this.#visible];
    for (const { path: partner, reason } of await partnersOf(path, this.around.baseline(), shown)) {
      // Of two open files the one opened first is the reference, whichever of them is looked at.
      const isReference = reason === 'open' && shown.indexOf(partner) > shown.indexOf(path);
      const [x, y] = isReference ? [path, partner] : [partner, path];
      await this.#ensure(path, x, y, reason);
    }
  }

  /** Nothing new may start, but what is known is told. */
  async #resend(path: string): Promise<void> {
    for (const partnership of await this.known(path)) this.around.send(partnership);
  }

  /** Tells the tab of `viewer` what is known about two files, or has it found out. */
  async #ensure(viewer: string, x: string, y: string, reason: PartnerReason): Promise<void> {
    const print = await fingerprint(x, y);
    if (!this.#visible.has(viewer)) return;
    const known = this.#pairs.get(key(x, y));
    if (known?.print === print) {
      if (known.outcome) this.around.send(this.#seenFrom(viewer, known, known.outcome));
      return;
    }
    if (known) this.#drop(known);
    const pair: Pair = { x, y, reason, print, controller: new AbortController() };
    this.#pairs.set(key(x, y), pair);
    this.#forgetOldest();
    this.#queue = this.#queue.then(() => this.#run(pair));
  }

  /** Results nobody looks at are kept for the next time, but not without end. */
  #forgetOldest(): void {
    if (this.#pairs.size <= mostPairs) return;
    const oldest = [...this.#pairs.values()].find((pair) => !this.#isLookedAt(pair));
    if (oldest) this.#drop(oldest);
  }

  async #run(pair: Pair): Promise<void> {
    const { x, y, controller } = pair;
    const budgetSeconds = this.around.budgetSeconds();
    if (controller.signal.aborted) return;
    if (budgetSeconds === null) {
      this.#drop(pair);
    } else if (this.around.jobs.suspects().some((path) => path === x || path === y)) {
      this.#settle(pair, failed(suspected));
    } else {
      await this.#compare(pair, budgetSeconds);
    }
  }

  async #compare(pair: Pair, budgetSeconds: number): Promise<void> {
    const { x, y, controller } = pair;
    let progress: Progress | undefined;
    try {
      const score = await partnerScore(this.around.jobs, x, y, {
        budgetSeconds,
        signal: controller.signal,
        priority: 'background',
        onProgress: (fraction, text) => progress?.report(fraction, text),
        onStart: () => {
          progress = this.around.progress(`Comparing ${name(x)} with ${name(y)}`);
          progress.signal.addEventListener('abort', () => controller.abort());
          this.#settle(pair, { state: 'running', caption: 'being compared', cells: [] });
        },
      });
      if ('seconds' in score) {
        this.#settle(pair, tooCostly(score.seconds, budgetSeconds));
        return;
      }
      this.#settle(pair, { state: 'done', ...score });
      const answers = await partnerAnswers(this.around.jobs, x, y, {
        budgetSeconds,
        signal: controller.signal,
        priority: 'background',
      });
      if (answers !== undefined) this.#settle(pair, { state: 'done', ...score, answers });
    } catch (error) {
      this.#failed(pair, error);
    } finally {
      progress?.done();
    }
  }

  #failed(pair: Pair, error: unknown): void {
    // What is known of it holds, whatever became of the rest.
    if (pair.outcome?.state === 'done') {
      if (!(error instanceof Cancelled || error instanceof BadInput)) this.around.log(error);
      return;
    }
    const begun = pair.outcome !== undefined;
    if (error instanceof Cancelled) {
      if (begun) this.#settle(pair, failed('The comparison was stopped.'));
      this.#drop(pair);
    } else if (error instanceof BadInput && !begun && pair.reason !== 'baseline') {
      // Files that merely happen to lie or be open side by side need not fit each other.
      this.#drop(pair);
    } else {
      if (!(error instanceof BadInput)) this.around.log(error);
      this.#settle(pair, failed(error instanceof Error ? error.message : String(error)));
    }
  }

  #settle(pair: Pair, outcome: Outcome): void {
    // Dropped in the meantime: nobody is interested, or the files have changed.
    if (this.#pairs.get(key(pair.x, pair.y)) !== pair) return;
    pair.outcome = outcome;
    for (const side of [pair.y, pair.x]) {
      if (this.#visible.has(side)) this.around.send(this.#seenFrom(side, pair, outcome));
    }
  }

  #seenFrom(path: string, pair: Pair, outcome: Outcome): Partnership {
    const partner = pair.x === path ? pair.y : pair.x;
    const reason = partner === this.around.baseline() ? 'baseline' : pair.y === path ? pair.reason : 'open';
    return { path, partner, reason, ...outcome };
  }

  #drop(pair: Pair): void {
    pair.controller.abort();
    if (this.#pairs.get(key(pair.x, pair.y)) === pair) this.#pairs.delete(key(pair.x, pair.y));
  }

  #isLookedAt(pair: Pair): boolean {
    return this.#visible.has(pair.x) || this.#visible.has(pair.y);
  }
}

function key(x: string, y: string): string {
  return JSON.stringify([x, y].sort());
}

function name(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

const suspected =
  'The server stopped while it worked on one of the two the last time, so they are left alone; compare them by hand.';

function failed(caption: string): Outcome {
  return { state: 'failed', caption, cells: [] };
}

function tooCostly(seconds: number, budget: number): Outcome {
  const caption = `would take about ${Math.ceil(seconds)} s, more than the ${budget} s allowed in the background`;
  return { state: 'too costly', caption, cells: [] };
}
