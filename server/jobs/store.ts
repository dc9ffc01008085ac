import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Contents, type Limits, listEntries, prune, touch } from './storeUpkeep';

/** Why nothing more is written, for people; retried after a minute. */
interface Trouble {
  readonly message: string;
  readonly since: number;
}

const retryAfter = 60_000;
/** An upkeep round after this many new entries, and after the first of a process. */
const upkeepEvery = 2_000;

/**
 * Values by key, one small file each, shared by any number of processes. Losing it costs time only: what cannot be
 * read whole and under its own key is a miss, and what cannot be written is left.
 */
export class Store {
  #trouble: Trouble | undefined;
  #written = 0;
  #upkeep: Promise<void> = Promise.resolve();

  /** @param folder null: nothing is kept */
  constructor(
    readonly folder: string | null,
    private readonly limits: Limits = { entries: 200_000, bytes: 256 * 2 ** 20 },
  ) {}

  /** Why the last write failed, as a sentence; undefined while writing works. */
  get trouble(): string | undefined {
    return this.#trouble?.message;
  }

  /** The value written under a key, or undefined. */
  async get(key: string): Promise<unknown> {
    const file = this.#fileOf(key);
    if (file === undefined) return undefined;
    try {
      const text = await readFile(file, 'utf8');
      const [sum = '', body = '', ...rest] = text.split('\n');
      if (rest.length > 0 || sum !== checksum(body)) return undefined;
      const entry: unknown = JSON.parse(body);
      if (!Array.isArray(entry) || entry[0] !== key) return undefined;
      await touch(file);
      return entry[1] as unknown;
    } catch {
      return undefined;
    }
  }

  /** Writes a value, whole or not at all. Never rejects. */
  async put(key: string, value: unknown): Promise<void> {
    const file = this.#fileOf(key);
    if (file === undefined) return;
    if (this.#trouble !== undefined && Date.now() - this.#trouble.since < retryAfter) return;
    const body = JSON.stringify([key, value]);
    const draft = `${file}.${process.pid}.${draftNumber++}.tmp`;
    try {
      await writeInFolder(draft, `${checksum(body)}\n${body}`);
      await rename(draft, file);
      this.#trouble = undefined;
      if (this.#written++ % upkeepEvery === 0) this.#startUpkeep();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#trouble = {
        message: `The cache cannot be written (${why}): results are not kept.`,
        since: Date.now(),
      };
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }

  /** How many entries there are and what they take. */
  async size(): Promise<Contents> {
    if (this.folder === null) return { entries: 0, bytes: 0 };
    const entries = await listEntries(this.folder);
    return { entries: entries.length, bytes: entries.reduce((sum, { size }) => sum + size, 0) };
  }

  /** Removes everything; says what it was. */
  async clear(): Promise<Contents> {
    await this.#upkeep;
    const removed = await this.size();
    if (this.folder !== null) await rm(this.folder, { recursive: true, force: true });
    this.#trouble = undefined;
    return removed;
  }

  /** Resolves when no upkeep is under way. */
  async settled(): Promise<void> {
    await this.#upkeep;
  }

  #startUpkeep(): void {
    const { folder } = this;
    if (folder === null) return;
    this.#upkeep = this.#upkeep.then(() => prune(folder, this.limits)).catch(() => undefined);
  }

  #fileOf(key: string): string | undefined {
    if (this.folder === null) return undefined;
    const hash = createHash('sha256').update(key).digest('hex');
    return join(this.folder, hash.slice(0, 2), hash.slice(2));
  }
}

let draftNumber = 0;

async function writeInFolder(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

function checksum(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 16);
}
