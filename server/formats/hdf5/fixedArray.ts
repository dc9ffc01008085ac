import { type ChunkedShape, type FindChunk, gridOf, numberOf } from './chunkGrid';
import type { ListParts } from './listParts';

/** A signature, the version, and whether there are filters. */
const prefixBytes = 6;
const checkSumBytes = 4;

/** What the header of an array of a fixed length says of it. */
interface Header {
  readonly elementBytes: number;
  /** Elements of a page. */
  readonly pageLength: number;
  readonly length: number;
  /** Of its elements; -1: nothing was ever written. */
  readonly block: number;
}

/** Chunks of a dataset that cannot grow, one after the other; where these are many, in pages. */
export function fixedArray(
  parts: ListParts,
  address: number,
  { chunk, bytes, limits }: ChunkedShape,
): FindChunk {
  const counts = gridOf(parts, address, chunk, limits);
  let header: Header | undefined;
  return (place) => {
    header ??= readHeader(parts, address);
    const { length, block } = header;
    const number = numberOf(place, counts);
    if (block < 0) return undefined;
    if (number >= length) parts.fail(address, `lists ${length} chunks, which are too few`);
    const element = elementAt(parts, header, number);
    return element && parts.chunkOf(element, block, bytes);
  };
}

function readHeader(parts: ListParts, address: number): Header {
  const { addressBytes, lengthBytes } = parts;
  const size = prefixBytes + 2 + lengthBytes + addressBytes + checkSumBytes;
  const cursor = parts.cursor(parts.checked('FAHD', address, size), address);
  cursor.passOver(prefixBytes);
  const [elementBytes, pageBits] = [cursor.u8(), cursor.u8()];
  parts.checkElement(elementBytes, address);
  const length = cursor.count(lengthBytes);
  return { elementBytes, pageLength: 2 ** pageBits, length, block: cursor.uint(addressBytes) };
}

/** The bytes of an element; undefined: its page was never written. */
function elementAt(
  parts: ListParts,
  { elementBytes, pageLength, length, block }: Header,
  number: number,
): Uint8Array | undefined {
  const head = prefixBytes + parts.addressBytes;
  const pick = (elements: Uint8Array, first: number): Uint8Array =>
    elements.subarray(first, first + elementBytes);
  if (length <= pageLength) {
    const size = head + length * elementBytes + checkSumBytes;
    return pick(parts.checked('FADB', block, size), head + number * elementBytes);
  }
  // Bit by bit, which pages were written.
  const size = head + Math.ceil(Math.ceil(length / pageLength) / 8) + checkSumBytes;
  const written = parts.checked('FADB', block, size).subarray(head);
  const page = Math.floor(number / pageLength);
  if (!isSet(written, page)) return undefined;
  const at = block + size + page * (pageLength * elementBytes + checkSumBytes);
  const own = Math.min(pageLength, length - page * pageLength);
  return pick(
    parts.page(at, own * elementBytes + checkSumBytes),
    (number - page * pageLength) * elementBytes,
  );
}

/** Whether a bit is set, of which the highest of each byte is the first. */
export function isSet(bits: Uint8Array, number: number): boolean {
  return ((bits[Math.floor(number / 8)] ?? 0) & (0x80 >> (number % 8))) !== 0;
}
