import type { DType, Values } from './dtype';

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
  /** The file has one element, which the tensor repeats however many it declares. */
  readonly isOneValue?: true;
  /** Why the values cannot be read, as a sentence; absent when they can. */
  readonly unreadable?: string;
  /** What is to be known of every number that comes of the values, the end of a sentence about the tensor. */
  readonly caution?: string;
}

/** Something tensors can be read from; in practice an open model file. */
export interface TensorReader {
  readonly path: string;
  /**
   * `count` decoded elements from the `first` on, in the order they are stored. Callers read blocks of 1-8 MiB.
   * Throws BadInput when the file has changed or ends early, or when the tensor is `unreadable`.
   */
  read(tensor: StoredTensor, first: number, count: number): Promise<Values>;
}

/** How many elements a tensor has: 1 for a scalar, 0 when an axis is empty. */
export function elementCount(tensor: Pick<StoredTensor, 'shape'>): number {
  return tensor.shape.reduce((product, length) => product * length, 1);
}
