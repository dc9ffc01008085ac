import { childOf, deepest, type Node, readNodeBytes, readTree, recordOf, type Tree } from './btree2';
import type { ChunkedShape, FindChunk } from './chunkGrid';
import type { ListParts } from './listParts';

/** The numbers of trees of chunks: without filters, and with. */
const kinds = [10, 11] as const;
/** Where the header of a tree says its number. */
const kindAt = 5;
/** Of the place of a chunk along one axis, which follow what is said of how it is stored. */
const placeBytes = 8;

/** Chunks of a dataset that can grow along several axes, in a B-tree of the second version, by their places. */
export function chunkTree2(parts: ListParts, address: number, { chunk, bytes }: ChunkedShape): FindChunk {
  let opened: { readonly tree: Tree; readonly root: Node } | undefined;
  return (place) => {
    opened ??= open(parts, address, chunk.length);
    const { tree, root } = opened;
    const storedBytes = tree.recordBytes - placeBytes * chunk.length;
    for (let node: Node | undefined = root; node !== undefined && node.count > 0;) {
      const here: Node = node;
      const size = (here.count * deepest + here.level) * 2 ** 16 + tree.recordBytes;
      const body = parts.get('B-tree', size, here.address, (structures) =>
        readNodeBytes(structures, tree, here),
      );
      // The first record that does not come before the place.
      let [index, end] = [0, here.count];
      while (index < end) {
        const middle = (index + end) >> 1;
        if (order(recordOf(body, tree, middle), storedBytes, place) < 0) index = middle + 1;
        else end = middle;
      }
      const record = recordOf(body, tree, index);
      if (index < here.count && order(record, storedBytes, place) === 0) {
        const stored = parts.chunkOf(record.subarray(0, storedBytes), here.address, bytes);
        return stored ?? parts.fail(here.address, 'lists a chunk that is nowhere');
      }
      node = here.level === 0 ? undefined : childOf(parts.structures, tree, here, body, index);
    }
    return undefined;
  };
}

function open(parts: ListParts, address: number, rank: number): { readonly tree: Tree; readonly root: Node } {
  const structures = parts.structures.anew();
  const number = structures.bytes({ address, length: kindAt + 1 })[kindAt];
  const opened = readTree(structures, address, kinds.find((kind) => kind === number) ?? kinds[0]);
  parts.checkElement(opened.tree.recordBytes - placeBytes * rank, address);
  return opened;
}

/** Below 0: a record comes before a place. */
function order(record: Uint8Array, storedBytes: number, place: readonly number[]): number {
  const view = new DataView(record.buffer, record.byteOffset + storedBytes, placeBytes * place.length);
  for (const [axis, wanted] of place.entries()) {
    const own = view.getUint32(8 * axis + 4, true) * 2 ** 32 + view.getUint32(8 * axis, true);
    if (own !== wanted) return own - wanted;
  }
  return 0;
}
