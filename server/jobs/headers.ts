import type { ModelSummary, TensorEntry } from '../protocol';
import { quoted } from '../tensors/badInput';
import { LeastRecentlyUsed } from './leastRecentlyUsed';
import type { FileStamp } from './openFiles';
import type { HeaderReader, Readers } from './readers';
import { RowMatcher } from './rowMatcher';

/** What is known of a file without its data. */
export interface Header {
  readonly stamp: FileStamp;
  readonly summary: ModelSummary;
  /** The thread that has it open. */
  readonly reader: HeaderReader;
  /** All tensors, once somebody has asked for them. */
  tensors?: Promise<readonly TensorEntry[]>;
}

/** Tensors in one message: receiving it takes some milliseconds. */
const page = 2_000;
/** Tensors of all headers kept together. */
const tensorsKept = 500_000;
const urgency = { priority: 'eye' } as const;

/** The headers of the files used last, kept on the calling thread until the files change. */
export class Headers {
  readonly #kept = new LeastRecentlyUsed<string, Header>(tensorsKept);
  readonly #opening = new Map<string, Promise<Header>>();

  /** What the rows of the files are called. */
  readonly rows: RowMatcher;

  constructor(private readonly readers: Readers) {
    this.rows = new RowMatcher(readers);
  }

  /** The header of a file as it is now. Throws BadInput. */
  open(path: string): Promise<Header> {
    const under = this.#opening.get(path);
    if (under !== undefined) return under;
    const opening = this.#open(path).finally(() => this.#opening.delete(path));
    this.#opening.set(path, opening);
    return opening;
  }

  /** `count` tensors from the `first` on; fewer at the end. */
  async page(header: Header, first: number, count: number): Promise<readonly TensorEntry[]> {
    if (header.tensors !== undefined || count > page)
      return (await this.all(header)).slice(first, first + count);
    return this.#read(header, first, count);
  }

  /** All tensors of a file, brought over in pages, so that the calling thread is free in between. */
  all(header: Header): Promise<readonly TensorEntry[]> {
    header.tensors ??= this.#readAll(header).catch((error: unknown) => {
      // The next one to ask shall not get an old failure.
      delete header.tensors;
      throw error;
    });
    return header.tensors;
  }

  async #open(path: string): Promise<Header> {
    const known = this.#kept.get(path);
    const input = known === undefined ? { path } : { path, known: known.stamp.identity };
    const reader = await this.readers.for(path);
    const { identity, summary } = await reader.run('header', input, { urgency, subject: quoted(path) });
    if (summary === undefined && known !== undefined) return known;
    if (summary === undefined) throw new RangeError('a header without a summary');
    const header: Header = { stamp: { path, identity }, summary, reader };
    this.#kept.set(path, header, summary.tensorCount + 1);
    return header;
  }

  async #readAll(header: Header): Promise<readonly TensorEntry[]> {
    const all: TensorEntry[] = [];
    const { tensorCount } = header.summary;
    while (all.length < tensorCount) all.push(...(await this.#read(header, all.length, page)));
    return all;
  }

  #read({ stamp, reader }: Header, first: number, count: number): Promise<readonly TensorEntry[]> {
    return reader.run('page', { file: stamp, first, count }, { urgency, subject: quoted(stamp.path) });
  }
}
