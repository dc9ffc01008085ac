import { BadInput } from '../../tensors/badInput';
import { isUtf8 } from '../utf8';
import { decodeText, type Encoding } from './encoding';

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Splits rows of a table of text into fields, by RFC 4180: the last row split is in here, as positions in its bytes. */
export class Fields {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** How many fields the row has; those beyond `columns` are only counted. */
  count = 0;

  /** @param separator the character between fields; `columns` how many fields are kept */
  constructor(
    private readonly separator: number,
    readonly columns: number,
    private readonly encoding: Encoding,
  ) {
    this.starts = new Int32Array(columns);
    this.ends = new Int32Array(columns);
  }

  /**
   * Splits the next row in bytes [at, end), lines without anything skipped. Returns where the row after it begins; -1
   * when the row is not complete, or, where these bytes are the `last`, when there is none.
   */
  split(bytes: Uint8Array, from: number, end: number, last: boolean): number {
    const { separator, starts, ends, columns } = this;
    let at = afterBlankLines(bytes, from, end);
    if (at >= end) return -1;
    for (let count = 0; ;) {
      let start = at;
      let stop = -1;
      if (bytes[at] === quote) {
        const close = closingQuote(bytes, at, end);
        if (close < 0 && !last) return -1;
        at = close < 0 ? end : close + 1;
        // Text after the closing quote belongs to the field, and so do the quotes then.
        if (close >= 0 && (at === end || isEnd(bytes[at] ?? 0, separator))) {
          start++;
          stop = close;
        }
      }
      let code = 0;
      for (; at < end; at++) {
        code = bytes[at] ?? 0;
        if (code === separator || code === lineFeed) break;
      }
      if (at === end && !last) return -1;
      if (count < columns) {
        starts[count] = start;
        const isLast = at === end || code === lineFeed;
        const bare = isLast && at > start && bytes[at - 1] === carriageReturn ? at - 1 : at;
        ends[count] = stop < 0 ? bare : stop;
      }
      count++;
      if (at < end && code === separator) {
        at++;
        if (at < end || !last) continue;
        // The file ends with a separator: an empty field follows.
        if (count < columns) starts[count] = ends[count] = at;
        count++;
      }
      this.count = count;
      return Math.min(at + 1, end);
    }
  }

  /** The text of a field of the last row. */
  text(bytes: Uint8Array, column: number): string {
    return fieldText(bytes, this.starts[column] ?? 0, this.ends[column] ?? 0, this.encoding);
  }

  /**
   * The same where texts are told apart. Throws BadInput where its bytes are none in the encoding of the first rows:
   * two such texts may look alike.
   * @param path the file, and `row` of it, for the message
   */
  exactText(path: string, bytes: Uint8Array, column: number, row: number): string {
    const text = this.text(bytes, column);
    if (this.encoding !== 'UTF-8' || !text.includes('\ufffd')) return text;
    if (isUtf8(bytes.subarray(this.starts[column] ?? 0, this.ends[column] ?? 0))) return text;
    throw new BadInput(
      `${path}: row ${row} (counted from 0), column ${column} holds text that is no UTF-8, as the first rows are: save the table as UTF-8.`,
    );
  }
}

/** The text of bytes [start, end) of a field: doubled quotes of a quoted one are single ones. */
export function fieldText(bytes: Uint8Array, start: number, end: number, encoding: Encoding): string {
  const text = decodeText(bytes, start, end, encoding);
  return start > 0 && bytes[start - 1] === quote ? text.replaceAll('""', '"') : text;
}

/** Where the first line begins that has anything. */
export function afterBlankLines(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  for (;;) {
    if (at < end && bytes[at] === lineFeed) at++;
    else if (at + 1 < end && bytes[at] === carriageReturn && bytes[at + 1] === lineFeed) at += 2;
    else return at;
  }
}

/** Where the quote is that ends the field which begins with the quote at `at`; -1 when these bytes lack it. */
export function closingQuote(bytes: Uint8Array, at: number, end: number): number {
  for (let i = at + 1; i < end; i++) {
    if (bytes[i] !== quote) continue;
    if (i + 1 < end && bytes[i + 1] === quote) i++;
    else return i;
  }
  return -1;
}

function isEnd(code: number, separator: number): boolean {
  return code === separator || code === lineFeed || code === carriageReturn;
}
