import { BadInput } from '../../tensors/badInput';
import { Cursor, type Sized } from '../cursor';

interface Container<Kind> {
  readonly kind: Kind;
  readonly at: number;
  readonly count: number;
}

/** Only where its content is: bytes [start, start + length). */
interface Content<Kind> {
  readonly kind: Kind;
  readonly at: number;
  readonly start: number;
  readonly length: number;
}

/** What stands in the file next. */
export type Token =
  | Container<'map'>
  | Container<'array'>
  | Content<'text'>
  | Content<'bytes'>
  | (Content<'extension'> & { readonly type: number })
  | { readonly kind: 'value'; readonly at: number; readonly value: number | bigint | boolean | null };

/** The first byte and the longest number after it. */
const longestHead = 9;
const longestText = 65_536;

/** Reads MessagePack piece by piece; what is skipped is never read. github.com/msgpack/msgpack, spec.md */
export class Tokens {
  readonly #cursor: Cursor;

  constructor(readonly file: Sized) {
    this.#cursor = new Cursor(file);
    this.#cursor.littleEndian = false;
  }

  /** The byte that is read next. */
  get position(): number {
    return this.#cursor.position;
  }

  set position(at: number) {
    this.#cursor.position = at;
  }

  /** The next token of what ends at byte `end`; content of texts, bytes and extensions is passed over. Throws BadInput. */
  async next(end = this.file.size): Promise<Token> {
    const cursor = this.#cursor;
    const at = cursor.position;
    const head = Math.min(longestHead, end - at);
    if (head <= 0) throw this.#cut(`a value is missing at byte ${at}`);
    if (!cursor.has(head)) await cursor.fill(head);
    const token = this.#parse(at, end);
    const left = end - cursor.position;
    if (token.kind === 'map' || token.kind === 'array') {
      // An entry has a byte at least, and a name one more.
      if (token.count * (token.kind === 'map' ? 2 : 1) > left)
        throw this.#cut(
          `the ${token.kind} at byte ${at} says ${token.count} entries, and ${left} bytes are left`,
        );
    } else if (token.kind !== 'value') {
      if (token.length > left)
        throw this.#cut(`the ${token.kind} at byte ${at} says ${token.length} bytes, and ${left} are left`);
      cursor.position += token.length;
    }
    return token;
  }

  /** The content of a text or of bytes that stand for one. Throws BadInput. */
  async text({ start, length }: { readonly start: number; readonly length: number }): Promise<string> {
    if (length > longestText)
      throw new BadInput(
        `${this.file.path}: the text at byte ${start} has ${length} bytes, more than ${longestText}.`,
      );
    const after = this.#cursor.position;
    this.#cursor.position = start;
    if (!this.#cursor.has(length)) await this.#cursor.fill(length);
    const text = this.#cursor.text(length);
    this.#cursor.position = after;
    return text;
  }

  #parse(at: number, end: number): Token {
    const code = this.#uint(1, end);
    if (code < 0x80) return { kind: 'value', at, value: code };
    if (code < 0x90) return { kind: 'map', at, count: code & 15 };
    if (code < 0xa0) return { kind: 'array', at, count: code & 15 };
    if (code < 0xc0) return this.#content('text', at, code & 31);
    if (code >= 0xe0) return { kind: 'value', at, value: code - 256 };
    switch (code) {
      case 0xc0:
        return { kind: 'value', at, value: null };
      case 0xc2:
      case 0xc3:
        return { kind: 'value', at, value: code === 0xc3 };
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return this.#content('bytes', at, this.#uint(1 << (code - 0xc4), end));
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.#extension(at, this.#uint(1 << (code - 0xc7), end), end);
      case 0xca:
        return { kind: 'value', at, value: this.#view(4, end).getFloat32(0) };
      case 0xcb:
        return { kind: 'value', at, value: this.#view(8, end).getFloat64(0) };
      case 0xcc:
      case 0xcd:
      case 0xce:
        return { kind: 'value', at, value: this.#uint(1 << (code - 0xcc), end) };
      case 0xcf:
        return { kind: 'value', at, value: plain(this.#view(8, end).getBigUint64(0)) };
      case 0xd0:
        return { kind: 'value', at, value: this.#view(1, end).getInt8(0) };
      case 0xd1:
        return { kind: 'value', at, value: this.#view(2, end).getInt16(0) };
      case 0xd2:
        return { kind: 'value', at, value: this.#view(4, end).getInt32(0) };
      case 0xd3:
        return { kind: 'value', at, value: plain(this.#view(8, end).getBigInt64(0)) };
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.#extension(at, 1 << (code - 0xd4), end);
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#content('text', at, this.#uint(1 << (code - 0xd9), end));
      case 0xdc:
      case 0xdd:
        return { kind: 'array', at, count: this.#uint(2 << (code - 0xdc), end) };
      case 0xde:
      case 0xdf:
        return { kind: 'map', at, count: this.#uint(2 << (code - 0xde), end) };
      default:
        throw new BadInput(
          `${this.file.path} is damaged or no MessagePack: 0xc1 at byte ${at} means nothing.`,
        );
    }
  }

  #content(kind: 'text' | 'bytes', at: number, length: number): Token {
    return { kind, at, start: this.position, length };
  }

  #extension(at: number, length: number, end: number): Token {
    const type = this.#view(1, end).getInt8(0);
    return { kind: 'extension', at, type, start: this.position, length };
  }

  #uint(size: number, end: number): number {
    const view = this.#view(size, end);
    return size === 1 ? view.getUint8(0) : size === 2 ? view.getUint16(0) : view.getUint32(0);
  }

  #view(size: number, end: number): DataView {
    const { position } = this.#cursor;
    if (position + size > end) throw this.#cut(`${size} bytes are needed at byte ${position}`);
    return this.#cursor.view(size);
  }

  #cut(what: string): BadInput {
    return new BadInput(`${this.file.path} is cut short or damaged: ${what}; copy or download it again.`);
  }
}

function plain(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
