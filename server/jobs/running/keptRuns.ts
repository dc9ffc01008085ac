import { dirname, join } from 'node:path';
import type { KeptRun, RunChoice } from '../../protocol';
import type { LabelPlace } from '../../runtimes/carriedLabels';
import type { KeepOrder } from '../../runtimes/keepRun';
import { readEntry } from '../../runtimes/keptEntry';
import { BadInput } from '../../tensors/badInput';
import type { Headers } from '../headers';
import { labelSource } from '../labels';
import type { Contents } from '../storeUpkeep';
import { clear, contentsOf, damagedOf, prune } from './keptFolder';

export interface KeptLimits {
  /** Most bytes of one run, and of all that are kept. */
  readonly each: number;
  readonly all: number;
}

const gibibyte = 2 ** 30;
/** Instances at once, where the model takes any number. */
const batch = 32;

/** What runs of models came to, in the folder of the cache: asked for again, they are there at once. */
export class KeptRuns {
  /** Folders of entries by what was asked, as the files were then. */
  readonly #known = new Map<string, string>();
  /** Entries that were handed out, those used last at the end. */
  readonly #used = new Set<string>();
  #upkeep: Promise<void> = Promise.resolve();

  constructor(
    private readonly storage: string | null,
    private readonly limits: KeptLimits = { each: 4 * gibibyte, all: 8 * gibibyte },
  ) {}

  /** The run, by `make` where it is not known to be kept. Throws BadInput. */
  async run(
    choice: RunChoice,
    headers: Headers,
    make: (order: Omit<KeepOrder, 'draft'>) => Promise<KeptRun>,
  ): Promise<KeptRun> {
    if (this.storage === null) throw new BadInput('There is no folder in which runs could be kept.');
    const labels = await labelsOf(choice, headers);
    const files = [choice.model, ...choice.probes.map(({ path }) => path), ...(labels ? [labels.path] : [])];
    const identities = await Promise.all(
      files.map(async (path) => (await headers.open(path)).stamp.identity),
    );
    const key = JSON.stringify([choice, labels, identities]);
    const folder = this.#known.get(key);
    const known = folder === undefined ? undefined : await readEntry(folder);
    const kept = join(this.storage, 'runs');
    const found =
      known === undefined
        ? await make({ ...choice, batch, mostBytes: this.limits.each, kept, ...(labels && { labels }) })
        : { ...known, cached: true };
    this.#remember(key, dirname(dirname(found.path)));
    if (!found.cached) this.#startUpkeep(kept);
    return found;
  }

  /** A line about them for people. */
  async describe(): Promise<string> {
    if (this.storage === null) return 'none: there is no folder for them';
    const kept = join(this.storage, 'runs');
    const { entries, bytes } = await contentsOf(kept);
    const size = `${entries}, ${Math.round(bytes / 2 ** 20)} MiB`;
    const damaged = await damagedOf(kept);
    return damaged === 0 ? size : `${size}; ${damaged} damaged, made again when asked for`;
  }

  /** Removes all; says what it was. Throws BadInput when the disk does not let it. */
  async clear(): Promise<Contents> {
    await this.#upkeep;
    return this.storage === null ? { entries: 0, bytes: 0 } : clear(join(this.storage, 'runs'));
  }

  async settled(): Promise<void> {
    await this.#upkeep;
  }

  #remember(key: string, folder: string): void {
    this.#known.set(key, folder);
    this.#used.delete(folder);
    this.#used.add(folder);
  }

  #startUpkeep(kept: string): void {
    this.#upkeep = this.#upkeep.then(() => prune(kept, this.limits.all, this.#used)).catch(() => undefined);
  }
}

/** The labels in or beside the file with the instances, by the rules for those beside activations. */
async function labelsOf({ probes: [probe] }: RunChoice, headers: Headers): Promise<LabelPlace | undefined> {
  if (probe === undefined) return undefined;
  const tensors = await headers.all(await headers.open(probe.path));
  const name = probe.tensor ?? probe.input;
  const tensor = tensors.length === 1 ? tensors[0] : tensors.find((one) => one.name === name);
  if (tensor === undefined) return undefined;
  const found = await labelSource({ files: [probe.path], rows: tensor.shape[0] }, headers);
  return found && { path: found.file.path, index: found.index };
}
