import { BadInput } from '../../tensors/badInput';
import type { Bytes, Source } from '../bytes';
import { Window } from '../window';
import { inflateZstd } from '../zstd';
import type { Flat } from './flat';
import { inflateLz4Frame } from '../lz4';
import { Headers } from './headers';
import type { Message } from './messages';
import type { Field } from './schema';

/** A compressed buffer is decompressed as a whole. */
const largestBuffer = 2 ** 30;
const memoryKept = 2 ** 26;

/** A buffer of a batch: how many bytes it has, as far as the batch says, and how to read them. */
export interface Span {
  readonly source: Source;
  readonly size: number;
}

/** Rows of a record batch, or the entries of a dictionary. */
export class Batch {
  #rows = 0;

  constructor(
    readonly message: Message,
    private readonly shared: Shared,
    private readonly isDictionary = false,
  ) {}

  get file(): Bytes {
    return this.message.file;
  }

  /** How many rows there are, once they have been read. */
  get rows(): number {
    return this.#rows;
  }

  async readRows(): Promise<void> {
    this.#rows = (await this.#header()).number(0, 8);
    if (this.#rows < 0)
      throw new BadInput(
        `${this.file.path}: the batch at byte ${this.message.metadata} has ${this.#rows} rows.`,
      );
  }

  /** Of a dictionary: its number, and whether it adds to the one before. */
  async dictionary(): Promise<{ id: number; isDelta: boolean }> {
    const header = await this.shared.headers.of(this.message);
    return { id: header.number(0, 8), isDelta: header.number(2, 1) !== 0 };
  }

  async #header(): Promise<Flat> {
    const header = await this.shared.headers.of(this.message);
    if (!this.isDictionary) return header;
    const data = header.table(1);
    if (data === undefined)
      throw new BadInput(`${this.file.path}: the dictionary at byte ${this.message.metadata} is empty.`);
    return data;
  }

  /** How many entries the node of a column has, and how many of them are missing. */
  async node({ node }: Field): Promise<{ length: number; missing: number }> {
    const header = await this.#header();
    return { length: header.inStruct(1, 16, node, 0), missing: header.inStruct(1, 16, node, 8) };
  }

  /** How many buffers of texts a column of views has, after the other two. */
  async shownBuffers({ views }: Field): Promise<number> {
    return (await this.#header()).inStruct(4, 8, views, 0);
  }

  /** The buffer `index` of a column. */
  async buffer({ buffer, views }: Field, index: number): Promise<Span> {
    const header = await this.#header();
    let number = buffer + index;
    for (let view = 0; view < views; view++) number += header.inStruct(4, 8, view, 0);
    const offset = header.inStruct(2, 16, number, 0);
    const size = header.inStruct(2, 16, number, 8);
    const { body, bodyLength, metadata } = this.message;
    if (offset < 0 || size < 0 || offset + size > bodyLength) {
      throw new BadInput(
        `${this.file.path}: the batch at byte ${metadata} is damaged: it has a buffer outside of its ${bodyLength} bytes.`,
      );
    }
    const where = `${this.file.path}: a buffer at byte ${body + offset}`;
    const codec = header.table(3)?.number(0, 1);
    if (codec === undefined || size === 0)
      return { size, source: new Window(where, this.file, body + offset, size) };
    return this.shared.inflated(where, this.file, body + offset, size, codec);
  }
}

/** What the batches of one model file keep in memory: the headers and the decompressed buffers used last. */
export class Shared {
  readonly headers = new Headers();
  readonly #inflated = new Map<string, Uint8Array<ArrayBuffer>>();

  async inflated(where: string, file: Bytes, offset: number, size: number, codec: number): Promise<Span> {
    if (size < 8) throw new BadInput(`${where} is damaged: it is compressed and has ${size} bytes.`);
    const prefix = Buffer.from(await file.read(offset, 8)).readBigInt64LE(0);
    // What does not become smaller is left as it was.
    if (prefix === -1n) return { size: size - 8, source: new Window(where, file, offset + 8, size - 8) };
    const length = Number(prefix);
    if (length < 0 || length > largestBuffer) {
      throw new BadInput(
        `${where} decompresses to ${length} bytes, and at most ${largestBuffer} are read at once: write smaller batches.`,
      );
    }
    const key = `${file.identity}:${offset}`;
    const bytes =
      this.#inflated.get(key) ?? inflate(where, await file.read(offset + 8, size - 8), length, codec);
    this.#keep(key, bytes);
    const memory: Source = { read: (at, count) => Promise.resolve(bytes.slice(at, at + count)) };
    return { size: length, source: new Window(where, memory, 0, length) };
  }

  #keep(key: string, bytes: Uint8Array<ArrayBuffer>): void {
    // Re-inserted, so that the first key is always the one that was not used for the longest time.
    this.#inflated.delete(key);
    this.#inflated.set(key, bytes);
    let held = 0;
    for (const { length } of this.#inflated.values()) held += length;
    for (const [oldest, { length }] of this.#inflated) {
      if (held <= memoryKept || oldest === key) return;
      held -= length;
      this.#inflated.delete(oldest);
    }
  }
}

function inflate(
  where: string,
  compressed: Uint8Array<ArrayBuffer>,
  length: number,
  codec: number,
): Uint8Array<ArrayBuffer> {
  // No format here makes less than a byte of 255.
  if (codec === 0 && length > 300 * compressed.length + 64) throw damaged(where);
  if (codec === 0) {
    const target = new Uint8Array(length);
    if (inflateLz4Frame(compressed, target) !== length) throw damaged(where);
    return target;
  }
  if (codec !== 1) throw new BadInput(`${where} is compressed in a way that is not known: write it anew.`);
  const bytes = inflateZstd(compressed, length);
  if (bytes === undefined) throw damaged(where);
  return bytes;
}

function damaged(where: string): BadInput {
  return new BadInput(`${where} is damaged: it does not decompress to what it claims.`);
}
