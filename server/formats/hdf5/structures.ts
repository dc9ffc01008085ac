import { BadInput } from '../../tensors/badInput';
import { Cursor } from './cursor';
import { type ElementType, readDatatype } from './datatype';
import { lookup3 } from './lookup3';
import type { Paged } from './paged';
import type { Superblock } from './superblock';

/** Where one structure of an HDF5 file lies: an address counts from the base of the file. */
export interface Part {
  readonly address: number;
  readonly length: number;
}

/** The largest structure but for heaps; the header of an object has one for its attributes, which are below 64 KiB each. */
const longestPart = 4 * 2 ** 20;
const checkSumBytes = 4;
/** What is read of a file to open it: bytes, and for each piece and each character that is kept as much as so many. */
const mostWork = 2 ** 29;
const pieceWork = 64;
const characterWork = 8;
/** Types that are remembered, and the bytes of one. */
const mostKnown = 1000;
const longestKnown = 64;

/**
 * Reads the structures of one HDF5 file. Structures of a damaged or hostile file lie over each other and refer to each
 * other over and over, so that it counts what is read of them all.
 */
export class Structures {
  #left = mostWork;
  /** Types that were read, by their bytes: most datasets of a file have the same. */
  readonly #types = new Map<string, ElementType>();

  constructor(
    readonly file: Paged,
    readonly superblock: Superblock,
  ) {}

  /** The same file, of which nothing was read. */
  anew(): Structures {
    return new Structures(this.file, this.superblock);
  }

  /** So much was read that the file must be damaged. */
  get isSpent(): boolean {
    return this.#left < 0;
  }

  /** Counts pieces that are looked at one by one. Throws BadInput when there are too many. */
  spend(pieces: number): void {
    this.#take(pieces * pieceWork);
  }

  /** Counts characters that are kept. Throws BadInput when there are too many. */
  spendText(characters: number): void {
    this.#take(pieceWork + characters * characterWork);
  }

  /** What the elements of the object at an address are, of which a message holds these bytes. Throws BadInput. */
  type(bytes: Uint8Array, address: number): ElementType {
    if (bytes.length > longestKnown) return readDatatype(this.cursor(bytes, address));
    const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    let type = this.#types.get(key);
    if (type === undefined) {
      type = readDatatype(this.cursor(bytes, address));
      if (this.#types.size < mostKnown) this.#types.set(key, type);
    }
    return type;
  }

  cursor(bytes: Uint8Array, address: number): Cursor {
    const what = (): string =>
      `${this.file.where} is damaged: the HDF5 object at byte ${this.superblock.base + address}`;
    return new Cursor(what, bytes);
  }

  fail(address: number, problem: string): never {
    return this.cursor(new Uint8Array(0), address).fail(problem);
  }

  /**
   * The bytes of a structure, to look at and not to keep. Throws BadInput when the file does not have them.
   * @param short whether fewer bytes will do where the file ends
   */
  bytes({ address, length }: Part, { short = false, longest = longestPart } = {}): Uint8Array {
    const start = this.superblock.base + address;
    const there = Math.min(length, this.file.size - start);
    if (address < 0 || length < 0 || there < (short ? 8 : length) || length > longest) {
      throw new BadInput(
        `${this.file.where} is damaged: an HDF5 object lies at bytes ${start} to ${start + length}, and it has ${this.file.size}.`,
      );
    }
    this.#take(pieceWork + there);
    return this.file.view(start, there);
  }

  /** The bytes of a structure that ends with a check sum, without that. Throws BadInput when they do not have it. */
  checked(part: Part): Uint8Array {
    const bytes = this.bytes(part);
    const end = part.length - checkSumBytes;
    const content = bytes.subarray(0, Math.max(0, end));
    const sum = this.cursor(bytes.subarray(content.length), part.address).u32();
    if (sum !== lookup3(content)) this.fail(part.address, 'does not have the check sum it should have');
    return content;
  }

  /** A cursor behind the signature and the version of a structure. */
  opened(bytes: Uint8Array, address: number, signature: string, version: number, what: string): Cursor {
    const cursor = this.cursor(bytes, address);
    if (Buffer.from(cursor.take(4)).toString('latin1') !== signature || cursor.u8() !== version)
      cursor.fail(`is no ${what}`);
    return cursor;
  }

  #take(work: number): void {
    this.#left -= work;
    if (this.isSpent) {
      throw new BadInput(
        `${this.file.where} is damaged: what its HDF5 objects refer to is read over and over, and there is no end of it.`,
      );
    }
  }
}
