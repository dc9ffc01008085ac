import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { Cancelled, type Jobs } from '../jobs/jobs';
import { type Disagreement, type OutputsReport, runKeys } from '../protocol';
import { BadInput } from '../tensors/badInput';
import { fingerprint } from './fingerprint';
import { partnerAnswers } from './partnerAnswers';

/** How often two models answer differently, and where that is from. */
export interface KnownAnswers {
  readonly disagreement: Disagreement;
  /** The files with the outputs: the models themselves, or what they came to when they were run. */
  readonly files: readonly [x: string, y: string];
}

interface Kept extends KnownAnswers {
  readonly x: string;
  readonly y: string;
  /** What the files were then, those with the outputs included. */
  readonly print: string;
}

export interface AnswersSurroundings {
  readonly jobs: Pick<Jobs, 'open' | 'outputs'>;
  /** Seconds that may be spent unasked; null: none. */
  budgetSeconds(): number | null;
  /** Something new is known. */
  changed(): void;
  log(problem: unknown): void;
}

const mostKept = 500;

/** How often models answer differently, as far as it was asked for or found out in the background; for hovers and lenses. */
export class Answers {
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly around: AnswersSurroundings) {}

  /** Of two files, or two models of which these are runs. Undefined where it is unknown, or a file has changed since. */
  async between(one: string, other: string): Promise<KnownAnswers | undefined> {
    const found = this.#kept.get(key(one, other));
    if (found === undefined) return undefined;
    return found.print === (await printOf(found)) ? found : undefined;
  }

  /** Of a model and every other one, the newest first. */
  async of(path: string): Promise<readonly (KnownAnswers & { readonly partner: string })[]> {
    const found: (KnownAnswers & { readonly partner: string })[] = [];
    for (const kept of [...this.#kept.values()].reverse()) {
      if (kept.x !== path && kept.y !== path) continue;
      if ((await printOf(kept)) !== kept.print) continue;
      const { disagreement, files, x, y } = kept;
      found.push({ disagreement, files, partner: x === path ? y : x });
    }
    return found;
  }

  /** Remembers a report of all instances. */
  async learn({ x, y, disagreement }: Pick<OutputsReport, 'x' | 'y' | 'disagreement'>): Promise<void> {
    await this.#learn(x.path, y.path, disagreement);
  }

  /** Finds it out in the background where the files hold outputs, if that is allowed and cheap. */
  learnLater(x: string, y: string): void {
    const budgetSeconds = this.around.budgetSeconds();
    if (budgetSeconds === null) return;
    const find = async (): Promise<void> => {
      if ((await this.between(x, y)) !== undefined) return;
      const options = { budgetSeconds, priority: 'background' } as const;
      const disagreement = await partnerAnswers(this.around.jobs, x, y, options);
      if (disagreement !== undefined) await this.#learn(x, y, disagreement);
    };
    find().catch((error: unknown) => {
      if (!(error instanceof Cancelled || error instanceof BadInput)) this.around.log(error);
    });
  }

  async #learn(x: string, y: string, disagreement: Disagreement): Promise<void> {
    const answers: KnownAnswers = { disagreement, files: [x, y] };
    await this.#keep(x, y, answers);
    const [modelX, modelY] = [await this.#modelOf(x), await this.#modelOf(y)];
    if (modelX !== undefined && modelY !== undefined && modelX !== modelY)
      await this.#keep(modelX, modelY, answers);
    this.around.changed();
  }

  async #keep(x: string, y: string, answers: KnownAnswers): Promise<void> {
    const kept = { ...answers, x, y };
    this.#kept.delete(key(x, y));
    this.#kept.set(key(x, y), { ...kept, print: await printOf(kept) });
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > mostKept && !oldest.done) this.#kept.delete(oldest.value);
  }

  /** The model that was run to get a file, if it has not been written anew since. */
  async #modelOf(path: string): Promise<string | undefined> {
    const { metadata } = await this.around.jobs.open(path);
    const model = metadata.find(([name]) => name === runKeys.model)?.[1];
    // A share of another machine would be told who asks.
    if (model === undefined || !isAbsolute(model) || /^[\\/]{2}/.test(model)) return undefined;
    try {
      const [run, its] = await Promise.all([stat(path), stat(model)]);
      return its.mtimeMs <= run.mtimeMs ? model : undefined;
    } catch {
      return undefined;
    }
  }
}

async function printOf({ x, y, files }: Pick<Kept, 'x' | 'y' | 'files'>): Promise<string> {
  return `${await fingerprint(x, y)} ${await fingerprint(...files)}`;
}

function key(x: string, y: string): string {
  return JSON.stringify([x, y].sort());
}
