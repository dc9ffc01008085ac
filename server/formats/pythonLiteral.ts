import { BadInput, quoted } from '../tensors/badInput';

/** Integers are bigint; tuples and lists are arrays; dictionaries with text keys are maps. */
export type Literal = string | bigint | boolean | null | Literal[] | Map<string, Literal>;

const deepest = 32;
const words = new Map<string, Literal>([
  ['True', true],
  ['False', false],
  ['None', null],
]);

/**
 * Reads the part of Python's literal syntax that array headers use: text, integers, True, False, None, tuples, lists,
 * dictionaries. Nothing is evaluated. Throws BadInput with the byte where it stopped.
 * @param where the file for messages, `offset` the text's first byte in it
 */
export function parseLiteral(where: string, text: string, offset: number): Literal {
  const tokens =
    /\s*(?:([([{])|([)\]}])|([,:])|'([^'\\\n]*)'|"([^"\\\n]*)"|(-?\d{1,400})L?(?!\w)|(True|False|None)\b)/y;
  let at = 0;

  const fail = (): never => {
    const start = at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
    const what = start < text.length ? 'unexpected text' : 'the header ends too early';
    throw new BadInput(`${where}: ${what} at ${offset + start}.`);
  };
  const next = (): RegExpExecArray => {
    tokens.lastIndex = at;
    const token = tokens.exec(text) ?? fail();
    at = tokens.lastIndex;
    return token;
  };
  /** Takes the token if it is this piece of punctuation. */
  const take = (mark: string): boolean => {
    tokens.lastIndex = at;
    if (tokens.exec(text)?.[0].trim() !== mark) return false;
    at = tokens.lastIndex;
    return true;
  };

  /** The inside of a bracket: items with commas between them and perhaps after the last. True if there was a comma. */
  const items = (close: string, item: () => void): boolean => {
    let comma = false;
    while (!take(close)) {
      item();
      comma = take(',');
      if (comma) continue;
      return take(close) ? false : fail();
    }
    return comma;
  };
  const dictionary = (depth: number): Literal => {
    const map = new Map<string, Literal>();
    items('}', () => {
      const key = value(depth);
      if (typeof key !== 'string') return fail();
      if (map.has(key)) throw new BadInput(`${where}: the header has ${quoted(key)} twice.`);
      if (!take(':')) return fail();
      map.set(key, value(depth));
    });
    return map;
  };
  const sequence = (depth: number, close: string): Literal => {
    const values: Literal[] = [];
    const comma = items(close, () => values.push(value(depth)));
    // (4) is the number 4, (4,) is a tuple.
    const [only] = values;
    return close === ')' && !comma && values.length === 1 && only !== undefined ? only : values;
  };
  const value = (depth: number): Literal => {
    if (depth > deepest) throw new BadInput(`${where}: the header is nested more than ${deepest} deep.`);
    const start = at;
    const [, open, , , single, double, integer, word] = next();
    if (open === '{') return dictionary(depth + 1);
    if (open !== undefined) return sequence(depth + 1, open === '(' ? ')' : ']');
    if (integer !== undefined) return BigInt(integer);
    if (word !== undefined) return words.get(word) ?? null;
    const string = single ?? double;
    if (string !== undefined) return string;
    at = start;
    return fail();
  };

  const result = value(0);
  if (text.slice(at).trim() !== '') fail();
  return result;
}
