import { BadInput } from '../../tensors/badInput';
import { nameOfBytes } from '../utf8';

/** Bytes of numbers up to a limit, where they are stored in as few as that allows. */
export function bytesFor(limit: number): number {
  return Math.ceil(limit.toString(2).length / 8);
}

/** Bytes as text, in UTF-8; different bytes are different texts, whatever they are. */
export function textOf({ buffer, byteOffset, length }: Uint8Array): string {
  return nameOfBytes(Buffer.from(buffer, byteOffset, length));
}

/** Reads numbers from the bytes of one structure of an HDF5 file, one after the other. */
export class Cursor {
  #at = 0;

  /** @param what the structure and its file, for messages: it goes on with what is wrong */
  constructor(
    private readonly what: () => string,
    private readonly bytes: Uint8Array,
  ) {}

  get left(): number {
    return this.bytes.length - this.#at;
  }

  get position(): number {
    return this.#at;
  }

  u8(): number {
    return this.bytes[this.#take(1)] ?? 0;
  }

  u16(): number {
    const at = this.#take(2);
    return (this.bytes[at] ?? 0) | ((this.bytes[at + 1] ?? 0) << 8);
  }

  u32(): number {
    return this.#word(this.#take(4));
  }

  /** An address or a length: an unsigned integer of 1 to 8 bytes. One of all ones is -1: "nowhere" or "unlimited". */
  uint(size: number): number {
    const start = this.#at;
    if (size !== 8 || this.left < 8) {
      const value = this.count(size);
      return value === 2 ** (8 * size) - 1 ? -1 : value;
    }
    const lower = this.#word(start);
    const upper = this.#word(start + 4);
    const isAllOnes = (lower & upper) === -1;
    if (!isAllOnes && upper >= 2 ** 21) this.fail('has a number that is too large');
    this.#at += size;
    return isAllOnes ? -1 : upper * 2 ** 32 + lower;
  }

  /** How many there are: an unsigned integer of 1 to 8 bytes. */
  count(size: number): number {
    const start = this.#take(size);
    let value = 0;
    for (let i = size - 1; i >= 0; i--) value = value * 256 + (this.bytes[start + i] ?? 0);
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
    const text = textOf(this.take(end - this.#at));
    this.passOver(1);
    return text;
  }

  /** Bytes that say nothing here: reserved, or padding, or of no use for reading. */
  passOver(length: number): void {
    this.#take(length);
  }

  fail(problem: string): never {
    throw new BadInput(`${this.what()} ${problem}.`);
  }

  /** 32 bits, unsigned. */
  #word(at: number): number {
    const { bytes } = this;
    const lower = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
    return (lower | ((bytes[at + 3] ?? 0) << 24)) >>> 0;
  }

  #take(length: number): number {
    if (length < 0 || length > this.left) this.fail('ends too early');
    const start = this.#at;
    this.#at += length;
    return start;
  }
}
