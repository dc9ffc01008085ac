import { BadInput } from '../../tensors/badInput';

/**
 * A table of a FlatBuffer, read field by field; format: flatbuffers.dev/internals. Every position is checked: the bytes
 * are hostile. Throws BadInput for what lies outside of them.
 */
export class Flat {
  readonly #view: DataView;
  readonly #fields: number;
  readonly #fieldBytes: number;

  /** @param where what the bytes are, for messages; `at` where the table begins in them */
  constructor(
    private readonly where: string,
    private readonly bytes: Uint8Array,
    private readonly at: number,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#fields = at - this.#int(at);
    this.#fieldBytes = this.#short(this.#fields);
  }

  /** The table the bytes begin with. */
  static root(where: string, bytes: Uint8Array): Flat {
    if (bytes.length < 8) throw damaged(where);
    const at = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(0, true);
    return new Flat(where, bytes, at);
  }

  number(field: number, size: 1 | 2 | 4 | 8, otherwise = 0): number {
    const at = this.#field(field);
    if (at === 0) return otherwise;
    this.#check(at, size);
    if (size === 1) return this.#view.getUint8(at);
    if (size === 2) return this.#view.getInt16(at, true);
    return size === 4 ? this.#view.getInt32(at, true) : this.#long(at);
  }

  text(field: number): string {
    const at = this.#field(field);
    if (at === 0) return '';
    const start = this.#follow(at);
    const length = this.#unsigned(start);
    this.#check(start + 4, length);
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start + 4, length).toString('utf8');
  }

  table(field: number): Flat | undefined {
    const at = this.#field(field);
    return at === 0 ? undefined : new Flat(this.where, this.bytes, this.#follow(at));
  }

  *tables(field: number): Generator<Flat> {
    const { start, count } = this.#vector(field, 4);
    for (let i = 0; i < count; i++) yield new Flat(this.where, this.bytes, this.#follow(start + 4 * i));
  }

  /** How many structs of `size` bytes a vector has. */
  structs(field: number, size: number): number {
    return this.#vector(field, size).count;
  }

  /** A 64-bit number in a struct of a vector, `offset` bytes after its beginning. */
  inStruct(field: number, size: number, index: number, offset: number, wide = true): number {
    const { start, count } = this.#vector(field, size);
    if (index >= count) throw damaged(this.where);
    const at = start + size * index + offset;
    return wide ? this.#long(at) : this.#int(at);
  }

  #vector(field: number, size: number): { start: number; count: number } {
    const at = this.#field(field);
    if (at === 0) return { start: 0, count: 0 };
    const start = this.#follow(at);
    const count = this.#unsigned(start);
    this.#check(start + 4, count * size);
    return { start: start + 4, count };
  }

  /** Where a field is; 0 when the table lacks it. */
  #field(number: number): number {
    const entry = 4 + 2 * number;
    if (entry + 2 > this.#fieldBytes) return 0;
    const offset = this.#short(this.#fields + entry);
    return offset === 0 ? 0 : this.at + offset;
  }

  #follow(at: number): number {
    return at + this.#unsigned(at);
  }

  #short(at: number): number {
    this.#check(at, 2);
    return this.#view.getUint16(at, true);
  }

  #int(at: number): number {
    this.#check(at, 4);
    return this.#view.getInt32(at, true);
  }

  #unsigned(at: number): number {
    this.#check(at, 4);
    return this.#view.getUint32(at, true);
  }

  /** Of the 64-bit numbers here, all are sizes, counts and offsets, or identify something. */
  #long(at: number): number {
    this.#check(at, 8);
    const value = Number(this.#view.getBigInt64(at, true));
    if (!Number.isSafeInteger(value)) throw damaged(this.where);
    return value;
  }

  #check(at: number, length: number): void {
    if (!(at >= 0 && length >= 0 && at + length <= this.bytes.length)) throw damaged(this.where);
  }
}

function damaged(where: string): BadInput {
  return new BadInput(`${where} is damaged: it points outside of itself.`);
}
