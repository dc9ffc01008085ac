import type { Structures } from './structures';

const prefixBytes = 8;
/** The names of all members of one group. */
const longest = 64 * 2 ** 20;
/** Nobody has called anything that; one name is read by many entries of a damaged file. */
const longestText = 65_536;

/** Texts of one group of the older kind, by where they begin. */
export class LocalHeap {
  readonly #data: Buffer;

  /** Throws BadInput when there is no heap. */
  constructor(
    private readonly structures: Structures,
    private readonly address: number,
  ) {
    const { addressBytes, lengthBytes } = structures.superblock;
    const part = { address, length: prefixBytes + 2 * lengthBytes + addressBytes };
    const head = structures.opened(structures.bytes(part), address, 'HEAP', 0, 'heap of names');
    head.passOver(3);
    const length = head.uint(lengthBytes);
    head.passOver(lengthBytes);
    const data = structures.bytes({ address: head.uint(addressBytes), length }, { longest });
    this.#data = Buffer.from(data.buffer, data.byteOffset, data.length);
  }

  /** The text that begins at an offset. Throws BadInput when it has no end. */
  text(offset: number): string {
    const end = offset < 0 ? -1 : this.#data.indexOf(0, offset);
    if (end < 0) this.structures.fail(this.address, 'has a name without an end');
    if (end - offset > longestText) this.structures.fail(this.address, 'has a name that is too long');
    this.structures.spendText(end - offset);
    return this.#data.toString('utf8', offset, end);
  }
}
