import type { Structures } from './structures';

/** Where a chunk lies, as it is stored. */
export interface StoredChunk {
  /** From the beginning of the file. */
  readonly position: number;
  readonly bytes: number;
  /** Bit by bit, which filters were not applied to it. */
  readonly skipped: number;
}

/** Where a dataset says that its chunks are listed. */
export interface ChunkList {
  readonly kind: 'tree' | 'single';
  /** Of the tree, or of the only chunk; -1: nothing was ever written. */
  readonly address: number;
  /** Of the only chunk. */
  readonly bytes: number;
  readonly skipped: number;
}

const deepest = 32;
/** They would not fit into any file people have. */
const mostChunks = 2_000_000;

/** All chunks that were written, by their places in the grid, joined by dots. Throws BadInput. */
export function readChunkIndex(
  structures: Structures,
  list: ChunkList,
  chunk: readonly number[],
): ReadonlyMap<string, StoredChunk> {
  const { base } = structures.superblock;
  const found = new Map<string, StoredChunk>();
  if (list.address < 0) return found;
  if (list.kind === 'single') {
    const { address, bytes, skipped } = list;
    return found.set(chunk.map(() => 0).join('.'), { position: base + address, bytes, skipped });
  }
  const open: { readonly address: number; readonly level: number }[] = [
    { address: list.address, level: deepest },
  ];
  const visited = new Set<number>();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const { address } = node;
    const fail = (what: string): never => structures.fail(address, what);
    if (visited.has(address)) fail('is twice in one list of chunks');
    visited.add(address);
    for (const { child, level, ...stored } of readNode(structures, address, chunk)) {
      // Levels fall, so that there is no end of it only in a file without an end.
      if (level >= node.level) fail('is at a wrong place in its list of chunks');
      if (level > 0) open.push({ address: child, level });
      else found.set(stored.place, { position: base + child, bytes: stored.bytes, skipped: stored.skipped });
    }
    if (found.size + open.length > mostChunks) fail(`lists more than ${mostChunks} chunks`);
  }
  return found;
}

interface NodeEntry {
  readonly child: number;
  readonly level: number;
  readonly place: string;
  readonly bytes: number;
  readonly skipped: number;
}

/** A node of a B-tree of version 1 with chunks: keys and children by turns. */
function readNode(structures: Structures, address: number, chunk: readonly number[]): NodeEntry[] {
  const { addressBytes } = structures.superblock;
  const prefix = 8 + 2 * addressBytes;
  const head = structures.cursor(structures.bytes({ address, length: prefix }), address);
  if (Buffer.from(head.take(4)).toString('latin1') !== 'TREE' || head.u8() !== 1)
    head.fail('is no list of chunks');
  const [level, count] = [head.u8(), head.u16()];
  const entryBytes = 8 + 8 * (chunk.length + 1) + addressBytes;
  const body = structures.cursor(
    structures.bytes({ address: address + prefix, length: count * entryBytes }),
    address,
  );
  return Array.from({ length: count }, () => {
    const [bytes, skipped] = [body.u32(), body.u32()];
    const place = chunk.map((length) => Math.floor(body.uint(8) / length)).join('.');
    body.passOver(8);
    const child = body.uint(addressBytes);
    if (child < 0) body.fail('lists a chunk that is nowhere');
    return { child, level, place, bytes, skipped };
  });
}
