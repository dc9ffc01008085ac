import type { StoredTensor, TextReader } from './format';
import type { Place } from './place';
import { ClassNumbers, mostClasses, rolesOf } from './tables';
import { classNamesKeys } from './classNames';

/** Of so many rows the classes are read as a file is opened. */
const mostRows = 1_000_000;
const rowsAtOnce = 2 ** 16;

/** An array of texts that are classes, as numbers. */
export interface TextClasses {
  readonly tensor: StoredTensor;
  readonly place: Place;
  /** By class number. */
  readonly names: readonly string[];
}

/**
 * The classes in an array of texts that is called like labels or predictions, numbered in the order of their names;
 * undefined: it is called otherwise, or has too many. Throws BadInput.
 */
export async function textClasses(
  called: string,
  tensor: StoredTensor,
  read: TextReader,
): Promise<TextClasses | undefined> {
  const { name, shape, order, bytes } = tensor;
  const [rows = 0, ...others] = shape;
  // An array called classes holds the names of columns.
  const isLabels = rolesOf([called])[0] === 'label' && !classNamesKeys.includes(called.toLowerCase());
  if (!isLabels || shape.length === 0 || rows > mostRows || others.some((length) => length !== 1))
    return undefined;
  const found = new Set<string>();
  for (let first = 0; first < rows; first += rowsAtOnce) {
    for (const text of await read(first, Math.min(rowsAtOnce, rows - first)))
      if (text !== '' && found.add(text).size > mostClasses) return undefined;
  }
  const numbers = new ClassNumbers(found);
  const place: Place = {
    read: async (first, count) => Float64Array.from(await read(first, count), (text) => numbers.of(text)),
  };
  return { tensor: { name, shape, order, bytes, dtype: 'int32' }, place, names: numbers.names };
}
