import { bytesFor } from './cursor';
import type { Structures } from './structures';

/** A signature, the version and the type; at the end a check sum. */
const prefixBytes = 6;
const checkSumBytes = 4;
/** No level is as high. */
export const deepest = 17;

/** What the header of a B-tree says of its nodes. */
export interface Tree {
  readonly type: number;
  readonly nodeBytes: number;
  readonly recordBytes: number;
  /** Bytes of the number of records of a child. */
  readonly countBytes: number;
  /** Of that of records of all below a child, by its level; of leaves it is not told. */
  readonly totalBytes: readonly number[];
}

export interface Node {
  readonly address: number;
  readonly count: number;
  readonly level: number;
}

/**
 * The records of a B-tree of the second version, in any order, at most so many. Throws BadInput when it is damaged or of
 * another type.
 * @param type the number of what is in its records
 */
export function readBtree2(
  structures: Structures,
  address: number,
  type: number,
  most: number,
): Uint8Array[] {
  const { tree, root } = readTree(structures, address, type);
  const records: Uint8Array[] = [];
  const visited = new Set<number>();
  const open = root.count === 0 ? [] : [root];
  for (let node = open.pop(); node !== undefined && records.length < most; node = open.pop()) {
    if (visited.has(node.address)) structures.fail(node.address, 'is twice in one B-tree');
    visited.add(node.address);
    const { own, children } = readNode(structures, tree, node);
    for (const record of own) records.push(record);
    open.push(...children);
  }
  return records.slice(0, most);
}

/** What a B-tree of a type is made of, and its root. Throws BadInput when it is damaged or of another type. */
export function readTree(
  structures: Structures,
  address: number,
  wanted: number,
): { readonly tree: Tree; readonly root: Node } {
  const { addressBytes, lengthBytes } = structures.superblock;
  const length = prefixBytes + 4 + 2 + 2 + 1 + 1 + addressBytes + 2 + lengthBytes + checkSumBytes;
  const head = structures.opened(structures.checked({ address, length }), address, 'BTHD', 0, 'B-tree');
  const type = head.u8();
  if (type !== wanted) head.fail(`is a B-tree of type ${type} where one of type ${wanted} should be`);
  const [nodeBytes, recordBytes, level] = [head.u32(), head.u16(), head.u16()];
  head.passOver(2);
  const root = { address: head.uint(addressBytes), count: head.u16(), level };
  if (level >= deepest) head.fail('is a B-tree that is too deep');
  const room = nodeBytes - prefixBytes - checkSumBytes;
  if (recordBytes === 0 || room < recordBytes) head.fail('is a B-tree without room for records');
  // How long numbers are follows from how large they could be.
  let most = Math.floor(room / recordBytes);
  const countBytes = bytesFor(most);
  const totalBytes = [0];
  for (let above = 1; above < level; above++) {
    const pointer = addressBytes + countBytes + (totalBytes[above - 1] ?? 0);
    const own = Math.floor((room - pointer) / (recordBytes + pointer));
    most = (own + 1) * most + own;
    if (own < 1 || !Number.isSafeInteger(most)) head.fail('is a B-tree of an impossible size');
    totalBytes.push(bytesFor(most));
  }
  return { tree: { type, nodeBytes, recordBytes, countBytes, totalBytes }, root };
}

function readNode(
  structures: Structures,
  tree: Tree,
  node: Node,
): { readonly own: readonly Uint8Array[]; readonly children: readonly Node[] } {
  const bytes = readNodeBytes(structures, tree, node);
  const pointers = node.level === 0 ? 0 : node.count + 1;
  structures.spend(node.count + pointers);
  const own = Array.from({ length: node.count }, (_, i) => recordOf(bytes, tree, i));
  const children = Array.from({ length: pointers }, (_, i) => childOf(structures, tree, node, bytes, i));
  return { own, children };
}

/** The bytes of a node, without its check sum: a prefix, then records, then pointers to children. Throws BadInput. */
export function readNodeBytes(
  structures: Structures,
  { type, nodeBytes, recordBytes, countBytes, totalBytes }: Tree,
  { address, count, level }: Node,
): Uint8Array {
  const pointers = level === 0 ? 0 : count + 1;
  const pointerBytes = structures.superblock.addressBytes + countBytes + (totalBytes[level - 1] ?? 0);
  const length = prefixBytes + count * recordBytes + pointers * pointerBytes + checkSumBytes;
  if (length > nodeBytes) structures.fail(address, 'has more records than there is room for');
  const bytes = structures.checked({ address, length });
  const body = structures.opened(bytes, address, level === 0 ? 'BTLF' : 'BTIN', 0, 'part of a B-tree');
  if (body.u8() !== type) body.fail('is a part of another B-tree');
  return bytes;
}

/** A record of a node. */
export function recordOf(node: Uint8Array, { recordBytes }: Tree, index: number): Uint8Array {
  const start = prefixBytes + index * recordBytes;
  return node.subarray(start, start + recordBytes);
}

/** What comes before the record at an index, or after the last one. */
export function childOf(
  structures: Structures,
  { recordBytes, countBytes, totalBytes }: Tree,
  { address, count, level }: Node,
  bytes: Uint8Array,
  index: number,
): Node {
  const { addressBytes } = structures.superblock;
  const pointerBytes = addressBytes + countBytes + (totalBytes[level - 1] ?? 0);
  const start = prefixBytes + count * recordBytes + index * pointerBytes;
  const cursor = structures.cursor(bytes.subarray(start, start + pointerBytes), address);
  return { address: cursor.uint(addressBytes), count: cursor.count(countBytes), level: level - 1 };
}
