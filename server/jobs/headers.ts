import { setMaxListeners } from 'node:events';
import type { ModelSummary, TensorEntry } from '../protocol';
import { quoted } from '../tensors/badInput';
import { LeastRecentlyUsed } from '../formats/leastRecentlyUsed';
import type { FileStamp } from './openFiles';
import type { HeaderReader } from './reader';
import { RowMatcher } from './rowMatcher';
import { assertSame } from './stamp';
import type { ClassNames } from './tasks/classNames';
import { Wanted } from './wanted';

/** What is known of a file without its data. */
export interface Header {
  readonly stamp: FileStamp;
  readonly summary: ModelSummary;
  /** All tensors, once somebody has asked for them. */
  tensors?: Wanted<readonly TensorEntry[]>;
}

/** Tensors in one message: receiving it takes some milliseconds. */
const page = 2_000;
/** Tensors of all headers kept together. */
const tensorsKept = 500_000;
const urgency = { priority: 'eye' } as const;

/** What all who ask know together. */
class Known {
  readonly headers = new LeastRecentlyUsed<string, Header>(tensorsKept);
  readonly opening = new Map<string, Wanted<Header>>();
}

/** The headers of the files used last, kept on the calling thread until the files change. */
export class Headers {
  constructor(
    private readonly reader: HeaderReader,
    /** What the rows of the files are called. */
    readonly rows = new RowMatcher(reader),
    private readonly known = new Known(),
    private readonly signal?: AbortSignal,
  ) {}

  /** The same for a job with this signal: what only it waits for is given up with it. Then all reject with Cancelled. */
  during(signal: AbortSignal | undefined): Headers {
    // Labels are looked for in dozens of places at once.
    if (signal !== undefined) setMaxListeners(0, signal);
    return new Headers(this.reader, this.rows.during(signal), this.known, signal);
  }

  /** The header of a file as it is now. Throws BadInput, also where `stamp` is given and is not that of its summary. */
  async open(path: string, stamp?: string): Promise<Header> {
    const header = await this.#opening(path).get(this.signal);
    assertSame(header.summary.stamp, stamp, [path]);
    return header;
  }

  #opening(path: string): Wanted<Header> {
    const { opening } = this.known;
    const under = opening.get(path);
    if (under?.isGivenUp === false) return under;
    const begun = new Wanted<Header>((signal) =>
      this.#open(path, signal).finally(() => {
        if (opening.get(path) === begun) opening.delete(path);
      }),
    );
    opening.set(path, begun);
    return begun;
  }

  /** `count` tensors from the `first` on; fewer at the end. */
  async page(header: Header, first: number, count: number): Promise<readonly TensorEntry[]> {
    if (header.tensors !== undefined || count > page)
      return (await this.all(header)).slice(first, first + count);
    return this.#read(header, first, count, this.signal);
  }

  /** All tensors of a file, brought over in pages, so that the calling thread is free in between. */
  all(header: Header): Promise<readonly TensorEntry[]> {
    if (header.tensors?.isGivenUp !== false) {
      const begun = new Wanted<readonly TensorEntry[]>((signal) =>
        this.#readAll(header, signal).catch((error: unknown) => {
          // The next one to ask shall not get an old failure.
          if (header.tensors === begun) delete header.tensors;
          throw error;
        }),
      );
      header.tensors = begun;
    }
    return header.tensors.get(this.signal);
  }

  /** What a file calls the columns of a tensor, and the classes that it numbers. Throws BadInput. */
  async classNames({ stamp }: Header, index: number): Promise<ClassNames> {
    const [names = {}] = await this.reader.run(
      'classNames',
      { file: stamp, tensors: [index] },
      optionsOf(stamp.path, this.signal),
    );
    return names;
  }

  async #open(path: string, signal: AbortSignal): Promise<Header> {
    const known = this.known.headers.get(path);
    const input = known === undefined ? { path } : { path, known: known.stamp.identity };
    const { identity, summary } = await this.reader.run('header', input, optionsOf(path, signal));
    if (summary === undefined && known !== undefined) return known;
    if (summary === undefined) throw new RangeError('a header without a summary');
    const header: Header = { stamp: { path, identity }, summary };
    this.known.headers.set(path, header, summary.tensorCount + 1);
    return header;
  }

  async #readAll(header: Header, signal: AbortSignal): Promise<readonly TensorEntry[]> {
    const all: TensorEntry[] = [];
    const { tensorCount } = header.summary;
    while (all.length < tensorCount) all.push(...(await this.#read(header, all.length, page, signal)));
    return all;
  }

  #read(
    { stamp }: Header,
    first: number,
    count: number,
    signal: AbortSignal | undefined,
  ): Promise<readonly TensorEntry[]> {
    return this.reader.run('page', { file: stamp, first, count }, optionsOf(stamp.path, signal));
  }
}

function optionsOf(path: string, signal: AbortSignal | undefined) {
  return { urgency, subject: quoted(path), ...(signal !== undefined && { signal }) };
}
