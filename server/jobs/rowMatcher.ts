import { quoted } from '../tensors/badInput';
import type { Header } from './headers';
import { LeastRecentlyUsed } from './leastRecentlyUsed';
import type { FileStamp } from './openFiles';
import type { HeaderReader, Readers } from './readers';
import type { NamedRowsInput } from './tasks/namedRows';
import type { NamesResult } from './tasks/names';
import type { RowsInput, RowsResult } from './tasks/rows';
import type { Picked } from './view';

/** Where the names of the rows of a file are. */
export interface NamesSource {
  readonly file: FileStamp;
  readonly header: Header;
  /** Position of the tensor in the file; null: its column of ids. */
  readonly tensor: number | null;
}

const bytesKept = 256 * 2 ** 20;
const urgency = { priority: 'eye' } as const;

/** What rows are called and which belong together; kept, because every request about a comparison asks for it. */
export class RowMatcher {
  readonly #names = new LeastRecentlyUsed<string, Promise<NamesResult>>(bytesKept);
  readonly #found = new LeastRecentlyUsed<string, Promise<unknown>>(bytesKept);

  constructor(private readonly readers: Pick<Readers, 'usual'>) {}

  /** The names of the rows of a file, read by the thread that has it open. Throws BadInput. */
  names(source: NamesSource): Promise<NamesResult> {
    const { file, header, tensor } = source;
    return kept(this.#names, keyOf(source), bytesOf, () =>
      header.reader.run('names', { file, tensor }, { urgency, subject: quoted(file.path) }),
    );
  }

  /** The names a text file lists, one a line; read anew each time, as it may have changed. Throws BadInput. */
  list(path: string): Promise<NamesResult> {
    return this.#reader.run('names', { list: path }, { urgency, subject: quoted(path) });
  }

  /** The rows that belong together; `key` says what they depend on, null: something that is not kept. Throws BadInput. */
  rows(input: RowsInput, key: string | null): Promise<RowsResult> {
    const find = (): Promise<RowsResult> =>
      this.#reader.run('rows', input, { urgency, subject: subjectOf(input.paths) });
    if (key === null) return find();
    const size = ({ picked }: RowsResult): number =>
      (picked ?? []).reduce((sum, { numbers }) => sum + numbers.byteLength, 100);
    return kept(this.#found, `rows ${key}`, size, find) as Promise<RowsResult>;
  }

  /** The rows of another file with the same ids. Throws BadInput. */
  namedRows(input: NamedRowsInput, key: string): Promise<Picked | null> {
    const find = (): Promise<unknown> =>
      this.#reader.run('namedRows', input, { urgency, subject: quoted(input.path) });
    const size = (picked: unknown): number => 100 + ((picked as Picked | null)?.numbers.byteLength ?? 0);
    return kept(this.#found, `named ${key}`, size, find) as Promise<Picked | null>;
  }

  get #reader(): HeaderReader {
    return this.readers.usual;
  }
}

/** What names depend on. */
export function keyOf({ file, tensor }: Pick<NamesSource, 'file' | 'tensor'>): string {
  return JSON.stringify([file.identity, tensor]);
}

function bytesOf({ names }: NamesResult): number {
  return names.bytes.byteLength + names.ends.byteLength;
}

function subjectOf(paths: readonly string[]): string {
  return `the rows of ${paths.map(quoted).join(' and ')}`;
}

/** A promised value that is kept unless it fails; how large it is, is known later. */
function kept<Value, Kept extends Value>(
  among: LeastRecentlyUsed<string, Promise<Value>>,
  key: string,
  sizeOf: (value: Kept) => number,
  make: () => Promise<Kept>,
): Promise<Value> {
  const known = among.get(key);
  if (known !== undefined) return known;
  const made = make();
  among.set(key, made, 0);
  made.then(
    (value) => {
      if (among.get(key) === made) among.set(key, made, sizeOf(value));
    },
    () => {
      if (among.get(key) === made) among.delete(key);
    },
  );
  return made;
}
