import { quoted } from '../tensors/badInput';
import { LeastRecentlyUsed } from '../formats/leastRecentlyUsed';
import type { FileStamp } from './openFiles';
import type { HeaderReader } from './reader';
import type { NamedRowsInput } from './tasks/namedRows';
import type { NamesResult } from './tasks/names';
import type { RowsInput, RowsResult } from './tasks/rows';
import type { Picked } from './view';
import { Wanted } from './wanted';

/** Where the names of the rows of a file are. */
export interface NamesSource {
  readonly file: FileStamp;
  /** Position of the tensor in the file; null: its column of ids. */
  readonly tensor: number | null;
}

const bytesKept = 256 * 2 ** 20;
const urgency = { priority: 'eye' } as const;

/** What all who ask know together. */
class Known {
  readonly names = new LeastRecentlyUsed<string, Wanted<NamesResult>>(bytesKept);
  readonly rows = new LeastRecentlyUsed<string, Wanted<RowsResult>>(bytesKept);
  readonly named = new LeastRecentlyUsed<string, Wanted<Picked | null>>(bytesKept);
}

/** What rows are called and which belong together; kept, because every request about a comparison asks for it. */
export class RowMatcher {
  constructor(
    private readonly reader: HeaderReader,
    private readonly known = new Known(),
    private readonly signal?: AbortSignal,
  ) {}

  /** The same for a job with this signal: what only it waits for is given up with it. Then all reject with Cancelled. */
  during(signal: AbortSignal | undefined): RowMatcher {
    return new RowMatcher(this.reader, this.known, signal);
  }

  /** The names of the rows of a file. Throws BadInput. */
  names(source: NamesSource): Promise<NamesResult> {
    const { file, tensor } = source;
    const make = (signal: AbortSignal): Promise<NamesResult> =>
      this.reader.run('names', { file, tensor }, { urgency, subject: quoted(file.path), signal });
    return kept(this.known.names, keyOf(source), bytesOf, make).get(this.signal);
  }

  /** The names a text file lists, one a line; read anew each time, as it may have changed. Throws BadInput. */
  list(path: string): Promise<NamesResult> {
    const list = new Wanted((signal) =>
      this.reader.run('names', { list: path }, { urgency, subject: quoted(path), signal }),
    );
    return list.get(this.signal);
  }

  /** The rows that belong together; `key` says what they depend on, null: something that is not kept. Throws BadInput. */
  rows(input: RowsInput, key: string | null): Promise<RowsResult> {
    const find = (signal: AbortSignal): Promise<RowsResult> =>
      this.reader.run('rows', input, { urgency, subject: subjectOf(input.paths), signal });
    const size = ({ picked }: RowsResult): number =>
      (picked ?? []).reduce((sum, { numbers }) => sum + numbers.byteLength, 100);
    const found = key === null ? new Wanted(find) : kept(this.known.rows, key, size, find);
    return found.get(this.signal);
  }

  /** The rows of another file with the same ids. Throws BadInput. */
  namedRows(input: NamedRowsInput, key: string): Promise<Picked | null> {
    const find = (signal: AbortSignal): Promise<Picked | null> =>
      this.reader.run('namedRows', input, { urgency, subject: quoted(input.path), signal });
    const size = (picked: Picked | null): number => 100 + (picked?.numbers.byteLength ?? 0);
    return kept(this.known.named, key, size, find).get(this.signal);
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

/** A value on its way that is kept unless it fails; how large it is, is known later. */
function kept<Value>(
  among: LeastRecentlyUsed<string, Wanted<Value>>,
  key: string,
  sizeOf: (value: Value) => number,
  make: (signal: AbortSignal) => Promise<Value>,
): Wanted<Value> {
  const known = among.get(key);
  if (known?.isGivenUp === false) return known;
  const made = new Wanted<Value>(async (signal) => {
    try {
      const value = await make(signal);
      if (among.get(key) === made) among.set(key, made, sizeOf(value));
      return value;
    } catch (error) {
      if (among.get(key) === made) among.delete(key);
      throw error;
    }
  });
  among.set(key, made, 0);
  return made;
}
