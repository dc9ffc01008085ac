import { BadInput } from '../tensors/badInput';
import type { Source } from './bytes';

const smallestPiece = 4096;
const largestPiece = 2 ** 20;
/** To read over a gap of this size takes less time than to begin a new reading after it. */
const smallGap = 2 ** 19;
/** Names from a file are kept in memory; all together have no more bytes than this. */
const mostText = 64 * 2 ** 20;

/** A source whose end is known. */
export type Sized = Source & { readonly path: string; readonly size: number };

/**
 * Walks over a file in small steps. What is in memory is read without waiting, so that a header of a million entries
 * does not take a million waits: ask `has`, and only else `fill`. Pieces grow while the walk goes on without wide gaps.
 */
export class Cursor {
  /** The byte of the file that is read next. It may be set: nothing is read before the next `fill`. */
  position: number;
  littleEndian = true;
  #piece = new DataView(new ArrayBuffer(0));
  /** Byte of the file at which the piece begins, and after which it ends. */
  #start = 0;
  #end = 0;
  #next = smallestPiece;
  #text = 0;

  constructor(
    readonly file: Sized,
    position = 0,
  ) {
    this.position = position;
  }

  /** Bytes from here to the end of the file. */
  get left(): number {
    return this.file.size - this.position;
  }

  /** Whether the next `length` bytes are in memory. */
  has(length: number): boolean {
    return this.position >= this.#start && this.position + length <= this.#end;
  }

  /** Brings the next `length` bytes into memory. Throws BadInput where the file ends before. */
  async fill(length: number): Promise<void> {
    if (length > this.left) {
      throw new BadInput(
        `${this.file.path} is cut short or damaged: ${length} bytes are needed at byte ${this.position}, and it has ${this.file.size}; copy or download it again.`,
      );
    }
    const goesOn = this.position >= this.#start && this.position <= this.#end + smallGap;
    this.#next = goesOn ? Math.min(2 * this.#next, largestPiece) : smallestPiece;
    const bytes = await this.file.read(this.position, Math.min(Math.max(length, this.#next), this.left));
    this.#piece = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#start = this.position;
    this.#end = this.position + bytes.length;
  }

  u8(): number {
    return this.#piece.getUint8(this.#take(1));
  }

  u32(): number {
    return this.#piece.getUint32(this.#take(4), this.littleEndian);
  }

  /** Exact up to 2^53; beyond, rounded, and so still beyond. */
  u64(): number {
    return Number(this.#piece.getBigUint64(this.#take(8), this.littleEndian));
  }

  /** The next `length` bytes; they are only good until the next `fill`. */
  bytes(length: number): Uint8Array {
    const at = this.#take(length);
    return new Uint8Array(this.#piece.buffer, this.#piece.byteOffset + at, length);
  }

  /** The next `length` bytes as numbers of any kind. */
  view(length: number): DataView {
    const at = this.#take(length);
    return new DataView(this.#piece.buffer, this.#piece.byteOffset + at, length);
  }

  /** The next `length` bytes as text that will be kept. Throws BadInput when that gets too much. */
  text(length: number): string {
    this.#text += length;
    if (this.#text > mostText) {
      throw new BadInput(
        `${this.file.path} has names of more than ${mostText} bytes up to byte ${this.position}: no model has.`,
      );
    }
    return utf8.decode(this.bytes(length));
  }

  #take(length: number): number {
    if (!this.has(length)) throw new RangeError(`${length} bytes at ${this.position} are not in memory`);
    const at = this.position - this.#start;
    this.position += length;
    return at;
  }
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
