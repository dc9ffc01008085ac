import { readBtree2 } from './btree2';
import { DoublingTable } from './doublingTable';
import { type HeapHeader, readHeapHeader } from './fractalHeapHeader';
import { lookup3 } from './lookup3';
import type { Part, Structures } from './structures';

/** An object of a heap, and about where it is. */
export interface HeapObject {
  readonly bytes: Uint8Array;
  readonly address: number;
}

/** Kinds of objects, by two bits of what finds them. */
const [managed, huge, tiny] = [0, 1, 2];
/** Huge objects are found by numbers in a B-tree of this type. */
const hugeRecords = 1;
const mostHuge = 65_536;
const longestHuge = 64 * 2 ** 20;

/** A fractal heap: links or attributes of one object, when they are many or large. */
export class FractalHeap {
  readonly #header: HeapHeader;
  readonly #table: DoublingTable;
  /** The blocks with objects that were read, by their addresses. */
  readonly #blocks = new Map<number, Uint8Array>();
  /** Those with the addresses of others. */
  readonly #lists = new Map<number, Uint8Array>();
  #huge: ReadonlyMap<number, Part> | undefined;

  /** Throws BadInput when there is no such heap. */
  constructor(
    private readonly structures: Structures,
    private readonly address: number,
  ) {
    this.#header = readHeapHeader(structures, address);
    const { width, smallest, largest } = this.#header;
    this.#table = new DoublingTable(width, smallest, largest);
  }

  /** What an identification finds. Throws BadInput when that is nothing. */
  object(id: Uint8Array): HeapObject {
    const cursor = this.structures.cursor(id, this.address);
    const first = cursor.u8();
    if (first >> 6 !== 0) cursor.fail('has an object of a kind that is not known');
    switch ((first >> 4) & 3) {
      case managed: {
        const { offsetBytes, lengthBytes } = this.#header;
        return this.#managed(cursor.count(offsetBytes), cursor.count(lengthBytes));
      }
      case huge:
        return this.#hugeObject(cursor.count(Math.min(8, id.length - 1)));
      case tiny:
        return { bytes: cursor.take((first & 15) + 1), address: this.address };
      default:
        return cursor.fail('has an object of a kind that is not known');
    }
  }

  #managed(offset: number, length: number): HeapObject {
    const { root, rows } = this.#header;
    let [at, within, inside] = [root, rows, offset];
    let bytes = this.#table.blockBytes(0);
    if (rows > 0) {
      for (;;) {
        const { row, entry, start } = this.#table.locate(inside);
        if (row >= within) this.structures.fail(this.address, 'has an object outside of its blocks');
        at = this.#child(at, within, entry);
        inside -= start;
        bytes = this.#table.blockBytes(row);
        if (row < this.#table.directRows) break;
        within = this.#table.rowsWithin(row);
      }
    }
    if (inside + length > bytes) this.structures.fail(this.address, 'has an object outside of its blocks');
    this.structures.spend(1);
    return { bytes: this.#block(at, bytes).subarray(inside, inside + length), address: at + inside };
  }

  /** The address in a list of blocks that has so many rows. */
  #child(address: number, rows: number, entry: number): number {
    const { addressBytes } = this.structures.superblock;
    const prefix = 5 + addressBytes + this.#header.offsetBytes;
    let list = this.#lists.get(address);
    if (list === undefined) {
      const length = prefix + rows * this.#table.width * addressBytes + 4;
      list = this.structures.checked({ address, length });
      this.structures.opened(list, address, 'FHIB', 0, 'list of blocks of a heap');
      this.#lists.set(address, list);
    }
    const start = prefix + entry * addressBytes;
    return this.structures.cursor(list.subarray(start), address).uint(addressBytes);
  }

  #block(address: number, length: number): Uint8Array {
    const known = this.#blocks.get(address);
    if (known !== undefined) return known;
    const block = this.structures.bytes({ address, length });
    this.structures.opened(block, address, 'FHDB', 0, 'block of a heap');
    if (this.#header.isSummed) this.#check(block, address);
    this.#blocks.set(address, block);
    return block;
  }

  /** The check sum of a block is before its objects, and was 0 when it was made. */
  #check(block: Uint8Array, address: number): void {
    const start = 5 + this.structures.superblock.addressBytes + this.#header.offsetBytes;
    const sum = this.structures.cursor(block.subarray(start), address).u32();
    if (sum !== lookup3(Uint8Array.from(block).fill(0, start, start + 4)))
      this.structures.fail(address, 'does not have the check sum it should have');
  }

  #hugeObject(number: number): HeapObject {
    const { addressBytes, lengthBytes } = this.structures.superblock;
    this.#huge ??= new Map(
      readBtree2(this.structures, this.#header.hugeTree, hugeRecords, mostHuge).map((record) => {
        const cursor = this.structures.cursor(record, this.#header.hugeTree);
        const part = { address: cursor.uint(addressBytes), length: cursor.uint(lengthBytes) };
        return [cursor.count(lengthBytes), part];
      }),
    );
    const part = this.#huge.get(number);
    if (part === undefined) return this.structures.fail(this.address, 'has an object that is nowhere');
    return { bytes: this.structures.bytes(part, { longest: longestHuge }), address: part.address };
  }
}
