import { readBtree2 } from './btree2';
import { FractalHeap } from './fractalHeap';
import { readLinkMessage } from './linkMessage';
import { byBytes } from './names';
import { type Message, messageTypes, readHeader } from './objectHeader';
import type { Structures } from './structures';
import { readSymbolTable } from './symbolTable';

/** A member of a group. */
export type Link = { readonly name: string; readonly order?: number } & (
  | { readonly kind: 'hard'; readonly address: number }
  /** It leads to a path, from its own group on where that does not begin with a slash. */
  | { readonly kind: 'soft'; readonly target: string }
  /** To another file, or as somebody's own program knows. */
  | { readonly kind: 'external' | 'other' }
);

/** Records of a B-tree that finds links by their names: a hash, and where the link is in a heap. */
const byName = { type: 5, hashBytes: 4 };

/**
 * The links of a group, at most so many of them: in the order in which they were made where the group has an index of
 * that, else by name. None when the object is no group. Throws BadInput.
 */
export function readLinks(structures: Structures, address: number, most: number): readonly Link[] {
  const { messages } = readHeader(structures, address);
  const table = messages.find(({ type }) => type === messageTypes.symbolTable);
  if (table !== undefined) return readSymbolTable(structures, table.body, address, most);
  const info = messages.find(({ type }) => type === messageTypes.linkInfo);
  if (info === undefined) return [];
  const { heap, names, isOrdered } = readLinkInfo(structures, info, address);
  const links =
    heap < 0
      ? messages
          .filter(({ type }) => type === messageTypes.link)
          .slice(0, most)
          .map(({ body }) => readLinkMessage(structures, body, address))
      : readDense(structures, heap, names, most);
  return isOrdered
    ? links.sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    : links.sort((a, b) => byBytes(a.name, b.name));
}

interface LinkInfo {
  /** The address of the heap with the links; -1: they are in the header. */
  readonly heap: number;
  /** That of the B-tree that finds them by name. */
  readonly names: number;
  readonly isOrdered: boolean;
}

function readLinkInfo(structures: Structures, { body }: Message, address: number): LinkInfo {
  const cursor = structures.cursor(body, address);
  if (cursor.u8() !== 0) cursor.fail('lists its links in a way that is not known');
  const flags = cursor.u8();
  if (flags & 1) cursor.passOver(8);
  const { addressBytes } = structures.superblock;
  const [heap, names] = [cursor.uint(addressBytes), cursor.uint(addressBytes)];
  return { heap, names, isOrdered: (flags & 2) !== 0 };
}

function readDense(structures: Structures, heapAddress: number, names: number, most: number): Link[] {
  const heap = new FractalHeap(structures, heapAddress);
  return readBtree2(structures, names, byName.type, most).map((record) => {
    const { bytes, address } = heap.object(record.subarray(byName.hashBytes));
    return readLinkMessage(structures, bytes, address);
  });
}
