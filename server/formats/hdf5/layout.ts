import type { Cursor } from './cursor';
import { mostAxes } from './dataspace';
import type { Superblock } from './superblock';

/** Where a dataset says that its chunks are listed. */
export type ChunkList =
  | {
      /**
       * A B-tree of the first or the second version; an array of a fixed length or one that grows; or no list, with one
       * chunk after the other.
       */
      readonly kind: 'tree' | 'tree2' | 'fixedArray' | 'growingArray' | 'none';
      /** -1: nothing was ever written. */
      readonly address: number;
    }
  | {
      /** There is one chunk only. */
      readonly kind: 'single';
      readonly address: number;
      readonly bytes: number;
      readonly skipped: number;
    };

/** Data in chunks: how long they are along each axis, and where they are listed. */
export interface ChunkLayout {
  readonly kind: 'chunks';
  readonly chunk: readonly number[];
  /** Of an element. */
  readonly elementBytes: number;
  /** Of one chunk before filters were applied. */
  readonly bytes: number;
  readonly list: ChunkList;
  /** Filters were not applied to chunks that reach over the end of the data. */
  readonly hasPlainEdges: boolean;
}

/** Where the data of a dataset are. */
export type Layout =
  /** In one piece, from this byte of the file on. */
  | { readonly kind: 'piece'; readonly offset: number }
  /** In its header. */
  | { readonly kind: 'header'; readonly data: Uint8Array }
  /** They were never written. */
  | { readonly kind: 'nowhere' }
  /** In other files. */
  | { readonly kind: 'virtual' }
  | ChunkLayout;

const newest = 5;
/** How lists of chunks are numbered, from 1 on. */
const lists = ['single', 'none', 'fixedArray', 'growingArray', 'tree2'] as const;
/** Bytes of what is said of a list that its own header repeats. */
const described = { none: 0, fixedArray: 1, growingArray: 5, tree2: 6 };
const [plainEdges, filteredSingle] = [1, 2];

/** Reads a layout message of a dataset of so many bytes. Throws BadInput. */
export function readLayout(cursor: Cursor, superblock: Superblock, bytes: number): Layout {
  const version = cursor.u8();
  let kind = cursor.u8();
  let axes: number | undefined;
  if (version < 3) {
    axes = kind;
    kind = cursor.u8();
    cursor.passOver(5);
  }
  if (version < 1 || version > newest) cursor.fail('stores its data in a way that is not known');
  const enough = (length: number): void => {
    if (length < bytes) cursor.fail(`stores less than the ${bytes} bytes of its shape`);
  };
  switch (kind) {
    case 0: {
      cursor.passOver(4 * (axes ?? 0));
      const length = version < 3 ? cursor.u32() : cursor.u16();
      enough(length);
      return { kind: 'header', data: cursor.take(length) };
    }
    case 1: {
      const address = cursor.uint(superblock.addressBytes);
      if (address < 0) return { kind: 'nowhere' };
      if (version >= 3) enough(cursor.uint(superblock.lengthBytes));
      return { kind: 'piece', offset: superblock.base + address };
    }
    case 2:
      return version > 3 ? readNewChunks(cursor, superblock) : readChunks(cursor, axes, superblock);
    case 3:
      return { kind: 'virtual' };
    default:
      return cursor.fail('stores its data in a way that is not known');
  }
}

/** @param known the number of axes and one more, for the bytes of an element, where it was told before */
function readChunks(cursor: Cursor, known: number | undefined, { addressBytes }: Superblock): ChunkLayout {
  const axes = known ?? cursor.u8();
  const address = cursor.uint(addressBytes);
  const lengths = readLengths(cursor, axes, 4);
  return { ...lengths, list: { kind: 'tree', address }, hasPlainEdges: false };
}

function readNewChunks(cursor: Cursor, { addressBytes, lengthBytes }: Superblock): ChunkLayout {
  const flags = cursor.u8();
  const axes = cursor.u8();
  const lengths = readLengths(cursor, axes, cursor.u8());
  const kind = lists[cursor.u8() - 1] ?? cursor.fail('lists its chunks in a way that is not known');
  const hasPlainEdges = (flags & plainEdges) !== 0;
  if (kind !== 'single') {
    cursor.passOver(described[kind]);
    return { ...lengths, list: { kind, address: cursor.uint(addressBytes) }, hasPlainEdges };
  }
  const isFiltered = (flags & filteredSingle) !== 0;
  const bytes = isFiltered ? cursor.count(lengthBytes) : lengths.bytes;
  const skipped = isFiltered ? cursor.u32() : 0;
  return { ...lengths, list: { kind, address: cursor.uint(addressBytes), bytes, skipped }, hasPlainEdges };
}

function readLengths(
  cursor: Cursor,
  axes: number,
  size: number,
): Omit<ChunkLayout, 'list' | 'hasPlainEdges'> {
  if (axes < 1 || axes > mostAxes + 1) cursor.fail(`has chunks of ${axes} axes`);
  const lengths = Array.from({ length: axes }, () => cursor.count(size));
  if (lengths.includes(0)) cursor.fail('has chunks without elements');
  const bytes = lengths.reduce((product, length) => product * length, 1);
  return { kind: 'chunks', chunk: lengths.slice(0, -1), elementBytes: lengths.at(-1) ?? 0, bytes };
}
