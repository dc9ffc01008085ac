import { BadInput } from '../../tensors/badInput';

/** Reads numbers from the bytes of one structure of an HDF5 file, one after the other. */
export class Cursor {
  #at = 0;
  readonly #view: DataView;

  /** @param what the structure and its file, for messages: it goes on with what is wrong */
  constructor(
    private readonly what: string,
    private readonly bytes: Uint8Array,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.#at;
  }

  get position(): number {
    return this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** An unsigned integer of 1 to 8 bytes. One of all ones is -1: "nowhere" or "unlimited". */
  uint(size: number): number {
    const start = this.#take(size);
    let value = 0;
    let isAllOnes = true;
    for (let i = size - 1; i >= 0; i--) {
      const byte = this.bytes[start + i] ?? 0;
      isAllOnes &&= byte === 0xff;
      value = value * 256 + byte;
    }
    if (isAllOnes) return -1;
    if (!Number.isSafeInteger(value)) this.fail('has a number that is too large');
    return value;
  }

  take(length: number): Uint8Array {
    const start = this.#take(length);
    return this.bytes.subarray(start, start + length);
  }

  /** Bytes up to a zero byte, which is skipped. */
  text(): string {
    const end = this.bytes.indexOf(0, this.#at);
    if (end < 0) this.fail('has a name without an end');
    const text = Buffer.from(this.take(end - this.#at)).toString('utf8');
    this.passOver(1);
    return text;
  }

  /** Bytes that say nothing here: reserved, or padding, or of no use for reading. */
  passOver(length: number): void {
    this.#take(length);
  }

  fail(problem: string): never {
    throw new BadInput(`${this.what} ${problem}.`);
  }

  #take(length: number): number {
    if (length > this.left) this.fail('ends too early');
    const start = this.#at;
    this.#at += length;
    return start;
  }
}
