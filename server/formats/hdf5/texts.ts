import { type Content, countOf } from './attributeMessage';
import { textOf } from './cursor';
import type { GlobalHeap } from './globalHeap';
import type { Structures } from './structures';

/**
 * The texts that elements are; undefined: together they have more than `most` bytes. Throws BadInput when the file does
 * not have them.
 */
export function textsOf(
  structures: Structures,
  heap: GlobalHeap,
  content: Content,
  most: number,
): readonly string[] | undefined {
  const { type, bytes } = content;
  const count = countOf(content);
  if (count * type.size > most) return undefined;
  if (type.isVariable === true) return variableTexts(structures, heap, bytes, count, most);
  return Array.from({ length: count }, (_, i) => asText(bytes.subarray(i * type.size, (i + 1) * type.size)));
}

/** Each element is a length and where its text is: in which collection, and which object of that. */
function variableTexts(
  structures: Structures,
  heap: GlobalHeap,
  bytes: Uint8Array,
  count: number,
  most: number,
): readonly string[] | undefined {
  const { addressBytes } = structures.superblock;
  const cursor = structures.cursor(bytes, 0);
  const texts: string[] = [];
  let left = most;
  while (texts.length < count) {
    const [length, address, number] = [cursor.u32(), cursor.uint(addressBytes), cursor.u32()];
    left -= length;
    if (left < 0) return undefined;
    // What was never written is nowhere.
    const isEmpty = length === 0 || address <= 0;
    texts.push(isEmpty ? '' : untilZero(heap.object(address, number).subarray(0, length)));
  }
  return texts;
}

/** Text of fixed length, filled up with zeros or spaces. */
export function asText(bytes: Uint8Array): string {
  return untilZero(bytes).trimEnd();
}

function untilZero(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return textOf(end < 0 ? bytes : bytes.subarray(0, end));
}
