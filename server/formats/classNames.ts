import type { StoredTensor } from './format';
import { type Json, JsonObject } from './json';
import { parseFile } from './shardIndex';
import { mostClasses } from './tables';
import { BadInput } from '../tensors/badInput';

/** What arrays and attributes with the names of classes are called. */
export const classNamesKeys = ['class_names', 'classes'];

/** The key of the metadata of a safetensors file that holds the names of classes, as a JSON list of texts. */
export const classNamesMetadata = 'nnsim.classes';

/** A list of names, or of whole numbers that are some; undefined: it is something else. */
export function asNames(value: Json | undefined): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length > mostClasses) return undefined;
  const names = value.flatMap((name) =>
    typeof name === 'string' ? [name] : typeof name === 'number' ? [String(name)] : [],
  );
  return names.length === value.length && names.length > 1 ? names : undefined;
}

/** The names in the text of a JSON list; undefined: there are none. */
export function parseNames(text: string): readonly string[] | undefined {
  let value: Json;
  try {
    value = parseFile('the metadata', Buffer.from(text));
  } catch (error) {
    if (error instanceof BadInput) return undefined;
    throw error;
  }
  return value instanceof JsonObject ? undefined : asNames(value);
}

/** The matrices with as many columns as there are names: those have them. */
export function columnsOf(
  tensors: Iterable<StoredTensor>,
  names: readonly string[] | undefined,
): Map<StoredTensor, readonly string[]> {
  const columns = new Map<StoredTensor, readonly string[]>();
  if (names === undefined) return columns;
  for (const tensor of tensors)
    if (tensor.shape.length === 2 && tensor.shape[1] === names.length && tensor.unreadable === undefined)
      columns.set(tensor, names);
  return columns;
}
