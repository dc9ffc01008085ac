/** What was read last, by where it lies; together it has no more than so many bytes, unless one has more by itself. */
export class Recent<T extends { readonly length: number }> {
  readonly #kept = new Map<string | number, T>();
  #bytes = 0;

  constructor(private readonly mostBytes: number) {}

  /** What is kept under a key, or else what `read` gives, which is kept from then on. */
  get(key: string | number, read: () => T): T {
    const known = this.#kept.get(key);
    if (known !== undefined) {
      // Re-inserted, so that the first key is always the one that was not used for the longest time.
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known;
    }
    const value = read();
    this.#kept.set(key, value);
    this.#bytes += value.length;
    for (const [oldest, { length }] of this.#kept) {
      if (this.#bytes <= this.mostBytes || oldest === key) break;
      this.#kept.delete(oldest);
      this.#bytes -= length;
    }
    return value;
  }

  /** Gives the memory back. */
  release(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }
}
