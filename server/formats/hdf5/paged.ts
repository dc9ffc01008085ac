import type { Source } from '../bytes';
import type { Mounted } from './mounted';

/** Headers are read in very many small pieces, most of them beside the one before. */
const pageBytes = 65_536;
const pagesKept = 32;
const smallRead = 16_384;

/** A mounted file of which the pages read last stay in memory. */
export class Paged implements Mounted {
  readonly where: string;
  readonly size: number;
  readonly source: Source;
  readonly #pages = new Map<number, Uint8Array>();
  /** What was looked at last that is not in one page. */
  #large: { readonly position: number; readonly bytes: Uint8Array } | undefined;

  constructor(private readonly file: Mounted) {
    this.where = file.where;
    this.size = file.size;
    this.source = file.source;
  }

  readNow(target: Uint8Array, position: number): void {
    if (target.length > smallRead) {
      this.file.readNow(target, position);
      return;
    }
    for (let done = 0; done < target.length;) {
      const at = position + done;
      const number = Math.floor(at / pageBytes);
      const piece = this.#page(number).subarray(
        at - number * pageBytes,
        at - number * pageBytes + target.length - done,
      );
      if (piece.length === 0) throw new RangeError(`${this.where} has no byte ${at}`);
      target.set(piece, done);
      done += piece.length;
    }
  }

  /** Bytes to look at, not to keep or change: of a page where they lie in one. */
  view(position: number, length: number): Uint8Array {
    const number = Math.floor(position / pageBytes);
    const from = position - number * pageBytes;
    if (length <= smallRead && from + length <= pageBytes)
      return this.#page(number).subarray(from, from + length);
    // What is large is often read again at once: for what an object is, what it has and what is said of it.
    if (this.#large?.position !== position || this.#large.bytes.length !== length) {
      this.#large = undefined;
      const bytes = new Uint8Array(length);
      this.readNow(bytes, position);
      this.#large = { position, bytes };
    }
    return this.#large.bytes;
  }

  /** Gives the memory back. */
  release(): void {
    this.#pages.clear();
    this.#large = undefined;
  }

  #page(number: number): Uint8Array {
    const known = this.#pages.get(number);
    if (known !== undefined) return known;
    const start = number * pageBytes;
    const page = new Uint8Array(Math.min(pageBytes, this.size - start));
    this.file.readNow(page, start);
    this.#pages.set(number, page);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= pagesKept) break;
      this.#pages.delete(oldest);
    }
    return page;
  }
}
