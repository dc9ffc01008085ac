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
  readonly jobs: Pick<Jobs, 'open' | 'outputs' | 'recall' | 'remember'>;
  /** Seconds that may be spent unasked; null: none. */
  budgetSeconds(): number | null;
  /** Something new is known. */
  changed(): void;
  log(problem: unknown): void;
}

/** Other models that are remembered of one, and files of which it is at hand. */
const most = { partners: 50, files: 500 };

/**
 * How often models answer differently, as far as it was asked for or found out in the background; for hovers and lenses.
 * Kept in the cache for the next start.
 */
export class Answers {
  /** By file, what was learnt last at the end; the file used last is the last. */
  readonly #known = new Map<string, Promise<readonly Kept[]>>();
  /** One is learnt after the other, so that none undoes another. */
  #learning: Promise<void> = Promise.resolve();

  constructor(private readonly around: AnswersSurroundings) {}

  /** Of two files, or two models of which these are runs. Undefined where it is unknown, or a file has changed since. */
  async between(one: string, other: string): Promise<KnownAnswers | undefined> {
    const found = (await this.#of(one)).find(isOf(one, other));
    if (found === undefined) return undefined;
    return found.print === (await printOf(found)) ? found : undefined;
  }

  /** Of a model and every other one, the newest first. */
  async of(path: string): Promise<readonly (KnownAnswers & { readonly partner: string })[]> {
    const found: (KnownAnswers & { readonly partner: string })[] = [];
    for (const kept of (await this.#of(path)).toReversed()) {
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

  /** Finds it out in the background where the files hold outputs, if that is allowed and cheap. Never rejects. */
  async learnLater(x: string, y: string): Promise<void> {
    const budgetSeconds = this.around.budgetSeconds();
    if (budgetSeconds === null) return;
    try {
      if ((await this.between(x, y)) !== undefined) return;
      const options = { budgetSeconds, priority: 'background' } as const;
      const disagreement = await partnerAnswers(this.around.jobs, x, y, options);
      if (disagreement !== undefined) await this.#learn(x, y, disagreement);
    } catch (error) {
      if (!(error instanceof Cancelled || error instanceof BadInput)) this.around.log(error);
    }
  }

  /** The cache was cleared: nothing is known any more. */
  forget(): void {
    this.#known.clear();
  }

  #learn(x: string, y: string, disagreement: Disagreement): Promise<void> {
    const learning = this.#learning.then(async () => {
      const answers: KnownAnswers = { disagreement, files: [x, y] };
      await this.#keep(x, y, answers);
      const [modelX, modelY] = [await this.#modelOf(x), await this.#modelOf(y)];
      if (modelX !== undefined && modelY !== undefined && modelX !== modelY)
        await this.#keep(modelX, modelY, answers);
      this.around.changed();
    });
    this.#learning = learning.catch(() => undefined);
    return learning;
  }

  async #keep(x: string, y: string, answers: KnownAnswers): Promise<void> {
    const pair = { ...answers, x, y };
    const kept = { ...pair, print: await printOf(pair) };
    const isSame = isOf(x, y);
    for (const path of new Set([x, y])) {
      const others = (await this.#of(path)).filter((one) => !isSame(one));
      const all = [...others, kept].slice(-most.partners);
      this.#known.set(path, Promise.resolve(all));
      await this.around.jobs.remember(keyOf(path), all);
    }
  }

  /** What is known of a file: at hand, or from the cache. */
  #of(path: string): Promise<readonly Kept[]> {
    const known = this.#known.get(path) ?? this.#recall(path);
    this.#known.delete(path);
    this.#known.set(path, known);
    const oldest = this.#known.keys().next();
    if (this.#known.size > most.files && !oldest.done) this.#known.delete(oldest.value);
    return known;
  }

  async #recall(path: string): Promise<readonly Kept[]> {
    const found = await this.around.jobs.recall(keyOf(path));
    return Array.isArray(found) ? (found as unknown[]).filter(isKept) : [];
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

/** Whether something is of these two, either way round. */
function isOf(one: string, other: string): (kept: Pick<Kept, 'x' | 'y'>) => boolean {
  return ({ x, y }) => (x === one && y === other) || (x === other && y === one);
}

/** The number is raised whenever something else is kept. */
const keyOf = (path: string): string => JSON.stringify(['answers', 1, path]);

/** Read from the disk, and perhaps written by another version. */
function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, print, files, disagreement } = value as Partial<Record<keyof Kept, unknown>>;
  const areTexts = [x, y, print].every((one) => typeof one === 'string');
  const isPair = Array.isArray(files) && files.length === 2 && files.every((one) => typeof one === 'string');
  return areTexts && isPair && isDisagreement(disagreement);
}

function isDisagreement(value: unknown): value is Disagreement {
  if (typeof value !== 'object' || value === null) return false;
  const { share, byChance, kappa, ...bounds } = value as Partial<Record<keyof Disagreement, unknown>>;
  const isNumber = (one: unknown): boolean => typeof one === 'number';
  const isLacking = (one: unknown): boolean => one === undefined || isNumber(one);
  return [share, byChance, kappa].every(isNumber) && [bounds.least, bounds.most].every(isLacking);
}
