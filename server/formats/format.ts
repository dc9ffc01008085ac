import type { DType, Values } from '../tensors/dtype';

/** A tensor as a file declares it. Nothing of its data has been read. */
export interface StoredTensor {
  readonly name: string;
  /** The element type, or the file's own word for one we cannot decode (then `unreadable` says why). */
  readonly dtype: DType | (string & {});
  readonly shape: readonly number[];
  /** Elements lie row by row (C) or column by column (Fortran) in the file. */
  readonly order: 'C' | 'F';
  /** Bytes the tensor takes in the file. */
  readonly bytes: number;
  /** Why the values cannot be read, as a sentence; absent when they can. */
  readonly unreadable?: string;
}

/** An open model file: its header is in memory, its data on disk. */
export interface ModelFile {
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
  /**
   * `count` decoded elements from the `first` on, in the order they are stored. Callers read blocks of 1-8 MiB.
   * Throws BadInput when the file has changed or ends early, or when the tensor is `unreadable`.
   */
  read(tensor: StoredTensor, first: number, count: number): Promise<Values>;
  close(): Promise<void>;
}

/** One file format. */
export interface Format {
  readonly id: string;
  readonly title: string;
  /** File name endings with the dot, lower case. */
  readonly extensions: readonly string[];
  /** Does a file that begins with `head` (up to 64 bytes) look like this format? Magic first; the name decides ties. */
  sniff(head: Uint8Array, fileName: string): boolean;
  /** Reads the header only. Throws BadInput. */
  open(path: string): Promise<ModelFile>;
}
