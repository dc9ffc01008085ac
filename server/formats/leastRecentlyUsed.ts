/** Keeps what was used last, up to a total size; what falls out is told to `drop`. */
export class LeastRecentlyUsed<Key, Value> {
  readonly #entries = new Map<Key, { readonly value: Value; size: number }>();
  #total = 0;

  constructor(
    private limit: number,
    private readonly drop: (value: Value) => void = () => undefined,
  ) {}

  /** Size of everything kept, in the unit of the limit. */
  get total(): number {
    return this.#total;
  }

  get(key: Key): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    // Re-inserted, so that the first key is always the one that was not used for the longest time.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** Keeps a value, or changes the size of a kept one. The newest stays even when it alone is above the limit. */
  set(key: Key, value: Value, size: number): void {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      this.#entries.delete(key);
      this.#total -= known.size;
      if (known.value !== value) this.drop(known.value);
    }
    this.#entries.set(key, { value, size });
    this.#total += size;
    this.#shrink(this.limit, 1);
  }

  delete(key: Key): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#total -= entry.size;
    this.drop(entry.value);
  }

  /** Changes the limit; at once everything above it falls out, if need be the newest too. */
  resize(limit: number): void {
    this.limit = limit;
    this.#shrink(limit, 0);
  }

  clear(): void {
    this.#shrink(-1, 0);
  }

  #shrink(limit: number, least: number): void {
    for (const key of this.#entries.keys()) {
      if (this.#total <= limit || this.#entries.size <= least) return;
      this.delete(key);
    }
  }
}
