import type { Endings } from '../protocol';
import type { StoredTensor, TensorReader } from '../tensors/storedTensor';
import type { Bytes } from './bytes';

export type { StoredTensor } from '../tensors/storedTensor';

/** What a file calls its rows, one text for each row: rows of two files are brought into one order by them. */
export interface RowIds {
  /** The column they are in. */
  readonly column: string;
  /** How many there are: the tensors with so many rows have them in this order. */
  readonly count: number;
  /** The ids of rows [first, first + count); an empty text where the file has none. Throws BadInput. */
  read(first: number, count: number): Promise<readonly string[]>;
}

/** Reads the texts [first, first + count) of an array, row by row. Throws BadInput. */
export type TextReader = (first: number, count: number) => Promise<readonly string[]>;

/** An open model file: its header is in memory, its data on disk. */
export interface ModelFile extends TensorReader {
  readonly path: string;
  readonly format: string;
  /** Size on disk in bytes (all shards together). */
  readonly bytes: number;
  /** In the order of the file: for most writers, the order of the model. */
  readonly tensors: readonly StoredTensor[];
  /** Name/value pairs the file carries beside its tensors. */
  readonly metadata: readonly (readonly [string, string])[];
  /** What is odd about the file and worth telling; sentences. */
  readonly warnings: readonly string[];
  /** Present where the file names its rows. */
  readonly ids?: RowIds;
  /** Of tensors that number classes (0, 1, ...) whose names are in the file: the names, in this order. */
  readonly classes?: ReadonlyMap<StoredTensor, readonly string[]>;
  /** Of matrices whose columns have names in the file: the names, in the order of the columns. */
  readonly columns?: ReadonlyMap<StoredTensor, readonly string[]>;
  /** Of tensors that hold text, which is no number: how it is read. Rows and classes may be named by it. */
  readonly texts?: ReadonlyMap<StoredTensor, TextReader>;
  /** Differs whenever the content may differ: real path, inode, size and times of the file and all its shards. */
  readonly identity: string;
  /** Whether what lies on disk under these paths is no longer what was opened: changed, replaced or deleted. */
  changed(): Promise<boolean>;
  close(): Promise<void>;
}

/** One file format. */
export interface Format {
  readonly id: string;
  readonly title: string;
  /** How the names of its files end: the format's line in `protocol/endings.ts`. */
  readonly endings: Endings;
  /** Does a file that begins with `head` (up to 64 bytes) look like this format? Magic first; the name decides ties. */
  sniff(head: Uint8Array, fileName: string): boolean;
  /** Reads the header only. The file is closed with the model file, or when this fails. Throws BadInput. */
  open(bytes: Bytes): Promise<ModelFile>;
}
