import { BadInput, quoted } from '../../tensors/badInput';
import { decode, isSingle } from '../../tensors/decode';
import type { DType, Values } from '../../tensors/dtype';
import type { Bytes } from '../bytes';
import { decompress } from './decompress';
import { present, spread } from './gaps';
import type { Kept, PageNumbers } from './kept';
import { readLevels, splitPage, type Split } from './levels';
import type { Chunk } from './metadata';
import { Pages, type Page } from './pages';
import { physical, type Leaf } from './types';
import { encodings, isByDictionary, numbersOf, textsOf } from './values';

/** A chunk of a column, and its rows in the table. */
export interface Part {
  readonly chunk: Chunk;
  readonly first: number;
  readonly rows: number;
}

/** Reads a column, one page at a time. */
export class ColumnReader {
  readonly #pages = new Map<Part, Pages>();
  /** Of the lists at each depth, how many values they hold; 1 at the end. */
  readonly #widths: readonly number[];

  /** @param lengths of the lists of each row, outermost first; none for plain columns */
  constructor(
    private readonly file: Bytes,
    private readonly name: string,
    private readonly leaf: Leaf,
    private readonly lengths: readonly number[],
    private readonly parts: readonly Part[],
    private readonly kept: Kept,
  ) {
    this.#widths = [...lengths, 1].map((_, i) =>
      lengths.slice(i).reduce((product, each) => product * each, 1),
    );
  }

  /** Elements [first, first + count): as many a row as its lists have together. NaN for missing ones. */
  async numbers(dtype: DType, stored: DType, first: number, count: number): Promise<Values> {
    const { size } = this.leaf;
    const result = isSingle(dtype) ? new Float32Array(count) : new Float64Array(count);
    await this.#each(first, count, async (part, page, from, some, before) => {
      const { bytes, gaps } = await this.#numbers(part, page);
      result.set(decode(stored, bytes.slice(from * size, (from + some) * size)), before);
      if (gaps === undefined) return;
      for (let i = 0; i < some; i++) if (gaps[from + i] === 1) result[before + i] = NaN;
    });
    return result;
  }

  /** The whole numbers of rows [first, first + count) in digits; empty for missing ones. */
  async digits(stored: DType, first: number, count: number): Promise<string[]> {
    const { size } = this.leaf;
    const result: string[] = [];
    await this.#each(first, count, async (part, page, from, some) => {
      const { bytes, gaps } = await this.#numbers(part, page);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      for (let i = from * size; i < (from + some) * size; i += size) {
        if (gaps?.[i / size] === 1) result.push('');
        else if (size === 8)
          result.push(String(stored === 'uint64' ? view.getBigUint64(i, true) : view.getBigInt64(i, true)));
        else result.push(String(decode(stored, bytes.slice(i, i + size))[0]));
      }
    });
    return result;
  }

  /** The texts of rows [first, first + count); empty for missing ones. */
  async texts(first: number, count: number): Promise<string[]> {
    const result: string[] = [];
    await this.#each(first, count, async (part, page, from, some) => {
      const texts = await this.kept.get(`${this.leaf.index} ${page.start}`, () => this.#texts(part, page));
      for (let i = from; i < from + some; i++) result.push(texts[i] ?? '');
    });
    return result;
  }

  /** The lengths of the lists in the first row, which holds `width` values: outermost first. */
  async lengthsOfFirst(width: number): Promise<number[] | undefined> {
    const { repetitions: depth } = this.leaf;
    const [part] = this.parts;
    if (part === undefined || width === 0) return undefined;
    /** Where lists of each depth begin for the second time. */
    const widths = new Array<number>(depth + 1).fill(width);
    for (let at = 1; at < width;) {
      const page = await this.#pagesOf(part).find(at);
      const { repetitions } = await this.#split(part, page);
      for (; at < Math.min(width, page.first + page.count); at++)
        for (let level = repetitions?.[at - page.first] ?? 0; level <= depth; level++)
          widths[level] = Math.min(widths[level] ?? at, at);
    }
    const lengths = Array.from({ length: depth }, (_, i) => (widths[i] ?? 0) / (widths[i + 1] ?? 1));
    return lengths.every(Number.isInteger) && widths[depth] === 1 ? lengths : undefined;
  }

  /** Goes through the pages that elements [first, first + count) lie in. */
  async #each(
    first: number,
    count: number,
    take: (part: Part, page: Page, from: number, some: number, before: number) => Promise<void>,
  ): Promise<void> {
    const [width = 1] = this.#widths;
    let low = 0;
    for (let high = this.parts.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if ((this.parts[middle]?.first ?? 0) * width <= first) low = middle;
      else high = middle;
    }
    for (let done = 0; done < count; low++) {
      const part = this.parts[low];
      if (part === undefined) throw new RangeError(`column ${this.name} has no element ${first + done}`);
      const end = Math.min(first + count, (part.first + part.rows) * width) - part.first * width;
      for (let at = first + done - part.first * width; at < end;) {
        const page = await this.#pagesOf(part).find(at);
        const some = Math.min(end, page.first + page.count) - at;
        await take(part, page, at - page.first, some, done);
        at += some;
        done += some;
      }
    }
  }

  #pagesOf(part: Part): Pages {
    const kind = this.leaf.type === physical.bytes ? 'texts' : 'numbers';
    const pages = this.#pages.get(part) ?? new Pages(this.file, this.name, part.chunk, kind);
    this.#pages.set(part, pages);
    return pages;
  }

  #numbers(part: Part, page: Page): Promise<PageNumbers> {
    const { index, size, type } = this.leaf;
    return this.kept.get(`${index} ${page.start}`, async () => {
      const { repetitions, definitions, values } = await this.#split(part, page);
      this.#checkLists(part, page, repetitions);
      const { definitions: most, repetitions: depth } = this.leaf;
      if (depth > 0) this.#checkPresent(part, page, definitions);
      const there = present(definitions, most, page.count);
      if (there === 0) return spread(new Uint8Array(), size, definitions, most);
      const dictionary = await this.#dictionary(part, page);
      const isTruth = type === physical.boolean;
      const numbers = numbersOf(page.encoding, values, there, size, isTruth, dictionary);
      if (numbers === undefined) return this.#damaged(part, page);
      return there === page.count ? { bytes: numbers } : spread(numbers, size, definitions, most);
    });
  }

  async #texts(part: Part, page: Page): Promise<string[]> {
    const { definitions, values } = await this.#split(part, page);
    const most = this.leaf.definitions;
    const isThere = (i: number): boolean => definitions === undefined || definitions[i] === most;
    const count = present(definitions, most, page.count);
    const entries = isByDictionary(page.encoding) ? await this.#entries(part) : undefined;
    const texts = textsOf(page.encoding, values, count, entries) ?? this.#damaged(part, page);
    if (count === page.count) return texts;
    let next = 0;
    return Array.from({ length: page.count }, (_, i) => (isThere(i) ? (texts[next++] ?? '') : ''));
  }

  async #dictionary(part: Part, page: Page): Promise<Uint8Array | undefined> {
    const dictionary = this.#pagesOf(part).dictionary;
    if (dictionary === undefined || !isByDictionary(page.encoding)) return undefined;
    const { index, size } = this.leaf;
    return this.kept.get(`${index} ${dictionary.start}`, async () => {
      const bytes = await this.#inflated(part, dictionary, 0);
      return (
        numbersOf(encodings.plain, bytes, dictionary.count, size, false, undefined) ??
        this.#damaged(part, dictionary)
      );
    });
  }

  async #entries(part: Part): Promise<string[] | undefined> {
    const dictionary = this.#pagesOf(part).dictionary;
    if (dictionary === undefined) return undefined;
    return this.kept.get(`${this.leaf.index} ${dictionary.start}`, async () => {
      const bytes = await this.#inflated(part, dictionary, 0);
      return textsOf(encodings.plain, bytes, dictionary.count, undefined) ?? this.#damaged(part, dictionary);
    });
  }

  async #split(part: Part, page: Page): Promise<Split> {
    if (page.kind === 'data') {
      const bytes = await this.#inflated(part, page, 0);
      return splitPage(bytes, page, this.leaf) ?? this.#damaged(part, page);
    }
    const { repetitions: first, definitions: second, count } = page;
    if (first < 0 || second < 0 || first + second > Math.min(page.compressed, page.size))
      return this.#damaged(part, page);
    const bytes = await this.file.read(page.start, first + second);
    const levels = (from: number, end: number, most: number): Uint8Array | undefined =>
      most === 0
        ? undefined
        : (readLevels(bytes.subarray(from, end), count, most) ?? this.#damaged(part, page));
    const repetitions = levels(0, first, this.leaf.repetitions);
    const definitions = levels(first, first + second, this.leaf.definitions);
    return { repetitions, definitions, values: await this.#inflated(part, page, first + second) };
  }

  /** The bytes of a page after `levels` that are not compressed. */
  async #inflated(part: Part, page: Page, levels: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.file.read(page.start + levels, page.compressed - levels);
    const codec = page.isCompressed ? part.chunk.codec : 0;
    const inflated = decompress(codec, bytes, page.size - levels);
    if (inflated !== undefined) return inflated;
    throw this.#pagesOf(part).bad(page.at, `does not decompress to the ${page.size} bytes it claims`);
  }

  #checkLists(part: Part, { first }: Page, repetitions: Uint8Array | undefined): void {
    if (repetitions === undefined) return;
    for (const [i, level] of repetitions.entries()) {
      const expected = this.#widths.findIndex((width) => (first + i) % width === 0);
      if (level === expected) continue;
      // The one before is too long, or has ended too early.
      const what = `has a list that is not of ${this.lengths.join(' x ')} values`;
      throw this.#bad(part, Math.max(0, first + i - 1), what, 'only lists of one length are read');
    }
  }

  #checkPresent(part: Part, { first }: Page, definitions: Uint8Array | undefined): void {
    const most = this.leaf.definitions;
    const gap = definitions?.findIndex((level) => level !== most) ?? -1;
    if (gap >= 0)
      throw this.#bad(
        part,
        first + gap,
        'lacks a value or a list',
        'fill or drop what is missing, and write the table again',
      );
  }

  #bad(part: Part, value: number, what: string, why: string): BadInput {
    const row = part.first + Math.floor(value / (this.#widths[0] ?? 1));
    return new BadInput(
      `${this.file.path}: column ${quoted(this.name)} ${what} in row ${row} (counted from 0): ${why}.`,
    );
  }

  #damaged(part: Part, { at, encoding, count }: Page): never {
    const known: readonly number[] = Object.values(encodings);
    throw this.#pagesOf(part).bad(
      at,
      known.includes(encoding)
        ? `is damaged, or its ${count} values are stored in a way that is not read (encoding ${encoding}): write the file anew`
        : `is stored in an unknown way, number ${encoding}`,
    );
  }
}
