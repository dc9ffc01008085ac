import { decode, elementBytes } from '../tensors/decode';
import type { DType, Values } from '../tensors/dtype';
import type { Source } from './bytes';

/** Where the values of one tensor come from: a range of a file, a strided view of one, blocks of quantised numbers. */
export interface Place {
  /**
   * Decoded elements [first, first + count) in the order in which the tensor says they are stored. The caller has
   * checked that there are that many. Throws BadInput when they cannot be read.
   */
  read(first: number, count: number): Promise<Values>;
}

/** Elements of one type, one after the other from byte `offset` of a source on. */
export function contiguous(source: Source, offset: number, dtype: DType, littleEndian = true): Place {
  const size = elementBytes[dtype];
  return {
    read: async (first, count) =>
      decode(dtype, await source.read(offset + first * size, count * size), littleEndian),
  };
}
