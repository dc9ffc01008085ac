import { BadInput, quoted } from '../../tensors/badInput';
import type { Source } from '../bytes';
import { isCount } from '../pickle/numpyArrays';
import type { Persistent } from '../pickle/values';
import { Name, Tuple, type Value } from '../pickle/values';
import { bytesOf, elementsOf } from './storageTypes';

/** What a pickle says of a storage: a row of elements of one type, outside of the pickle. */
export interface StorageMention {
  readonly key: string;
  readonly dtype: string;
  /** How many elements it has, and how many bytes. */
  readonly count: number;
  readonly bytes: number;
  /** In the oldest files: the part of the storage that is meant, in elements. */
  readonly part: { readonly offset: number; readonly count: number } | undefined;
}

/** A storage that is where the pickle says. */
export interface Storage {
  /** Equal for equal bytes. */
  readonly key: string;
  readonly dtype: string;
  /** How many elements of its type it has, and how many bytes. */
  readonly count: number;
  readonly bytes: number;
  readonly source: Source;
  /** Its first byte in the source. */
  readonly offset: number;
  readonly littleEndian: boolean;
}

/** Finds the storage that is mentioned. Throws BadInput when it is not there or smaller than the pickle says. */
export type FindStorage = (mention: StorageMention) => Storage;

/**
 * What a persistent id says: ('storage', class, key, device, number of elements, and in the oldest files a part).
 * Throws BadInput.
 */
export function storageMention(where: string, { id }: Persistent): StorageMention {
  const fail = (what: string): never => {
    throw new BadInput(`${where}: a storage ${what}: the file is damaged or no PyTorch file.`);
  };
  if (!(id instanceof Tuple)) return fail('has an id that is no tuple');
  const [kind, storageClass, key, , count, part = null] = id.items;
  if (kind !== 'storage' || typeof key !== 'string') return fail('has an id that means nothing');
  const dtype = storageClass instanceof Name ? elementsOf(storageClass.name) : undefined;
  const size = dtype === undefined ? undefined : bytesOf(dtype);
  if (dtype === undefined || size === undefined) {
    return fail(
      `is of a class that is not known (${storageClass instanceof Name ? quoted(storageClass.name) : '?'})`,
    );
  }
  if (!isCount(count)) return fail(`${quoted(key)} has a bad number of elements`);
  return { key, dtype, count, bytes: Math.ceil(count * size), part: partOf(part, count, fail) };
}

function partOf(value: Value, all: number, fail: (what: string) => never): StorageMention['part'] {
  if (value === null) return undefined;
  if (!(value instanceof Tuple)) return fail('has a part that is no tuple');
  const [, offset, count] = value.items;
  if (!isCount(offset) || !isCount(count) || offset + count > all)
    return fail('has a part outside of itself');
  return { offset, count };
}
