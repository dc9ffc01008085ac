import type { Fields } from './fields';
import { isMissing } from './number';

/** Counts the numbers that are missing in some columns of a table of text. */
export class MissingNumbers {
  readonly #counts: Float64Array;

  constructor(private readonly columns: readonly number[]) {
    this.#counts = new Float64Array(columns.length);
  }

  /** Takes a row; `fields` are where its fields lie in `bytes`. */
  add(bytes: Uint8Array, { starts, ends, count }: Fields): void {
    for (let i = 0; i < this.columns.length; i++) {
      const column = this.columns[i] ?? 0;
      if (column < count && isMissing(bytes, starts[column] ?? 0, ends[column] ?? 0))
        this.#counts[i] = (this.#counts[i] ?? 0) + 1;
    }
  }

  /** How many are missing in which columns, where there are any. */
  named(nameOf: (column: number) => string): ReadonlyMap<string, number> {
    const found = this.columns.map((column, i) => [nameOf(column), this.#counts[i] ?? 0] as const);
    return new Map(found.filter(([, count]) => count > 0));
  }
}

/** What a byte can be, for `Suspicion`. */
const kinds = { separator: 1, carriageReturn: 2, lineFeed: 4, telling: 8 } as const;
/** That there is something suspicious between the two bytes of a pair. */
const inside = 256;

/**
 * Tells quickly of text without quotes whether a number may be missing in it: where a field is empty, or where there is
 * a character that missing numbers are written with, and others but for infinity are not. Where it says no, none is
 * missing. Looks at pairs of bytes, which takes half as long as single ones.
 */
export class Suspicion {
  /** By a pair of bytes: the kind of the first and `inside`, and 16 bits higher which of them are suspicious after it. */
  readonly #pairs = new Uint32Array(2 ** 16);
  #suspicious: number = kinds.separator | kinds.telling | inside;

  constructor(separator: number) {
    const { carriageReturn, lineFeed, telling } = kinds;
    const kindOf = new Uint8Array(256);
    const after = new Uint8Array(256).fill(telling);
    for (const character of ' \t\v\f\u00a0nN?') kindOf[character.charCodeAt(0)] = telling;
    [kindOf[0x0d], after[0x0d]] = [carriageReturn, kinds.separator | carriageReturn | telling];
    // Lines without anything are no rows.
    [kindOf[0x0a], after[0x0a]] = [lineFeed, kinds.separator | telling];
    [kindOf[separator], after[separator]] = [
      kinds.separator,
      kinds.separator | carriageReturn | lineFeed | telling,
    ];
    for (let first = 0; first < 256; first++) {
      const kind = kindOf[first] ?? 0;
      const odd = after[first] ?? 0;
      for (let second = 0; second < 256; second++) {
        const told = ((kindOf[second] ?? 0) & odd) === 0 ? kind : kind | inside;
        this.#pairs[first | (second << 8)] = told | (((after[second] ?? 0) | inside) << 16);
      }
    }
  }

  /**
   * Whether a number may be missing in these bytes, which follow those of the last call, and lie at an even place of
   * their memory. Only the last may be odd in number.
   */
  of({ buffer, byteOffset, length }: Uint8Array): boolean {
    const pairs = this.#pairs;
    const words = new Uint16Array(buffer, byteOffset, length >> 1);
    let suspicious = this.#suspicious;
    const count = words.length;
    // `of` would take several times as long.
    for (let i = 0; i < count; i++) {
      const pair = pairs[words[i] ?? 0] ?? 0;
      if ((pair & suspicious) !== 0) return true;
      suspicious = pair >>> 16;
    }
    if (length % 2 === 1) {
      const [last = 0] = new Uint8Array(buffer, byteOffset + length - 1, 1);
      // With a digit in front of it.
      const pair = pairs[0x30 | (last << 8)] ?? 0;
      if (((pairs[last] ?? 0) & 0xf & suspicious) !== 0) return true;
      suspicious = pair >>> 16;
    }
    this.#suspicious = suspicious;
    return false;
  }

  /** Whether the last field of the file is empty, once `of` has had all of its bytes. */
  get atEnd(): boolean {
    return (this.#suspicious & kinds.lineFeed) !== 0;
  }
}
