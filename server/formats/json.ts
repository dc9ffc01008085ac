/**
 * JSON as RFC 8259 has it, read strictly: repeated keys are an error (JSON.parse keeps the last one silently), objects
 * become lists of keys and values (a key may be `__proto__`) and no integer loses digits.
 */

/** A number with a fraction or an exponent, as it was written. */
export class Real {
  constructor(readonly text: string) {}
}

/** Integers beyond 2^53 come as bigint. */
export type Json = string | number | bigint | Real | boolean | null | Json[] | JsonObject;

/** An object: keys and values in their order. Two arrays cost a third of what a map of a few keys does. */
export class JsonObject {
  readonly keys: string[] = [];
  readonly values: Json[] = [];

  get(key: string): Json | undefined {
    return this.values[this.keys.indexOf(key)];
  }

  *entries(): Generator<[string, Json]> {
    // The two arrays have equal lengths; null is only for the type checker.
    for (const [i, key] of this.keys.entries()) yield [key, this.values[i] ?? null];
  }
}

/** What is wrong with a text and where: `offset` counts bytes of UTF-8 from the beginning of the text. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  constructor(
    message: string,
    readonly offset: number,
    /** The key that occurs twice, and how deep in the document (1: in the outermost object). */
    readonly repeated?: { readonly key: string; readonly depth: number },
  ) {
    super(message);
  }
}

const deepest = 32;
/** Objects and arrays in one document, or in one of its entries where they come one by one; more exhaust the memory. */
const mostContainers = 100_000;
const words = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const escapes = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Parses a text. Throws JsonError. Takes time linear in the text's length, whatever it holds. */
export function parseJson(text: string): Json {
  const scanner = new Scanner(text);
  const value = scanner.value(0);
  scanner.end();
  return value;
}

/** What is done with the entries of an object as they are read. */
export interface EntryReader {
  take(key: string, value: Json): void;
  /**
   * May read the value that begins at `at` by itself and says where it ends; undefined: `take` shall get it. For the
   * entries a document has by the ten thousand, in the form they nearly always have.
   */
  quick?(key: string, at: number): number | undefined;
}

/**
 * Hands on each key and value of a text that holds one object as soon as it is read, so that the trees of a header with
 * 50,000 entries never exist together. Throws JsonError; false when the text holds something else.
 */
export function parseEntries(text: string, reader: EntryReader): boolean {
  const scanner = new Scanner(text);
  if (!scanner.atObject()) return false;
  scanner.entries(reader);
  scanner.end();
  return true;
}

class Scanner {
  #at = 0;
  #containers = 0;

  constructor(private readonly text: string) {}

  value(depth: number): Json {
    if (depth > deepest) this.#fail(`is nested more than ${deepest} deep`);
    this.#skipSpace();
    switch (this.text[this.#at]) {
      case '{':
        this.#countContainer();
        return this.#object(depth + 1);
      case '[':
        this.#countContainer();
        return this.#array(depth + 1);
      case '"':
        return this.#string();
      default:
        return this.#shortInteger() ?? this.#number() ?? this.#word();
    }
  }

  end(): void {
    this.#skipSpace();
    if (this.#at < this.text.length) this.#fail('goes on after its end');
  }

  atObject(): boolean {
    this.#skipSpace();
    return this.text.startsWith('{', this.#at);
  }

  /** Goes through the outermost object, from its opening brace on. */
  entries(reader: EntryReader): void {
    const keys = new Set<string>();
    let count = 0;
    this.#at++;
    if (this.#take('}')) return;
    do {
      const key = this.#key();
      // One look-up for each key: the set does not grow when it has the key already.
      if (keys.add(key).size === count) this.#failRepeated(key, 1);
      count++;
      this.#skipSpace();
      const end = reader.quick?.(key, this.#at);
      this.#containers = 0;
      if (end === undefined) reader.take(key, this.value(1));
      else this.#at = end;
    } while (this.#take(','));
    if (!this.#take('}')) this.#fail('has no closing brace');
  }

  #object(depth: number): JsonObject {
    const object = new JsonObject();
    this.#at++;
    if (this.#take('}')) return object;
    const { keys, values } = object;
    // Small objects are searched, large ones indexed.
    let index: Set<string> | undefined;
    do {
      const key = this.#key();
      if (index?.has(key) ?? keys.includes(key)) this.#failRepeated(key, depth);
      keys.push(key);
      values.push(this.value(depth));
      index?.add(key);
      if (keys.length === 16) index = new Set(keys);
    } while (this.#take(','));
    if (!this.#take('}')) this.#fail('has no closing brace');
    return object;
  }

  #countContainer(): void {
    if (++this.#containers > mostContainers)
      this.#fail(`has more than ${mostContainers} nested lists or objects`);
  }

  #key(): string {
    this.#skipSpace();
    if (!this.text.startsWith('"', this.#at)) this.#fail('has no key');
    const key = this.#string();
    if (!this.#take(':')) this.#fail('has no colon');
    return key;
  }

  #array(depth: number): Json[] {
    const array: Json[] = [];
    this.#at++;
    if (this.#take(']')) return array;
    do array.push(this.value(depth));
    while (this.#take(','));
    if (!this.#take(']')) this.#fail('has no closing bracket');
    return array;
  }

  #string(): string {
    let start = ++this.#at;
    let before = '';
    for (; ; this.#at++) {
      const code = this.text.charCodeAt(this.#at);
      if (code === 0x22) return before + this.text.slice(start, this.#at++);
      // NaN, past the end, fails the comparison too.
      if (!(code >= 0x20)) this.#fail('has an unfinished string');
      if (code !== 0x5c) continue;
      before += this.text.slice(start, this.#at) + this.#escape();
      start = this.#at + 1;
    }
  }

  /** Reads from the backslash to the last character of the escape sequence. */
  #escape(): string {
    const letter = this.text[++this.#at] ?? '';
    if (letter !== 'u') return escapes.get(letter) ?? this.#fail('has an unknown escape sequence');
    const [digits] = /^[\da-f]{4}(?:\\u[\da-f]{4})?/i.exec(this.text.slice(this.#at + 1, this.#at + 11)) ?? [
      '',
    ];
    const first = parseInt(digits.slice(0, 4), 16);
    const second = parseInt(digits.slice(6), 16);
    if ((first & 0xfc00) === 0xd800 && (second & 0xfc00) === 0xdc00) {
      this.#at += 10;
      return String.fromCharCode(first, second);
    }
    if (Number.isNaN(first) || (first & 0xf800) === 0xd800) this.#fail('has a bad \\u sequence');
    this.#at += 4;
    return String.fromCharCode(first);
  }

  /** What nearly all numbers in headers are: digits without a sign, few enough to be exact. */
  #shortInteger(): number | undefined {
    let value = 0;
    for (let at = this.#at; at < this.#at + 16; at++) {
      const code = this.text.charCodeAt(at);
      if (code >= 0x30 && code <= 0x39) {
        value = 10 * value + code - 0x30;
        continue;
      }
      const endsHere = code === 0x2c || code === 0x5d || code === 0x7d;
      const leadingZero = this.text.charCodeAt(this.#at) === 0x30 && at > this.#at + 1;
      if (!endsHere || leadingZero || at === this.#at) return undefined;
      this.#at = at;
      return value;
    }
    return undefined;
  }

  #number(): number | bigint | Real | undefined {
    const pattern = /-?(?:0|[1-9]\d*)((?:\.\d+)?(?:[eE][+-]?\d+)?)/y;
    pattern.lastIndex = this.#at;
    const [number, tail] = pattern.exec(this.text) ?? [];
    if (number === undefined) return undefined;
    this.#at += number.length;
    if (tail !== '' || number === '-0') return new Real(number);
    const integer = Number(number);
    // BigInt takes quadratic time; what is longer than this is no length or offset anyway.
    if (number.length > 400) return new Real(number);
    return Number.isSafeInteger(integer) ? integer : BigInt(number);
  }

  #word(): Json {
    for (const [word, value] of words) {
      if (!this.text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    return this.#fail('has something that is no value');
  }

  #take(character: string): boolean {
    this.#skipSpace();
    if (!this.text.startsWith(character, this.#at)) return false;
    this.#at++;
    return true;
  }

  #skipSpace(): void {
    for (; ; this.#at++) {
      const code = this.text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    }
  }

  #fail(what: string): never {
    throw new JsonError(what, this.#offset());
  }

  #failRepeated(key: string, depth: number): never {
    throw new JsonError('has a key twice', this.#offset(), { key, depth });
  }

  #offset(): number {
    return Buffer.byteLength(this.text.slice(0, this.#at));
  }
}
