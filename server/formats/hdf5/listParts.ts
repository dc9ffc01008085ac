import { Recent } from './recent';
import type { StoredChunk } from './chunkGrid';
import type { Cursor } from './cursor';
import type { Structures } from './structures';

const mostBytes = 4 * 2 ** 20;
const maskBytes = 4;

interface Part {
  readonly kind: string;
  readonly size: number;
  readonly bytes: Uint8Array;
  readonly length: number;
}

/**
 * The parts of the lists of chunks of one file: those read last are remembered. What is read again in the course of time
 * is no sign of damage, so that each part is read as if nothing had been read before.
 */
export class ListParts {
  readonly #recent = new Recent<Part>(mostBytes);

  constructor(readonly structures: Structures) {}

  get addressBytes(): number {
    return this.structures.superblock.addressBytes;
  }

  get lengthBytes(): number {
    return this.structures.superblock.lengthBytes;
  }

  /**
   * A part as `read` finds it in the file, which is to throw BadInput where it is damaged.
   * @param size with the kind, what has to be known of the part to read it
   */
  get(kind: string, size: number, address: number, read: (structures: Structures) => Uint8Array): Uint8Array {
    const find = (): Part => {
      const bytes = Uint8Array.from(read(this.structures.anew()));
      return { kind, size, bytes, length: bytes.length };
    };
    return this.#recent.get(address, find, (kept) => kept.kind === kind && kept.size === size).bytes;
  }

  /** A part of so many bytes with this signature and a check sum, without that. */
  checked(signature: string, address: number, length: number): Uint8Array {
    return this.get(signature, length, address, (structures) => {
      const bytes = structures.checked({ address, length });
      structures.opened(bytes, address, signature, 0, 'part of a list of chunks');
      return bytes;
    });
  }

  /** Elements with their check sum, without that. */
  page(address: number, length: number): Uint8Array {
    return this.get('page', length, address, (structures) => structures.checked({ address, length }));
  }

  /**
   * What an element of a list says of its chunk: where it is and, where there are filters, how long it has become and
   * which were not applied. undefined: it was never written.
   * @param address of the part that has the element
   * @param chunkBytes how long chunks are without filters
   */
  chunkOf(element: Uint8Array, address: number, chunkBytes: number): StoredChunk | undefined {
    const cursor = this.structures.cursor(element, address);
    const found = cursor.uint(this.addressBytes);
    if (found < 0) return undefined;
    if (cursor.left === 0) return { address: found, bytes: chunkBytes, skipped: 0 };
    return { address: found, bytes: cursor.count(cursor.left - maskBytes), skipped: cursor.u32() };
  }

  /** The address in a part, from a byte of it on; -1: nowhere. */
  addressAt(bytes: Uint8Array, start: number, address: number): number {
    return this.cursor(bytes.subarray(start, start + this.addressBytes), address).uint(this.addressBytes);
  }

  /** Refuses elements that cannot be those of a list of chunks. */
  checkElement(bytes: number, address: number): void {
    const sizeBytes = bytes - this.addressBytes - maskBytes;
    if (bytes !== this.addressBytes && (sizeBytes < 1 || sizeBytes > 8))
      this.fail(address, 'lists its chunks in a way that is not known');
  }

  /** Gives the memory back. */
  release(): void {
    this.#recent.release();
  }

  cursor(bytes: Uint8Array, address: number): Cursor {
    return this.structures.cursor(bytes, address);
  }

  fail(address: number, problem: string): never {
    return this.structures.fail(address, problem);
  }
}
