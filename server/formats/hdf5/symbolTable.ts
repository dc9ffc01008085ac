import type { Link } from './links';
import { LocalHeap } from './localHeap';
import type { Structures } from './structures';

/** A B-tree of symbol tables, not of chunks. */
const ofGroups = 0;
const deepest = 32;
const softLink = 2;

/**
 * The links of a group of the older kind: a B-tree of tables, whose names are in a heap.
 * @param message says where both are
 */
export function readSymbolTable(
  structures: Structures,
  message: Uint8Array,
  address: number,
  most: number,
): readonly Link[] {
  const { addressBytes } = structures.superblock;
  const cursor = structures.cursor(message, address);
  const [tree, heapAddress] = [cursor.uint(addressBytes), cursor.uint(addressBytes)];
  const heap = new LocalHeap(structures, heapAddress);
  const links: Link[] = [];
  /** What is still to be read, the next last: nodes of the tree, and tables below them. */
  const open = [{ address: tree, level: deepest, isTable: false }];
  const visited = new Set<number>();
  for (let node = open.pop(); node !== undefined && links.length < most; node = open.pop()) {
    if (visited.has(node.address)) structures.fail(node.address, 'is twice in one group');
    visited.add(node.address);
    if (node.isTable) {
      for (const link of readTable(structures, node.address, heap, most - links.length)) links.push(link);
      continue;
    }
    const { level, children } = readNode(structures, node.address);
    if (level >= node.level) structures.fail(node.address, 'is at a wrong place in its group');
    for (const child of children.reverse()) open.push({ address: child, level, isTable: level === 0 });
  }
  return links;
}

function readNode(structures: Structures, address: number): { level: number; children: number[] } {
  const { addressBytes, lengthBytes } = structures.superblock;
  const prefix = 8 + 2 * addressBytes;
  const head = structures.opened(
    structures.bytes({ address, length: prefix }),
    address,
    'TREE',
    ofGroups,
    'list of the members of a group',
  );
  const [level, count] = [head.u8(), head.u16()];
  const length = count * (lengthBytes + addressBytes);
  const body = structures.cursor(structures.bytes({ address: address + prefix, length }), address);
  structures.spend(count);
  const children = Array.from({ length: count }, () => {
    // The name that comes before those of the child.
    body.passOver(lengthBytes);
    return body.uint(addressBytes);
  });
  return { level, children };
}

function readTable(structures: Structures, address: number, heap: LocalHeap, most: number): Link[] {
  const { addressBytes, lengthBytes } = structures.superblock;
  const head = structures.opened(
    structures.bytes({ address, length: 8 }),
    address,
    'SNOD',
    1,
    'list of the members of a group',
  );
  head.passOver(1);
  const count = Math.min(head.u16(), most);
  const length = count * (lengthBytes + addressBytes + 24);
  const body = structures.cursor(structures.bytes({ address: address + 8, length }), address);
  structures.spend(count);
  return Array.from({ length: count }, () => {
    const name = heap.text(body.uint(lengthBytes));
    const [object, kind] = [body.uint(addressBytes), body.u32()];
    body.passOver(4);
    const target = body.u32();
    body.passOver(12);
    return kind === softLink
      ? { kind: 'soft', name, target: heap.text(target) }
      : { kind: 'hard', name, address: object };
  });
}
