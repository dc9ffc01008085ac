import { Recent } from './recent';
import type { Structures } from './structures';

/** A text may take as much; its whole collection is read. */
const longest = 64 * 2 ** 20;
/** Bytes of collections that are remembered. */
const mostKept = 16 * 2 ** 20;
const objectHead = 8;

interface Collection {
  /** By their numbers. */
  readonly objects: ReadonlyMap<number, Uint8Array>;
  readonly length: number;
}

/** Values of variable length, which are in collections anywhere in the file. */
export class GlobalHeap {
  /** By their addresses. */
  readonly #collections = new Recent<Collection>(mostKept);

  constructor(private readonly structures: Structures) {}

  /** The bytes of an object. Throws BadInput when it is not there. */
  object(address: number, number: number): Uint8Array {
    const { objects } = this.#collections.get(address, () => this.#read(address));
    return objects.get(number) ?? this.structures.fail(address, 'does not have a text that it should have');
  }

  #read(address: number): Collection {
    const { lengthBytes } = this.structures.superblock;
    const prefix = 8 + lengthBytes;
    const start = this.structures.bytes({ address, length: prefix });
    const head = this.structures.opened(start, address, 'GCOL', 1, 'collection of texts');
    head.passOver(3);
    const length = head.uint(lengthBytes);
    const whole = this.structures.bytes({ address, length: Math.max(length, prefix) }, { longest });
    const body = this.structures.cursor(whole.subarray(prefix), address);
    const objects = new Map<number, Uint8Array>();
    while (body.left >= objectHead + lengthBytes) {
      const number = body.u16();
      body.passOver(6);
      const size = body.count(lengthBytes);
      // The rest is free.
      if (number === 0) break;
      this.structures.spend(1);
      objects.set(number, body.take(size));
      body.passOver(Math.min(body.left, (8 - (size % 8)) % 8));
    }
    return { objects, length: whole.length };
  }
}
