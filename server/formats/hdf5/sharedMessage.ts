import { type Message, readHeader } from './objectHeader';
import type { Structures } from './structures';

/** The body of a message, wherever it is. Throws BadInput. */
export function bodyOf(structures: Structures, message: Message, address: number): Uint8Array {
  return message.isShared ? readShared(structures, message.body, message.type, address) : message.body;
}

/**
 * What is told elsewhere, as the types of many datasets are.
 * @param place says where
 * @param type the number of messages of this kind
 */
export function readShared(
  structures: Structures,
  place: Uint8Array,
  type: number,
  address: number,
): Uint8Array {
  const cursor = structures.cursor(place, address);
  const [version, kind] = [cursor.u8(), cursor.u8()];
  if (version === 1) cursor.passOver(6);
  if (version > 3 || (version === 3 && kind !== 2)) cursor.fail('shares its type in a way that is not read');
  const { messages } = readHeader(structures, cursor.uint(structures.superblock.addressBytes));
  const found = messages.find((message) => message.type === type && !message.isShared);
  return found?.body ?? cursor.fail('shares a type that is not there');
}
