import { BadInput, quoted } from '../../tensors/badInput';
import type { Bytes } from '../bytes';
import { Compact } from './compact';

/** A node of the schema, which is stored depth first. Format: github.com/apache/parquet-format. */
export interface Element {
  readonly name: string;
  /** Of a leaf, its physical type; undefined for a group. */
  readonly type: number | undefined;
  /** Bytes of each value where all have the same. */
  readonly length: number;
  readonly repetition: number;
  readonly children: number;
  readonly converted: number | undefined;
  readonly logical: { readonly type: number; readonly bits: number; readonly signed: boolean } | undefined;
}

/** One leaf column in one row group. */
export interface Chunk {
  readonly type: number;
  readonly codec: number;
  readonly values: number;
  /** Values that are missing, where the file says how many. */
  readonly missing: number | undefined;
  /** Its pages lie in bytes [start, end) of the file. */
  readonly start: number;
  readonly end: number;
  readonly isEncrypted: boolean;
}

export interface Group {
  readonly rows: number;
  readonly chunks: readonly Chunk[];
}

export interface Metadata {
  readonly elements: readonly Element[];
  readonly groups: readonly Group[];
  readonly pairs: readonly (readonly [string, string])[];
}

export const magic = 'PAR1';
const longestFooter = 100_000_000;
const mostElements = 200_000;
const mostGroups = 1_000_000;
const mostChunks = 1_000_000;
const mostPairs = 10_000;
/** Old writers left the header of the dictionary out of the size of a chunk. */
const forgotten = 100;

/** The metadata at the end of a file, and where they begin. Throws BadInput. */
export async function readMetadata(bytes: Bytes): Promise<Metadata> {
  const { path, size } = bytes;
  const end = size < 12 ? undefined : Buffer.from(await bytes.read(size - 8, 8));
  const word = end?.toString('latin1', 4);
  if (word === 'PARE') throw new BadInput(`${path} is encrypted: write it without encryption.`);
  if (end === undefined || word !== magic)
    throw new BadInput(
      `${path} is cut short: it does not end as a Parquet file does, so copy or write it again.`,
    );
  const length = end.readUInt32LE(0);
  if (length > size - 12)
    throw new BadInput(`${path}: the footer claims ${length} bytes, and the file has ${size}.`);
  if (length > longestFooter)
    throw new BadInput(`${path}: the footer claims ${length} bytes, more than ${longestFooter}.`);
  return new Footer(path, size - 8 - length, await bytes.read(size - 8 - length, length)).read();
}

class Footer {
  readonly #compact: Compact;
  #chunks = 0;

  constructor(
    private readonly path: string,
    private readonly start: number,
    bytes: Uint8Array,
  ) {
    this.#compact = new Compact(`${path}: the footer`, bytes);
  }

  read(): Metadata {
    const compact = this.#compact;
    const elements: Element[] = [];
    const groups: Group[] = [];
    const pairs: [string, string][] = [];
    for (const id of compact.fields()) {
      if (id === 2)
        for (const left of compact.list()) {
          if (left > mostElements)
            throw this.#bad(`it has ${left} columns, and at most ${mostElements} are read`);
          elements.push(this.#element());
        }
      else if (id === 4)
        for (const left of compact.list()) {
          if (left > mostGroups)
            throw this.#bad(`it has ${left} row groups, and at most ${mostGroups} are read`);
          groups.push(this.#group());
        }
      else if (id === 5)
        for (const left of compact.list()) {
          if (left > mostPairs) throw this.#bad(`it has ${left} notes, and at most ${mostPairs} are read`);
          pairs.push(this.#pair());
        }
    }
    if (elements.length === 0) throw this.#bad('it has no schema');
    return { elements, groups, pairs };
  }

  #element(): Element {
    const compact = this.#compact;
    let [name, type, length, repetition, children]: [string, number | undefined, number, number, number] = [
      '',
      undefined,
      0,
      0,
      0,
    ];
    let converted: number | undefined;
    let logical: Element['logical'];
    for (const id of compact.fields()) {
      if (id === 1) type = compact.integer();
      else if (id === 2) length = compact.integer();
      else if (id === 3) repetition = compact.integer();
      else if (id === 4) name = compact.text();
      else if (id === 5) children = compact.integer();
      else if (id === 6) converted = compact.integer();
      else if (id === 10) logical = this.#logical();
    }
    if (repetition < 0 || repetition > 2 || children < 0 || (type !== undefined && children > 0))
      throw this.#bad(`the column ${quoted(name)} is described in a way that makes no sense`);
    return { name, type, length, repetition, children, converted, logical };
  }

  /** A union: a structure of which one field is there, by which the type is known. */
  #logical(): Element['logical'] {
    const compact = this.#compact;
    let [type, bits, signed] = [0, 0, false];
    for (const id of compact.fields()) {
      type = id;
      if (id !== 10) continue;
      for (const inner of compact.fields()) {
        if (inner === 1) bits = compact.integer();
        else if (inner === 2) signed = compact.truth();
      }
    }
    return { type, bits, signed };
  }

  #group(): Group {
    const compact = this.#compact;
    const chunks: Chunk[] = [];
    let rows = 0;
    for (const id of compact.fields()) {
      if (id === 1)
        for (const left of compact.list()) {
          if (this.#chunks++ + left > mostChunks)
            throw this.#bad(`it has more than ${mostChunks} pieces of columns: write larger row groups`);
          chunks.push(this.#chunk());
        }
      else if (id === 3) rows = compact.integer();
    }
    if (rows < 0) throw this.#bad(`a row group has ${rows} rows`);
    return { rows, chunks };
  }

  #chunk(): Chunk {
    const compact = this.#compact;
    let chunk: Chunk | undefined;
    let [isElsewhere, isEncrypted] = [false, false];
    for (const id of compact.fields()) {
      if (id === 1) isElsewhere = compact.text() !== '';
      else if (id === 3) chunk = this.#chunkMetadata();
      else if (id === 8 || id === 9) isEncrypted = true;
    }
    if (isElsewhere)
      throw new BadInput(`${this.path} keeps its columns in other files: open those one by one.`);
    if (chunk === undefined && !isEncrypted) throw this.#bad('a column has no description');
    const none = { type: 0, codec: 0, values: 0, missing: undefined, start: 0, end: 0 };
    return { ...(chunk ?? none), isEncrypted };
  }

  #chunkMetadata(): Chunk {
    const compact = this.#compact;
    let [type, codec, values, size, data, dictionary] = [-1, -1, -1, -1, -1, 0];
    let missing: number | undefined;
    for (const id of compact.fields()) {
      if (id === 1) type = compact.integer();
      else if (id === 4) codec = compact.integer();
      else if (id === 5) values = compact.integer();
      else if (id === 7) size = compact.integer();
      else if (id === 9) data = compact.integer();
      else if (id === 11) dictionary = compact.integer();
      else if (id === 12) {
        for (const inner of compact.fields()) if (inner === 3) missing = compact.integer();
      }
    }
    // Where there is no dictionary, some write 0 and some where the data are.
    const start = dictionary > 0 ? Math.min(dictionary, data) : data;
    // Where there are no values, writers put them nowhere.
    const begins = values === 0 ? 0 : magic.length;
    if (values < 0 || size < 0 || start < begins || start + size > this.start)
      throw this.#bad(`a column has ${values} values in ${size} bytes at byte ${start}`);
    return {
      type,
      codec,
      values,
      missing,
      start,
      end: Math.min(start + size + forgotten, this.start),
      isEncrypted: false,
    };
  }

  #pair(): [string, string] {
    const compact = this.#compact;
    let [key, value] = ['', ''];
    for (const id of compact.fields()) {
      if (id === 1) key = compact.text();
      else if (id === 2) value = compact.text();
    }
    return [key, value];
  }

  #bad(what: string): BadInput {
    return new BadInput(`${this.path}: the footer is damaged: ${what}.`);
  }
}
