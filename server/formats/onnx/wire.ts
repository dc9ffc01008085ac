import { BadInput } from '../../tensors/badInput';
import { Cursor, type Sized } from '../cursor';

/** Bytes [start, end) of the file. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A field of a protobuf message; its range is the content: of a number its bytes, of a text or a message all of it. */
export interface Field extends Range {
  readonly number: number;
  readonly wire: number;
  /** Of a varint: exact up to 2^53; negative numbers are above 2^63. */
  readonly value: number;
}

export const varint = 0;
export const delimited = 2;

/** A tag and a length or number: two varints. */
const longestHead = 20;
const longestVarint = 10;
/** A graph of 100,000 nodes has some 3 million fields. */
const mostFields = 10_000_000;
/** In one message that is held as a list; an operator has some ten. */
const mostInMessage = 100_000;

/** Reads the fields of protobuf messages out of a file. protobuf.dev/programming-guides/encoding */
export class Wire {
  readonly #cursor: Cursor;
  #fields = 0;

  /** @param kind what the file is, for messages */
  constructor(
    readonly file: Sized,
    private readonly kind = 'ONNX model',
  ) {
    this.#cursor = new Cursor(file);
    this.#cursor.littleEndian = true;
  }

  /** All fields of a message of few fields. Throws BadInput. */
  async fields({ start, end }: Range): Promise<Field[]> {
    const fields: Field[] = [];
    for (let at = start; at < end;) {
      const field = this.fieldAt(at, end) ?? (await this.fieldFrom(at, end));
      this.#limit(start, fields.push(field));
      at = field.end;
    }
    return fields;
  }

  #limit(start: number, fields: number): void {
    if (fields <= mostInMessage) return;
    throw new BadInput(
      `${this.file.path}: the message at byte ${start} has more than ${mostInMessage} fields: no model has.`,
    );
  }

  /** Brings a message into memory that has a place there; undefined: it is there. Throws BadInput. */
  hold({ start, end }: Range): Promise<void> | undefined {
    this.#cursor.position = start;
    return this.#cursor.has(end - start) ? undefined : this.#cursor.fill(end - start);
  }

  /** All fields of a message that is held, without waiting. */
  heldFields({ start, end }: Range): Field[] {
    const fields: Field[] = [];
    for (let at = start; at < end;) {
      const field = this.#parse(at, end);
      this.#limit(start, fields.push(field));
      at = field.end;
    }
    return fields;
  }

  /** The four bytes of a field that is held. */
  heldU32({ start }: Field): number {
    this.#cursor.position = start;
    return this.#cursor.u32();
  }

  /** The field at a byte of a message that ends at `end`; undefined when it must be read from the file first. */
  fieldAt(at: number, end: number): Field | undefined {
    const cursor = this.#cursor;
    cursor.position = at;
    return cursor.has(Math.min(longestHead, end - at)) ? this.#parse(at, end) : undefined;
  }

  /** The same, from the file. Throws BadInput. */
  async fieldFrom(at: number, end: number): Promise<Field> {
    this.#cursor.position = at;
    await this.#cursor.fill(Math.min(longestHead, end - at));
    return this.#parse(at, end);
  }

  /** A text that is kept, of which at most `most` bytes are read. */
  async text({ start, end }: Range, most = 65_536): Promise<string> {
    const length = Math.min(end - start, most);
    this.#cursor.position = start;
    if (!this.#cursor.has(length)) await this.#cursor.fill(length);
    const text = this.#cursor.text(length);
    return length < end - start ? `${text}… (${end - start} bytes)` : text;
  }

  /** The numbers of a repeated field: one by itself, or many packed; `most` is how many there may be. */
  async numbers(field: Field, most: number): Promise<number[]> {
    if (field.wire === varint) return [field.value];
    const { start, end } = field;
    if (end - start > longestVarint * most)
      throw new BadInput(`${this.file.path}: the list at byte ${start} has more than ${most} numbers.`);
    this.#cursor.position = start;
    if (!this.#cursor.has(end - start)) await this.#cursor.fill(end - start);
    const numbers: number[] = [];
    while (this.#cursor.position < end) numbers.push(this.#varint(end));
    return numbers;
  }

  #parse(at: number, end: number): Field {
    const { path } = this.file;
    this.#cursor.position = at;
    if (++this.#fields > mostFields)
      throw new BadInput(`${path} has more than ${mostFields} fields up to byte ${at}: no model has.`);
    const tag = this.#varint(end);
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    let start = this.#cursor.position;
    if (number === 0 || number >= 2 ** 29 || wire === 3 || wire === 4 || wire > 5) {
      throw new BadInput(
        `${path} is damaged or no ${this.kind}: at byte ${at} a field has number ${number} and wire type ${wire}.`,
      );
    }
    let value = 0;
    let length: number;
    if (wire === varint) {
      value = this.#varint(end);
      length = this.#cursor.position - start;
    } else if (wire === delimited) {
      length = this.#varint(end);
      start = this.#cursor.position;
    } else length = wire === 1 ? 8 : 4;
    if (length > end - start) throw this.#pastEnd(`field ${number} at byte ${at}`, end);
    return { number, wire, start, end: start + length, value };
  }

  /** Low groups of seven bits first; the top bit of a byte says that more follow. */
  #varint(end: number): number {
    const cursor = this.#cursor;
    const start = cursor.position;
    let value = 0;
    for (let i = 0; i < longestVarint; i++) {
      if (cursor.position >= end) throw this.#pastEnd(`the number at byte ${start}`, end);
      const byte = cursor.u8();
      value += (byte & 127) * 2 ** (7 * i);
      if (byte < 128) return value;
    }
    throw new BadInput(
      `${this.file.path} is damaged: the number at byte ${start} is too long, more than ${longestVarint} bytes.`,
    );
  }

  #pastEnd(what: string, end: number): BadInput {
    const { path, size } = this.file;
    if (end < size)
      return new BadInput(`${path} is damaged: ${what} runs past its message, which ends at byte ${end}.`);
    return new BadInput(
      `${path} is cut short: ${what} runs past the end of the file; copy or download it again.`,
    );
  }
}
