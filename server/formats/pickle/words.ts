import { Called, List, Name, Stretch, Tuple, type Value } from './values';

const longestWords = 500;
const mostItems = 32;

/** A number, word or name as Python shows it; undefined for anything that has parts. */
export function scalarInWords(value: Value): string | undefined {
  if (value === null) return 'None';
  if (typeof value === 'string') return cut(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'bigint') return cut(String(value));
  if (value instanceof Name) return cut(value.toString());
  if (
    value instanceof Tuple &&
    value.items.length <= 4 &&
    value.items.every((item) => typeof item !== 'object')
  ) {
    return cut(`(${value.items.map((item) => scalarInWords(item)).join(', ')})`);
  }
  return undefined;
}

/**
 * What a value is beside tensors: numbers, words, short lists and calls of them in words, null for what is not worth a
 * line; undefined for what may have tensors in it. Takes the same little time for any value.
 */
export function inWords(value: Value): string | null | undefined {
  if (value === null) return null;
  if (value instanceof Stretch)
    return `(${value.length} bytes of ${value.kind === 'text' ? 'text' : 'data'})`;
  if (typeof value !== 'object' || value instanceof Name) return scalarInWords(value);
  if (value instanceof Called) {
    const isPlain = value.state === undefined && value.items === undefined && value.dict === undefined;
    const args = isPlain ? listInWords(value.args) : undefined;
    return args === undefined ? undefined : cut(`${value.name}(${args})`);
  }
  if (!(value instanceof List || value instanceof Tuple)) return undefined;
  if (value.items.length === 0) return null;
  const items = listInWords(value.items);
  if (items === undefined) return undefined;
  return cut(value instanceof List ? `[${items}]` : `(${items})`);
}

/** Whether a list is one of numbers and words only. Looks at all of it. */
export function isPlainList(value: Value): value is List | Tuple {
  if (!(value instanceof List || value instanceof Tuple)) return false;
  return value.items.every((item) => typeof item !== 'object' || item === null);
}

function listInWords(items: readonly Value[]): string | undefined {
  if (items.length > mostItems) return undefined;
  const words = items.map((item) => scalarInWords(item));
  return words.includes(undefined) ? undefined : words.join(', ');
}

function cut(text: string): string {
  return text.length <= longestWords ? text : `${text.slice(0, longestWords)}…`;
}
