import type { ChunkedShape, FindChunk } from './chunkGrid';
import type { ListParts } from './listParts';
import type { Structures } from './structures';

/** No node is so high above the chunks. */
const tooHigh = 32;
/** How long a chunk is as it is stored, and which filters were not applied to it. */
const storedBytes = 8;

/** The sizes in one tree, in bytes. */
interface Sizes {
  readonly rank: number;
  readonly address: number;
  readonly prefix: number;
  readonly entry: number;
}

interface Key {
  readonly node: Node;
  readonly index: number;
}

/** A node: keys and children by turns. A key says how a chunk is stored, and which element is its first. */
class Node {
  readonly #view: DataView;
  readonly level: number;
  readonly count: number;

  constructor(
    bytes: Uint8Array,
    private readonly sizes: Sizes,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.level = this.#view.getUint8(5);
    this.count = this.#view.getUint16(6, true);
  }

  /** Where the key at an index begins. */
  key(index: number): number {
    return this.sizes.prefix + index * this.sizes.entry;
  }

  /** Where the child at an index is told. */
  child(index: number): number {
    return this.key(index + 1) - this.sizes.address;
  }

  /** Where the first element of a key is along an axis. */
  first(index: number, axis: number): number {
    const at = this.key(index) + storedBytes + 8 * axis;
    return this.#view.getUint32(at + 4, true) * 2 ** 32 + this.#view.getUint32(at, true);
  }

  /** Below 0: the key at an index comes before an element. */
  order(index: number, element: readonly number[]): number {
    for (let axis = 0; axis < this.sizes.rank; axis++) {
      const difference = this.first(index, axis) - (element[axis] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  /** Below 0: the key at an index comes before one of another node. */
  orderOfKeys(index: number, { node, index: other }: Key): number {
    for (let axis = 0; axis < this.sizes.rank; axis++) {
      const difference = this.first(index, axis) - node.first(other, axis);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  /** The last key that does not come after an element; -1: all do. */
  find(element: readonly number[]): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.order(middle, element) <= 0) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** Chunks in a B-tree of the first version, in the order of their first elements. */
export function chunkTree(parts: ListParts, root: number, { chunk }: ChunkedShape): FindChunk {
  const [rank, address] = [chunk.length, parts.addressBytes];
  const sizes = { rank, address, prefix: 8 + 2 * address, entry: storedBytes + 8 * (rank + 1) + address };
  const read = (at: number): Uint8Array =>
    parts.get('TREE', rank, at, (structures) => readNode(structures, at, sizes));
  return (place) => {
    const element = place.map((at, axis) => at * (chunk[axis] ?? 1));
    const misplaced = (at: number): never => parts.fail(at, 'is at a wrong place in its list of chunks');
    let at = root;
    let above = tooHigh;
    // Between these is all that is below a node.
    let start: Key | undefined;
    let end: Key | undefined;
    for (;;) {
      const bytes = read(at);
      const node = new Node(bytes, sizes);
      // Levels fall, so that there is no end of it only in a file without an end.
      if (node.level >= above || node.count === 0) return node.count === 0 ? undefined : misplaced(at);
      if (start !== undefined && node.orderOfKeys(0, start) < 0) misplaced(at);
      if (end !== undefined && node.orderOfKeys(node.count - 1, end) >= 0) misplaced(at);
      const index = node.find(element);
      const isLeaf = node.level === 0;
      if (index < 0 || (isLeaf && node.order(index, element) !== 0)) return undefined;
      const child = parts.addressAt(bytes, node.child(index), at);
      if (child < 0) parts.fail(at, 'lists a chunk that is nowhere');
      if (isLeaf) {
        const key = parts.cursor(bytes.subarray(node.key(index)), at);
        return { bytes: key.u32(), skipped: key.u32(), address: child };
      }
      start = { node, index };
      above = node.level;
      end = index + 1 < node.count ? { node, index: index + 1 } : end;
      at = child;
    }
  };
}

function readNode(structures: Structures, address: number, { prefix, entry, ...sizes }: Sizes): Uint8Array {
  const start = structures.bytes({ address, length: prefix });
  const head = structures.opened(start, address, 'TREE', 1, 'list of chunks');
  head.passOver(1);
  const bytes = structures.bytes({ address, length: prefix + head.u16() * entry });
  const node = new Node(bytes, { prefix, entry, ...sizes });
  for (let i = 1; i < node.count; i++) {
    if (node.orderOfKeys(i - 1, { node, index: i }) >= 0)
      structures.fail(address, 'lists chunks that are not in order');
  }
  return bytes;
}
