/** A tensor's entry in a safetensors header. */
export interface UsualEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * Reads entries in the very form all writers known to us give them, without white space: a header has them by the ten
 * thousand, and reading them so takes half the time. Anything else is left to the general parser.
 */
export class UsualEntries {
  #at = 0;

  constructor(private readonly text: string) {}

  /** Where the entry read last ends. */
  get end(): number {
    return this.#at;
  }

  /** The entry that begins at `at`, or undefined when it has another form. */
  read(at: number): UsualEntry | undefined {
    this.#at = at;
    if (!this.#take('{"dtype":"')) return undefined;
    const close = this.text.indexOf('"', this.#at);
    if (close < 0 || close - this.#at > 16) return undefined;
    const dtype = this.text.slice(this.#at, close);
    this.#at = close;
    if (!/^\w+$/.test(dtype) || !this.#take('","shape":[')) return undefined;
    const shape: number[] = [];
    if (this.text.charCodeAt(this.#at) !== 0x5d) {
      do {
        const length = this.#number();
        if (length < 0) return undefined;
        shape.push(length);
      } while (this.#take(','));
    }
    if (!this.#take('],"data_offsets":[')) return undefined;
    const begin = this.#number();
    if (begin < 0 || !this.#take(',')) return undefined;
    const end = this.#number();
    return end < 0 || !this.#take(']}') ? undefined : { dtype, shape, begin, end };
  }

  #take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.#at)) return false;
    this.#at += expected.length;
    return true;
  }

  /** A whole number of at most 15 digits without a leading zero; -1 for anything else. */
  #number(): number {
    const start = this.#at;
    let value = 0;
    for (; ; this.#at++) {
      const digit = this.text.charCodeAt(this.#at) - 0x30;
      if (!(digit >= 0 && digit <= 9)) break;
      value = 10 * value + digit;
    }
    const digits = this.#at - start;
    return digits === 0 || digits > 15 || (digits > 1 && this.text.charCodeAt(start) === 0x30) ? -1 : value;
  }
}
