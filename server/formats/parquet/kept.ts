/** Numbers of a page as they are in memory, and which of them are missing: 1; absent where none is. */
export interface PageNumbers {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly gaps?: Uint8Array;
}

type Kind = Uint8Array<ArrayBuffer> | string[] | PageNumbers;

/** A page is decoded as a whole: bytes of those kept. */
const bytesKept = 2 ** 27;
const bytesOfText = 64;

/** The pages decoded last, of all columns of a file. */
export class Kept {
  readonly #pages = new Map<string, { readonly values: Kind; readonly bytes: number }>();

  /** What a key stands for, which is always of one kind; made when it is not there. */
  async get<T extends Kind>(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#pages.get(key);
    const values = (known?.values as T | undefined) ?? (await make());
    const bytes = known?.bytes ?? bytesOf(values);
    // Re-inserted, so that the first key is always the one that was not used for the longest time.
    this.#pages.delete(key);
    this.#pages.set(key, { values, bytes });
    let held = 0;
    for (const each of this.#pages.values()) held += each.bytes;
    for (const [oldest, each] of this.#pages) {
      if (held <= bytesKept || oldest === key) break;
      held -= each.bytes;
      this.#pages.delete(oldest);
    }
    return values;
  }
}

function bytesOf(values: Kind): number {
  if (Array.isArray(values)) return bytesOfText * values.length;
  return values instanceof Uint8Array ? values.length : values.bytes.length + (values.gaps?.length ?? 0);
}
