import { BadInput } from '../../tensors/badInput';

const stop = 0;
const yes = 1;
const no = 2;
const byte = 3;
const longest = 6;
const double = 7;
const binary = 8;
const list = 9;
const set = 10;
const map = 11;
const struct = 12;
const uuid = 13;
const deepest = 16;

/**
 * Values in Thrift's compact protocol, read one after the other: `for (const id of compact.fields())` goes through a
 * structure, and a field that is not read then is passed over. Format:
 * github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md. Throws BadInput.
 */
export class Compact {
  /** The byte that is read next. */
  at = 0;
  /** Type of the value that may be read now. */
  #type = stop;
  #depth = 0;

  /** @param where what the bytes are, for messages */
  constructor(
    private readonly where: string,
    private readonly bytes: Uint8Array,
  ) {}

  /** The numbers of the fields of a structure. */
  *fields(): Generator<number> {
    if (this.#depth > 0) this.#expect(struct);
    if (++this.#depth > deepest) throw this.#damaged('structures lie too deep in each other');
    for (let id = 0; ;) {
      const head = this.#byte();
      if ((head & 15) === stop) break;
      id = head >> 4 === 0 ? this.#zigzag() : id + (head >> 4);
      this.#type = head & 15;
      yield id;
      this.#skip(this.#type, this.#depth);
    }
    this.#depth--;
  }

  /** Goes through a list: how many values are still to come, this one among them. */
  *list(): Generator<number> {
    this.#expect(list);
    const { count, type } = this.#listHead();
    for (let left = count; left > 0; left--) {
      this.#type = type;
      yield left;
      this.#skip(this.#type, this.#depth);
    }
  }

  integer(): number {
    const type = this.#type;
    this.#type = stop;
    if (type === byte) return (this.#byte() << 24) >> 24;
    if (type < byte || type > longest)
      throw this.#damaged('a number is expected, and something else is there');
    const value = this.#zigzag();
    if (!Number.isSafeInteger(value)) throw this.#damaged('a number is too large');
    return value;
  }

  truth(): boolean {
    const value = this.#type === yes;
    if (this.#type !== no) this.#expect(yes);
    this.#type = stop;
    return value;
  }

  text(): string {
    this.#expect(binary);
    const length = this.#varint();
    this.#take(length);
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + this.at - length, length).toString('utf8');
  }

  #expect(type: number): void {
    if (this.#type !== type) throw this.#damaged('a value is of another type than expected');
    this.#type = stop;
  }

  #listHead(): { count: number; type: number } {
    const head = this.#byte();
    const count = head >> 4 === 15 ? this.#varint() : head >> 4;
    // Every value takes a byte at least.
    if (count > this.bytes.length - this.at) throw this.#damaged(`a list claims ${count} values`);
    return { count, type: head & 15 };
  }

  #skip(type: number, depth: number): void {
    this.#type = stop;
    if (depth > deepest) throw this.#damaged('structures lie too deep in each other');
    if (type === stop || type === yes || type === no) return;
    if (type === byte) this.#take(1);
    else if (type <= longest) this.#varint();
    else if (type === double) this.#take(8);
    else if (type === binary) this.#take(this.#varint());
    else if (type === list || type === set) {
      const { count, type: inner } = this.#listHead();
      for (let i = 0; i < count; i++) this.#skipInner(inner, depth);
    } else if (type === map) this.#skipMap(depth);
    else if (type === struct) {
      for (let head = this.#byte(); (head & 15) !== stop; head = this.#byte()) {
        if (head >> 4 === 0) this.#varint();
        this.#skip(head & 15, depth + 1);
      }
    } else if (type === uuid) this.#take(16);
    else throw this.#damaged(`there is no type of number ${type}`);
  }

  #skipMap(depth: number): void {
    const count = this.#varint();
    if (count > this.bytes.length - this.at) throw this.#damaged(`a map claims ${count} entries`);
    const types = count === 0 ? 0 : this.#byte();
    for (let i = 0; i < count; i++)
      for (const inner of [types >> 4, types & 15]) this.#skipInner(inner, depth);
  }

  /** A value in a list takes a byte at least, truth values too: so what is passed over is never more than there is. */
  #skipInner(type: number, depth: number): void {
    if (type === stop) throw this.#damaged('a list holds values of no type');
    this.#skip(type === yes || type === no ? byte : type, depth + 1);
  }

  #zigzag(): number {
    const value = this.#varint();
    const half = Math.floor(value / 2);
    return value % 2 === 0 ? half : -half - 1;
  }

  /** Exact up to 2^53; beyond, rounded, and so still beyond. */
  #varint(): number {
    let value = 0;
    for (let i = 0; i < 10; i++) {
      const next = this.#byte();
      value += (next & 127) * 2 ** (7 * i);
      if (next < 128) return value;
    }
    throw this.#damaged('a number does not end');
  }

  #byte(): number {
    this.#take(1);
    return this.bytes[this.at - 1] ?? 0;
  }

  #take(length: number): void {
    if (length > this.bytes.length - this.at) throw this.#damaged('it ends in the middle of a value');
    this.at += length;
  }

  #damaged(what: string): BadInput {
    return new BadInput(`${this.where} is damaged: ${what}.`);
  }
}
