import { BadInput, quoted } from '../../tensors/badInput';
import type { Bytes } from '../bytes';
import { Compact } from './compact';
import type { Chunk } from './metadata';

/** A page of a chunk, by its header. */
export interface Page {
  readonly kind: 'data' | 'data2' | 'dictionary';
  /** Where its header begins in the file. */
  readonly at: number;
  /** Its bytes in the file, without the header. */
  readonly start: number;
  readonly compressed: number;
  readonly size: number;
  /** Number of its first value in the chunk, and how many values it has, missing ones among them. */
  readonly first: number;
  readonly count: number;
  readonly encoding: number;
  /** How levels are encoded; in pages of the second version, how many bytes they take. */
  readonly definitions: number;
  readonly repetitions: number;
  /** Of the second version: whether its values are compressed as the chunk says. */
  readonly isCompressed: boolean;
}

const largestPage = { numbers: 2 ** 28, texts: 2 ** 26 };
const mostValues = { numbers: 2 ** 24, texts: 2 ** 22 };
/** A page has 20,000 values or a mebibyte, as writers make them. */
const mostPages = 200_000;
const mostEmpty = 100;
/** Its statistics may hold long texts. */
const shortHeader = 256;
const longHeader = 2 ** 20;
/** The bytes of a page a value takes in no encoding of numbers, levels and all; and those of a page beside its values. */
const mostBytes = 24;
const beside = 2 ** 20;

/** Walks over the pages of a chunk as far as it has to. Only headers are read. */
export class Pages {
  readonly #found: Page[] = [];
  #dictionary: Page | undefined;
  #at: number;
  #values = 0;
  #empty = 0;
  #step: Promise<void> | undefined;

  constructor(
    private readonly file: Bytes,
    private readonly column: string,
    private readonly chunk: Chunk,
    private readonly kind: 'numbers' | 'texts',
  ) {
    this.#at = chunk.start;
  }

  /** The page a value lies in. Throws BadInput when the pages end before. */
  async find(value: number): Promise<Page> {
    while (this.#values <= value) {
      this.#step ??= this.#next().finally(() => (this.#step = undefined));
      await this.#step;
    }
    let low = 0;
    for (let high = this.#found.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if ((this.#found[middle]?.first ?? 0) <= value) low = middle;
      else high = middle;
    }
    const page = this.#found[low];
    if (page === undefined) throw new RangeError(`value ${value} is in no page`);
    return page;
  }

  /** The page of the dictionary: known once a page of data is, before which it lies. */
  get dictionary(): Page | undefined {
    return this.#dictionary;
  }

  bad(at: number, what: string): BadInput {
    return new BadInput(
      `${this.file.path}: the page of column ${quoted(this.column)} at byte ${at} ${what}.`,
    );
  }

  async #next(): Promise<void> {
    const at = this.#at;
    const { end, values } = this.chunk;
    if (at >= end)
      throw this.bad(
        at,
        `is missing: ${this.#values} of ${values} values are there, so copy or write the file again`,
      );
    const { page, next } = await this.#header(at);
    this.#at = next;
    if (page === undefined || page.count === 0) {
      if (++this.#empty > mostEmpty) throw this.bad(at, `is empty, as ${mostEmpty} were before it`);
      return;
    }
    if (page.kind === 'dictionary') {
      if (this.#dictionary !== undefined || this.#found.length > 0)
        throw this.bad(at, 'is a second dictionary, or comes too late for one');
      this.#dictionary = page;
      return;
    }
    if (page.first + page.count > values)
      throw this.bad(at, `has ${page.count} values, and the column has ${values - page.first} left`);
    if (this.#found.push(page) > mostPages)
      throw this.bad(at, `is one of more than ${mostPages}: write the file with larger pages`);
    this.#values += page.count;
  }

  /** A page and the byte after it; undefined for one that holds no values. */
  async #header(at: number): Promise<{ page: Page | undefined; next: number }> {
    const { file, chunk } = this;
    for (const length of [shortHeader, longHeader]) {
      const window = Math.min(length, chunk.end - at);
      const compact = new Compact(
        `${file.path}: the page of column ${quoted(this.column)} at byte ${at}`,
        await file.read(at, window),
      );
      try {
        return this.#parse(at, compact);
      } catch (error) {
        // It may only be longer than what was read of it.
        if (!(error instanceof BadInput) || length === longHeader || window < length) throw error;
      }
    }
    throw new RangeError('a header has a last length');
  }

  #parse(at: number, compact: Compact): { page: Page | undefined; next: number } {
    let [type, size, compressed] = [-1, -1, -1];
    let [count, encoding, definitions, repetitions, isCompressed] = [-1, -1, 0, 0, true];
    for (const id of compact.fields()) {
      if (id === 1) type = compact.integer();
      else if (id === 2) size = compact.integer();
      else if (id === 3) compressed = compact.integer();
      else if (id === 5 || id === 7 || id === 8) {
        for (const inner of compact.fields()) {
          if (inner === 1) count = compact.integer();
          else if (inner === (id === 8 ? 4 : 2)) encoding = compact.integer();
          else if (inner === (id === 8 ? 5 : 3) && id !== 7) definitions = compact.integer();
          else if (inner === (id === 8 ? 6 : 4) && id !== 7) repetitions = compact.integer();
          else if (inner === 7) isCompressed = compact.truth();
        }
      }
    }
    const start = at + compact.at;
    const next = start + compressed;
    if (compressed < 0 || next > this.chunk.end)
      throw this.bad(at, `claims ${compressed} bytes, and its column has ${this.chunk.end - start} left`);
    const kind = (
      [
        ['data', 0],
        ['dictionary', 2],
        ['data2', 3],
      ] as const
    ).find(([, each]) => each === type)?.[0];
    if (kind === undefined) {
      if (type !== 1) throw this.bad(at, `is of an unknown kind, number ${type}`);
      return { page: undefined, next };
    }
    const few = mostValues[this.kind];
    if (count < 0 || count > few)
      throw this.bad(at, `claims ${count} values, and at most ${few} are read at once: write smaller pages`);
    const fitting = this.kind === 'numbers' ? beside + count * mostBytes : Infinity;
    const most = Math.min(largestPage[this.kind], fitting);
    if (size < 0 || size > most)
      throw this.bad(at, `claims ${size} bytes for ${count} values, and at most ${most} are read at once`);
    const first = kind === 'dictionary' ? 0 : this.#values;
    return {
      page: {
        kind,
        at,
        start,
        compressed,
        size,
        first,
        count,
        encoding,
        definitions,
        repetitions,
        isCompressed,
      },
      next,
    };
  }
}
