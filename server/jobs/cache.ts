import { join } from 'node:path';
import type { MeasureCall, Score } from '../protocol';
import type { LayerSource } from './layers';
import { asScore, contentsKey, scoreKey } from './scoreKey';
import { Store } from './store';

/** Files whose content hashes are kept in memory. */
const filesKept = 256;

/**
 * Scores by what they depend on, and the content hashes of tensors by the identity of their file: a comparison of two
 * files that were read before needs none of their data.
 */
export class Cache {
  readonly #store: Store;
  /** Content hashes by position, by file identity. */
  readonly #contents = new Map<string, Promise<Map<number, string>>>();
  readonly #unsaved = new Set<string>();

  constructor(storage: string | null) {
    this.#store = new Store(storage === null ? null : join(storage, 'cache'));
  }

  /** The score of two layers, when both have been read before and it is known. Throws BadInput for no measure. */
  async get(x: LayerSource, y: LayerSource, call: MeasureCall): Promise<Score | undefined> {
    const [left, right] = await Promise.all([this.#contentOf(x), this.#contentOf(y)]);
    if (left === undefined || right === undefined) return undefined;
    const key = scoreKey({ ...x, content: left }, { ...y, content: right }, call);
    return asScore(await this.#store.get(key), call);
  }

  /** Keeps a score. Never rejects. */
  async put(
    x: LayerSource,
    y: LayerSource,
    call: MeasureCall,
    score: Score,
    contents: readonly [string, string],
  ) {
    await Promise.all([this.learn(x, contents[0]), this.learn(y, contents[1])]);
    const key = scoreKey({ ...x, content: contents[0] }, { ...y, content: contents[1] }, call);
    await this.#store.put(key, score);
  }

  /** Remembers the content hash of a tensor. */
  async learn({ file, index }: LayerSource, content: string): Promise<void> {
    const known = await this.#contentsOf(file.identity);
    if (known.get(index) === content) return;
    known.set(index, content);
    this.#unsaved.add(file.identity);
  }

  /** Writes down what was learnt about contents. */
  async save(): Promise<void> {
    const identities = [...this.#unsaved];
    this.#unsaved.clear();
    for (const identity of identities) {
      const known = await this.#contentsOf(identity);
      // Another process may have learnt about other tensors meanwhile.
      for (const [index, content] of await this.#read(identity))
        if (!known.has(index)) known.set(index, content);
      await this.#store.put(contentsKey(identity), [...known]);
    }
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

  async #contentOf({ file, index }: LayerSource): Promise<string | undefined> {
    return (await this.#contentsOf(file.identity)).get(index);
  }

  #contentsOf(identity: string): Promise<Map<number, string>> {
    const known = this.#contents.get(identity) ?? this.#read(identity);
    // Re-inserted, so that the first key is always the file that was not used for the longest time.
    this.#contents.delete(identity);
    this.#contents.set(identity, known);
    for (const oldest of this.#contents.keys()) {
      if (this.#contents.size <= filesKept) break;
      if (!this.#unsaved.has(oldest)) this.#contents.delete(oldest);
      else break;
    }
    return known;
  }

  async #read(identity: string): Promise<Map<number, string>> {
    const value = await this.#store.get(contentsKey(identity));
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
