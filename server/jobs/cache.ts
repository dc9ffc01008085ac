import { join } from 'node:path';
import { complete } from '../measures/complete';
import type { MeasureCall, Score } from '../protocol';
import type { LayerSource } from './layers';
import type { LabelSource } from './labelReader';
import { asScore, contentsKey, labelsKey, scoreKey } from './scoreKey';
import { Store } from './store';

/** A tensor of a file. */
type Place = Pick<LayerSource, 'file' | 'index'>;
type Labels = Place & Pick<LabelSource, 'picked' | 'byName'>;
/** The content hashes of both tensors, and of the labels where the measure looked at them. */
export type Contents = readonly [x: string, y: string, labels?: string];

/** Content hashes are kept by so many tensors: an entry is small enough to be written while a comparison runs. */
const chunk = 256;
/** Chunks of content hashes kept in memory. */
const chunksKept = 2048;

/**
 * Scores by what they depend on, and the content hashes of tensors by the identity of their file: a comparison of two
 * files that were read before needs none of their data.
 */
export class Cache {
  readonly #store: Store;
  /** Content hashes by position, by chunk. */
  readonly #contents = new Map<string, Promise<Map<number, string>>>();
  readonly #unsaved = new Set<string>();
  /** The last writing of contents; one follows the other, so that none undoes another. */
  #saving: Promise<void> = Promise.resolve();

  /** @param warn told once, when it cannot be written */
  constructor(storage: string | null, warn?: (trouble: string) => void) {
    this.#store = new Store(storage === null ? null : join(storage, 'cache'), undefined, warn);
  }

  /** The score of two layers, when both have been read before and it is known. Throws BadInput for no measure. */
  async get(x: LayerSource, y: LayerSource, call: MeasureCall, labels?: Labels): Promise<Score | undefined> {
    const [left, right] = await Promise.all([this.#contentOf(x), this.#contentOf(y)]);
    if (left === undefined || right === undefined) return undefined;
    const given = labels === undefined ? undefined : await this.#contentOf(labels);
    if (labels !== undefined && given === undefined && complete(call).measure.needs.labels) return undefined;
    const seen = labels === undefined || given === undefined ? undefined : labelsKey(given, labels);
    const key = scoreKey({ ...x, content: left }, { ...y, content: right }, call, seen);
    return asScore(await this.#store.get(key), call);
  }

  /** Keeps a score. Never rejects. */
  async put(
    x: LayerSource,
    y: LayerSource,
    call: MeasureCall,
    score: Score,
    contents: Contents,
    labels?: Labels,
  ) {
    await this.learnAll(x, y, contents, labels);
    const [left, right, given] = contents;
    const seen = given === undefined ? undefined : labelsKey(given, labels ?? {});
    const key = scoreKey({ ...x, content: left }, { ...y, content: right }, call, seen);
    await this.#store.put(key, score);
  }

  /** Remembers the content hashes of what a score depends on until they are saved. */
  async learnAll(x: LayerSource, y: LayerSource, contents: Contents, labels?: Labels): Promise<void> {
    const [left, right, seen] = contents;
    await Promise.all([this.#learn(x, left), this.#learn(y, right)]);
    if (labels !== undefined && seen !== undefined) await this.#learn(labels, seen);
  }

  async #learn(layer: Place, content: string): Promise<void> {
    const key = chunkKey(layer);
    const known = await this.#contentsOf(key);
    if (known.get(layer.index) === content) return;
    known.set(layer.index, content);
    this.#unsaved.add(key);
  }

  /** Writes down what was learnt about contents, without which no score is found again. Never rejects. */
  save(): Promise<void> {
    this.#saving = this.#saving.then(() => this.#save());
    return this.#saving;
  }

  async #save(): Promise<void> {
    const keys = [...this.#unsaved];
    this.#unsaved.clear();
    for (const key of keys) {
      const known = await this.#contentsOf(key);
      // Another process may have learnt about other tensors meanwhile.
      for (const [index, content] of await this.#read(key)) if (!known.has(index)) known.set(index, content);
      await this.#store.put(contentsKey(key), [...known]);
    }
  }

  /** What was kept under a key; undefined: nothing. Whoever reads it checks it, another version may have written it. */
  recall(key: string): Promise<unknown> {
    return this.#store.get(knownKey(key));
  }

  /** Keeps what was found out until the cache is cleared. Never rejects. */
  remember(key: string, value: unknown): Promise<void> {
    return this.#store.put(knownKey(key), value);
  }

  async clear(): Promise<{ entries: number; bytes: number }> {
    this.#contents.clear();
    this.#unsaved.clear();
    return this.#store.clear();
  }

  /** A line about the cache for people. */
  async describe(): Promise<string> {
    if (this.#store.folder === null) return 'off: there is no folder for it';
    const { entries, bytes } = await this.#store.size();
    const size = `${entries} entries, ${(bytes / 2 ** 20).toFixed(1)} MiB in ${this.#store.folder}`;
    return this.#store.trouble === undefined ? size : `${size}. ${this.#store.trouble}`;
  }

  async settled(): Promise<void> {
    await this.save();
    await this.#store.settled();
  }

  async #contentOf(layer: Place): Promise<string | undefined> {
    return (await this.#contentsOf(chunkKey(layer))).get(layer.index);
  }

  #contentsOf(key: string): Promise<Map<number, string>> {
    const known = this.#contents.get(key) ?? this.#read(key);
    // Re-inserted, so that the first key is always the chunk that was not used for the longest time.
    this.#contents.delete(key);
    this.#contents.set(key, known);
    for (const oldest of this.#contents.keys()) {
      if (this.#contents.size <= chunksKept) break;
      if (!this.#unsaved.has(oldest)) this.#contents.delete(oldest);
      else break;
    }
    return known;
  }

  async #read(key: string): Promise<Map<number, string>> {
    const value = await this.#store.get(contentsKey(key));
    const contents = new Map<number, string>();
    if (!Array.isArray(value)) return contents;
    for (const pair of value as unknown[]) {
      if (!Array.isArray(pair)) continue;
      const [index, content] = pair as unknown[];
      if (typeof index === 'number' && typeof content === 'string') contents.set(index, content);
    }
    return contents;
  }
}

const knownKey = (key: string): string => JSON.stringify(['known', key]);

/** Short to make: it is asked for each of the tens of thousands of tensors that a file may have. */
function chunkKey({ file, index }: Place): string {
  return `${file.identity}#${Math.floor(index / chunk)}`;
}
