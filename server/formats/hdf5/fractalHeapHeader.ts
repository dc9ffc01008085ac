import { bytesFor } from './cursor';
import type { Structures } from './structures';

/** What the header of a fractal heap says of it. */
export interface HeapHeader {
  /** Blocks in a row of its table, and the bytes of the smallest and of the largest with objects. */
  readonly width: number;
  readonly smallest: number;
  readonly largest: number;
  /** The address of its only block, or, with rows, of a list of blocks. */
  readonly root: number;
  readonly rows: number;
  /** Blocks with objects have check sums. */
  readonly isSummed: boolean;
  /** The address of the B-tree of objects that are too large for blocks. */
  readonly hugeTree: number;
  /** Bytes of an offset and of a length in what finds an object. */
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

/** Addresses in a heap have no more bits: they are counted exactly. */
const mostBits = 52;
const largestBlock = 2 ** 22;

/** Reads the header of a fractal heap. Throws BadInput when there is none, or its blocks are packed. */
export function readHeapHeader(structures: Structures, address: number): HeapHeader {
  const { addressBytes, lengthBytes: size } = structures.superblock;
  const length = 5 + 2 + 2 + 1 + 4 + 12 * size + 3 * addressBytes + 2 + 2 + 2 + 2 + 4;
  const head = structures.opened(structures.checked({ address, length }), address, 'FRHP', 0, 'heap');
  head.passOver(2);
  if (head.u16() !== 0) head.fail('is a heap with filters, which is not read');
  const isSummed = (head.u8() & 2) !== 0;
  const longest = head.u32();
  head.passOver(size);
  const hugeTree = head.uint(addressBytes);
  head.passOver(size + addressBytes + 8 * size);
  const width = head.u16();
  const [smallest, largest] = [head.uint(size), head.uint(size)];
  const bits = head.u16();
  head.passOver(2);
  const [root, rows] = [head.uint(addressBytes), head.u16()];
  const isPossible =
    [width, smallest, largest].every(isPowerOfTwo) && smallest <= largest && largest <= largestBlock;
  if (!isPossible || bits > mostBits || rows > bits) head.fail('is a heap of an impossible size');
  const offsetBytes = Math.ceil(bits / 8);
  const lengthBytes = Math.min(Math.ceil(Math.log2(largest) / 8), bytesFor(longest));
  return { width, smallest, largest, root, rows, isSummed, hugeTree, offsetBytes, lengthBytes };
}

function isPowerOfTwo(number: number): boolean {
  return number > 0 && Number.isInteger(Math.log2(number));
}
