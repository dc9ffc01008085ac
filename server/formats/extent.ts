import { BadInput, quoted } from '../tensors/badInput';
import { decode, elementBytes, isDType } from '../tensors/decode';
import type { Values } from '../tensors/dtype';
import { elementCount, type StoredTensor } from '../tensors/storedTensor';
import type { Source } from './bytes';

/** Where a tensor's elements lie, one after the other without gaps. */
export interface Extent {
  readonly source: Source;
  /** Position of the first element in the source. */
  readonly offset: number;
  readonly littleEndian: boolean;
}

/** Tensors of one file with the places of their data. Held by identity: two tensors may have equal names. */
export type Extents = ReadonlyMap<StoredTensor, Extent>;

/**
 * Elements [first, first + count) of a tensor in stored order. Throws BadInput for an unreadable tensor or a damaged
 * file, RangeError for elements the tensor does not have or a tensor of another file.
 */
export async function readElements(
  path: string,
  extents: Extents,
  tensor: StoredTensor,
  first: number,
  count: number,
): Promise<Values> {
  if (tensor.unreadable !== undefined || !isDType(tensor.dtype)) {
    throw new BadInput(
      `Tensor ${quoted(tensor.name)} of ${path} cannot be read. ${tensor.unreadable ?? ''}`.trimEnd(),
    );
  }
  const extent = extents.get(tensor);
  if (extent === undefined) throw new RangeError(`${quoted(tensor.name)} is no tensor of ${path}`);
  if (first < 0 || count < 0 || first + count > elementCount(tensor)) {
    throw new RangeError(`${quoted(tensor.name)} has no elements ${first} to ${first + count}`);
  }
  const size = elementBytes[tensor.dtype];
  const bytes = await extent.source.read(extent.offset + first * size, count * size);
  return decode(tensor.dtype, bytes, extent.littleEndian);
}
