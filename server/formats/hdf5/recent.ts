/** What was read last, by where it lies; together it has no more than so many bytes, unless one has more by itself. */
export class Recent<T extends { readonly length: number }> {
  readonly #kept = new Map<number, T>();
  #bytes = 0;
  /** What was asked for last, which is often asked for again. */
  #newest: number | undefined;

  constructor(private readonly mostBytes: number) {}

  /**
   * What is kept of an address, or else what `read` gives, which is kept from then on.
   * @param fits whether what is kept is what is asked for: parts of a damaged file lie over each other
   */
  get(address: number, read: () => T, fits: (kept: T) => boolean = () => true): T {
    const known = this.#kept.get(address);
    if (known !== undefined && address === this.#newest && fits(known)) return known;
    this.#newest = address;
    // Re-inserted, so that the first is always the one that was not used for the longest time.
    if (known !== undefined) this.#kept.delete(address);
    if (known !== undefined && fits(known)) {
      this.#kept.set(address, known);
      return known;
    }
    const value = read();
    this.#kept.set(address, value);
    this.#bytes += value.length - (known?.length ?? 0);
    for (const [oldest, { length }] of this.#kept) {
      if (this.#bytes <= this.mostBytes || oldest === address) break;
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
