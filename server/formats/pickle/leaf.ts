import type { StoredTensor } from '../../tensors/storedTensor';
import type { Place } from '../place';
import type { Compound, Value } from './values';

/** A tensor or array in a pickle, all but its name, which the way to it gives. */
export interface Leaf {
  readonly tensor: Omit<StoredTensor, 'name'>;
  /** null: the values cannot be read, and `tensor.unreadable` says why. */
  readonly place: Place | null;
  /** The storage in which the values lie, and which of its elements they are; absent: nothing else has them. */
  readonly home?: { readonly storage: string; readonly part: () => string };
  /** What is odd about it: a sentence. */
  readonly warning?: string;
}

/** What a part of a pickle is: a tensor, or something with parts of its own under these names. */
export type Meaning =
  { readonly leaf: Leaf } | { readonly parts: Iterable<readonly [string, Value]>; readonly warning?: string };

/**
 * Says what a compound value means to a format; undefined: nothing special. Throws BadInput for what contradicts itself.
 * @param name makes the name it has in the file, for messages
 */
export type Interpret = (value: Compound, name: () => string) => Meaning | undefined;
