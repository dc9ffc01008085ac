import { isSet } from './fixedArray';
import type { ListParts } from './listParts';

/** A signature, the version, and whether there are filters. */
const prefixBytes = 6;
const checkSumBytes = 4;

/** What the header of an array that grows says of it. */
export interface Header {
  readonly elementBytes: number;
  /** Bytes of the number of an element. */
  readonly numberBytes: number;
  /** Elements within the index block. */
  readonly inIndex: number;
  /** Elements of the smallest block; later ones have two, four, eight ... times as many. */
  readonly smallest: number;
  /** Groups of blocks of which the index block has the addresses. */
  readonly listed: number;
  /** Groups of blocks in all. */
  readonly groups: number;
  /** Elements of a page: blocks with more are in pages. */
  readonly pageLength: number;
  /** -1: nothing was ever written. */
  readonly index: number;
}

/** One group of equally long blocks: how many these are, how many elements each has, and how many come before. */
interface Group {
  readonly blocks: number;
  readonly length: number;
  readonly first: number;
  readonly firstBlock: number;
}

/** The group at an index, after all before it. */
function groupAt({ smallest }: Header, index: number): Group {
  const half = Math.floor(index / 2);
  const blocks = 2 ** half;
  return {
    blocks,
    length: smallest * 2 ** (index - half),
    first: smallest * (2 ** index - 1),
    // Two groups each have one block, two, four, ...
    firstBlock: 2 * (blocks - 1) + (index % 2) * blocks,
  };
}

interface Element {
  readonly bytes: Uint8Array;
  /** Of the part that has it. */
  readonly address: number;
}

/** The bytes of an element; undefined: what has it was never written. */
export function elementAt(
  parts: ListParts,
  address: number,
  header: Header,
  number: number,
): Element | undefined {
  const { addressBytes } = parts;
  const { elementBytes, inIndex, listed, groups, index } = header;
  const own = prefixBytes + addressBytes;
  const blocksInIndex = groupAt(header, listed).firstBlock;
  const pointers = own + inIndex * elementBytes;
  const size = pointers + (blocksInIndex + groups - listed) * addressBytes + checkSumBytes;
  const inBlock = parts.checked('EAIB', index, size);
  if (number < inIndex) return elementOf(inBlock, own, number, header, index);
  const rest = number - inIndex;
  let groupIndex = 0;
  while (groupIndex < groups && groupAt(header, groupIndex + 1).first <= rest) groupIndex++;
  if (groupIndex >= groups) parts.fail(address, 'lists fewer chunks than there may be');
  const group = groupAt(header, groupIndex);
  const within = rest - group.first;
  const block = Math.floor(within / group.length);
  const isListed = groupIndex < listed;
  const pointer = isListed ? group.firstBlock + block : blocksInIndex + groupIndex - listed;
  const next = parts.addressAt(inBlock, pointers + pointer * addressBytes, index);
  if (next < 0) return undefined;
  const at = within % group.length;
  return isListed
    ? inDataBlock(parts, header, group, next, at)
    : inGroup(parts, header, group, next, block, at);
}

function elementOf(
  bytes: Uint8Array,
  start: number,
  number: number,
  { elementBytes }: Header,
  address: number,
): Element {
  const at = start + number * elementBytes;
  return { bytes: bytes.subarray(at, at + elementBytes), address };
}

/** Where the elements of a block begin, or those of a group the bits of pages. */
function blockHead({ addressBytes }: ListParts, { numberBytes }: Header): number {
  return prefixBytes + addressBytes + numberBytes;
}

/** An element of a block without pages. */
function inDataBlock(parts: ListParts, header: Header, group: Group, block: number, at: number): Element {
  if (group.length > header.pageLength) parts.fail(block, 'is a list of chunks of an impossible size');
  const head = blockHead(parts, header);
  const bytes = parts.checked('EADB', block, head + group.length * header.elementBytes + checkSumBytes);
  return elementOf(bytes, head, at, header, block);
}

/** An element of a block of which a group has the address, and says which of its pages were written. */
function inGroup(
  parts: ListParts,
  header: Header,
  group: Group,
  address: number,
  block: number,
  at: number,
): Element | undefined {
  const { elementBytes, pageLength } = header;
  const head = blockHead(parts, header);
  const pages = group.length > pageLength ? group.length / pageLength : 0;
  const pointers = head + group.blocks * Math.ceil(pages / 8);
  const size = pointers + group.blocks * parts.addressBytes + checkSumBytes;
  const bytes = parts.checked('EASB', address, size);
  const found = parts.addressAt(bytes, pointers + block * parts.addressBytes, address);
  if (found < 0) return undefined;
  if (pages === 0) return inDataBlock(parts, header, group, found, at);
  const page = Math.floor(at / pageLength);
  // Bit by bit, for one block after the other.
  if (!isSet(bytes.subarray(head), block * pages + page)) return undefined;
  const pageBytes = pageLength * elementBytes + checkSumBytes;
  const place = found + head + checkSumBytes + page * pageBytes;
  return elementOf(parts.page(place, pageBytes), 0, at % pageLength, header, place);
}
