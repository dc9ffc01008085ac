import { textOf } from './cursor';
import { readShape } from './dataspace';
import type { ElementType } from './datatype';
import { messageTypes } from './objectHeader';
import { readShared } from './sharedMessage';
import type { Structures } from './structures';

/** Elements and what they are. */
export interface Content {
  readonly type: ElementType;
  /** null: there are none. */
  readonly shape: readonly number[] | null;
  readonly bytes: Uint8Array;
}

/** How many elements there are. */
export function countOf({ shape }: Pick<Content, 'shape'>): number {
  return shape === null ? 0 : shape.reduce((product, length) => product * length, 1);
}

/** Something that is said of an object. */
export interface Attribute {
  readonly name: string;
  /** Throws BadInput when it is damaged. */
  readonly read: () => Content;
}

/** In which of the parts of an attribute its type and its shape are elsewhere. */
const [sharedType, sharedSpace] = [1, 2];

/** Reads an attribute as headers and heaps hold it. Throws BadInput when it is damaged. */
export function readAttributeMessage(structures: Structures, body: Uint8Array, address: number): Attribute {
  const cursor = structures.cursor(body, address);
  const [version, reserved] = [cursor.u8(), cursor.u8()];
  if (version < 1 || version > 3) cursor.fail('has an attribute of a kind that is not known');
  const flags = version === 1 ? 0 : reserved;
  const [nameBytes, typeBytes, spaceBytes] = [cursor.u16(), cursor.u16(), cursor.u16()];
  // The set of characters of the name: one is a part of the other.
  if (version === 3) cursor.passOver(1);
  const take = (length: number): Uint8Array => {
    const part = cursor.take(length);
    // Filled up to a multiple of eight bytes, in the oldest version.
    if (version === 1) cursor.passOver((8 - (length % 8)) % 8);
    return part;
  };
  const [name, type, space] = [take(nameBytes), take(typeBytes), take(spaceBytes)];
  const bytes = cursor.take(cursor.left);
  const bodyOf = (part: Uint8Array, flag: number, kind: number): Uint8Array =>
    flags & flag ? readShared(structures, part, kind, address) : part;
  const read = (): Content => {
    const extent = structures.cursor(bodyOf(space, sharedSpace, messageTypes.dataspace), address);
    const content = {
      shape: readShape(extent, structures.superblock.lengthBytes),
      type: structures.type(bodyOf(type, sharedType, messageTypes.datatype), address),
    };
    const length = countOf(content) * content.type.size;
    if (content.type.size === 0 || length > bytes.length)
      cursor.fail(`has an attribute that stores less than the ${length} bytes of its shape`);
    return { ...content, bytes: bytes.subarray(0, length) };
  };
  return { name: textOf(name).replace(/\0.*$/s, ''), read };
}
