const mebibyte = 2 ** 20;

/** The memory that tasks under way may hold together. */
export class Budget {
  #used = 0;

  /** @param raisedBy what a person raises to get more, as they know it */
  constructor(
    private limitBytes: number,
    readonly raisedBy = 'nnsim.memoryLimit',
  ) {}

  get limit(): number {
    return this.limitBytes;
  }

  get used(): number {
    return this.#used;
  }

  /** Changes the limit; what is under way keeps what it has. */
  resize(limitBytes: number): void {
    this.limitBytes = limitBytes;
  }

  /** Whether so much can be taken now. When nothing is taken, anything within the limit can. */
  admits(bytes: number): boolean {
    return this.#used === 0 || this.#used + bytes <= this.limitBytes;
  }

  take(bytes: number): void {
    this.#used += bytes;
  }

  giveBack(bytes: number): void {
    this.#used -= bytes;
  }

  /** Why something that takes so much can never run, as a sentence; undefined when it can. */
  refusal(bytes: number, subject: string): string | undefined {
    if (bytes <= this.limitBytes) return undefined;
    return (
      `${capitalised(subject)} would need about ${size(bytes)} of memory at once, more than the ` +
      `${size(this.limitBytes)} allowed: raise ${this.raisedBy} (in MiB) or choose smaller layers.`
    );
  }
}

function size(bytes: number): string {
  const mebibytes = bytes / mebibyte;
  return mebibytes >= 10 * 1024 ? `${(mebibytes / 1024).toFixed(1)} GiB` : `${Math.ceil(mebibytes)} MiB`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
