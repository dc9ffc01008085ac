import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BadInput } from '../tensors/badInput';
import { type Contents, type Limits, listEntries, prune, touch } from './storeUpkeep';

/** Why nothing more is written, for people; retried after a minute. */
interface Trouble {
  readonly message: string;
  readonly since: number;
}

const retryAfter = 60_000;
/** How often a write is tried again when its folder goes in the midst of it. */
const attempts = 10;
/**
 * An upkeep round, which looks at every entry, after so large a part of the limits was written anew, and after the first
 * entry of a process.
 */
const upkeepEvery = 0.1;

/**
 * Values by key, one small file each, shared by any number of processes. Losing it costs time only: what cannot be
 * read whole and under its own key is a miss, and what cannot be written is left.
 */
export class Store {
  #trouble: Trouble | undefined;
  /** Since the last upkeep round began. */
  #written: Contents = { entries: Infinity, bytes: 0 };
  #upkeep: Promise<void> = Promise.resolve();
  #warned = false;

  /**
   * @param folder null: nothing is kept
   * @param warn told the first time that nothing can be written
   */
  constructor(
    readonly folder: string | null,
    private readonly limits: Limits = { entries: 200_000, bytes: 256 * 2 ** 20 },
    private readonly warn: (trouble: string) => void = () => undefined,
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
      const text = `${checksum(body)}\n${body}`;
      await replace(file, draft, text);
      this.#trouble = undefined;
      this.#count(text.length);
    } catch (error) {
      this.#trouble = {
        message: `The cache cannot be written (${reasonOf(error)}): results are not kept.`,
        since: Date.now(),
      };
      if (!this.#warned) this.warn(this.#trouble.message);
      this.#warned = true;
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }

  /** How many entries there are and what they take. */
  async size(): Promise<Contents> {
    if (this.folder === null) return { entries: 0, bytes: 0 };
    const entries = await listEntries(this.folder);
    return { entries: entries.length, bytes: entries.reduce((sum, { size }) => sum + size, 0) };
  }

  /** Removes everything; says what it was. Throws BadInput when the disk does not let it. */
  async clear(): Promise<Contents> {
    await this.#upkeep;
    const removed = await this.size();
    this.#trouble = undefined;
    if (this.folder === null) return removed;
    // Moved away first: nothing can be written into a folder while it is being removed.
    const old = `${this.folder}.${process.pid}.${draftNumber++}.old`;
    try {
      await rename(this.folder, old);
      await rm(old, { recursive: true, force: true });
    } catch (error) {
      if (isMissing(error)) return removed;
      throw new BadInput(`The cache in ${this.folder} cannot be removed (${reasonOf(error)}).`);
    }
    return removed;
  }

  /** Resolves when no upkeep is under way. */
  async settled(): Promise<void> {
    await this.#upkeep;
  }

  #count(length: number): void {
    const { folder, limits } = this;
    const { entries, bytes } = this.#written;
    this.#written = { entries: entries + 1, bytes: bytes + length };
    if (folder === null) return;
    if (entries < upkeepEvery * limits.entries && bytes < upkeepEvery * limits.bytes) return;
    this.#written = { entries: 0, bytes: 0 };
    this.#upkeep = this.#upkeep.then(() => prune(folder, this.limits)).catch(() => undefined);
  }

  #fileOf(key: string): string | undefined {
    if (this.folder === null) return undefined;
    const hash = createHash('sha256').update(key).digest('hex');
    return join(this.folder, hash.slice(0, 2), hash.slice(2));
  }
}

let draftNumber = 0;

/** Writes a file whole, by way of a draft; makes its folder anew where another process clears the cache meanwhile. */
async function replace(file: string, draft: string, text: string): Promise<void> {
  for (let left = attempts; ; left--) {
    try {
      await writeFile(draft, text);
      await rename(draft, file);
      return;
    } catch (error) {
      if (!isMissing(error) || left === 0) throw error;
      await mkdir(dirname(file), { recursive: true });
    }
  }
}

/** What commonly keeps a disk from being written, by the words of the system. */
const reasons = new Map([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'your share of the disk is used up'],
  ['EROFS', 'the disk is read-only'],
  ['EACCES', 'you lack the permission to write in its folder'],
  // Of a folder to be made with those above it, on a disk that is read-only too.
  ['ENOENT', 'its folder cannot be made'],
]);

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return reasons.get(code) ?? error.message;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function checksum(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 16);
}
