import { type ChunkedShape, type FindChunk, numberOf } from './chunkGrid';
import { elementAt, type Header } from './growingBlocks';
import type { ListParts } from './listParts';

/** A signature, the version, and whether there are filters. */
const prefixBytes = 6;
const checkSumBytes = 4;
/** Numbers of the header that only its writer needs. */
const statistics = 6;

/**
 * Chunks of a dataset that can grow along one axis, in blocks of elements that are ever longer: the addresses of the
 * first blocks are in an index block, those of later ones in a block for each group.
 */
export function growingArray(
  parts: ListParts,
  address: number,
  { chunk, bytes, limits }: ChunkedShape,
): FindChunk {
  const growing = limits.indexOf(Infinity);
  if (growing < 0 || growing !== limits.lastIndexOf(Infinity))
    parts.fail(address, 'lists the chunks of data that may not grow along one axis');
  const counts = limits.map((limit, axis) => Math.ceil(limit / (chunk[axis] ?? 1)));
  // Along that axis they are counted last.
  const first = <T>(values: readonly T[]): T[] => [
    ...values.slice(growing, growing + 1),
    ...values.toSpliced(growing, 1),
  ];
  const ordered = first(counts);
  let header: Header | undefined;
  return (place) => {
    header ??= readHeader(parts, address);
    if (header.index < 0) return undefined;
    const number = numberOf(first(place), ordered);
    const found = elementAt(parts, address, header, number);
    return found && parts.chunkOf(found.bytes, found.address, bytes);
  };
}

function readHeader(parts: ListParts, address: number): Header {
  const { addressBytes, lengthBytes } = parts;
  const size = prefixBytes + 6 + statistics * lengthBytes + addressBytes + checkSumBytes;
  const cursor = parts.cursor(parts.checked('EAHD', address, size), address);
  cursor.passOver(prefixBytes);
  const [elementBytes, bits, inIndex, smallest] = [cursor.u8(), cursor.u8(), cursor.u8(), cursor.u8()];
  const [pointers, pageBits] = [cursor.u8(), cursor.u8()];
  parts.checkElement(elementBytes, address);
  const [groups, listed] = [1 + bits - Math.log2(smallest), 2 * Math.log2(pointers)];
  if (bits > 64 || !Number.isInteger(groups) || !Number.isInteger(listed) || groups < listed)
    cursor.fail('is a list of chunks of an impossible size');
  cursor.passOver(statistics * lengthBytes);
  const index = cursor.uint(addressBytes);
  const numberBytes = Math.ceil(bits / 8);
  return { elementBytes, numberBytes, inIndex, smallest, listed, groups, pageLength: 2 ** pageBits, index };
}
