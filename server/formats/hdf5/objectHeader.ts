import type { Part, Structures } from './structures';

/** Kinds of messages by their number in the format. */
export const messageTypes = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  /** Of what was never written, as the oldest libraries tell it. */
  oldFill: 0x04,
  fill: 0x05,
  link: 0x06,
  external: 0x07,
  layout: 0x08,
  groupInfo: 0x0a,
  filters: 0x0b,
  attribute: 0x0c,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;
const continuation = 0x10;

/** One message of an object header. */
export interface Message {
  readonly type: number;
  /** Its body is elsewhere, and what it has here says where. */
  readonly isShared: boolean;
  readonly body: Uint8Array;
  /** When it was made, counted, where the object remembers that of its attributes. */
  readonly order?: number;
}

/** All that is told of an object in one place. */
export interface ObjectHeader {
  readonly messages: readonly Message[];
  /** Its attributes are listed in the order in which they were made. */
  readonly ordersAttributes: boolean;
}

/** "OHDR", with which a header of the second version begins. */
const second = [0x4f, 0x48, 0x44, 0x52];
const mostParts = 256;
const mostMessages = 65_536;

/**
 * Reads the header of the object at an address: what the object is, its type, shape and where its data lie, its links
 * and attributes. Throws BadInput when it is damaged.
 */
export function readHeader(structures: Structures, address: number): ObjectHeader {
  const start = structures.bytes({ address, length: 16 }, { short: true });
  return second.every((byte, i) => start[i] === byte)
    ? readSecond(structures, address)
    : { messages: readFirst(structures, address, start), ordersAttributes: false };
}

function readFirst(structures: Structures, address: number, start: Uint8Array): Message[] {
  const cursor = structures.cursor(start, address);
  if (cursor.u8() !== 1) cursor.fail('has a header of a kind that is not known');
  cursor.passOver(7);
  const length = cursor.u32();
  return collect(structures, { address: address + 16, length }, (part) => {
    const messages = structures.cursor(structures.bytes(part), part.address);
    const found: Message[] = [];
    while (messages.left >= 8) {
      const [type, size, flags] = [messages.u16(), messages.u16(), messages.u8()];
      messages.passOver(3);
      found.push({ type, isShared: (flags & 2) !== 0, body: messages.take(size) });
    }
    return found;
  });
}

function readSecond(structures: Structures, address: number): ObjectHeader {
  const prefix = structures.bytes({ address, length: 4 + 2 + 16 + 4 + 8 }, { short: true });
  const cursor = structures.cursor(prefix, address);
  cursor.passOver(4);
  if (cursor.u8() !== 2) cursor.fail('has a header of a kind that is not known');
  const flags = cursor.u8();
  cursor.passOver((flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0));
  const length = cursor.count(2 ** (flags & 3));
  const isCounted = (flags & 4) !== 0;
  const prefixBytes = isCounted ? 6 : 4;
  const first = { address, length: cursor.position + length + 4 };
  const messages = collect(structures, first, (part) => {
    const bytes = structures.checked(part);
    // Later parts begin with a signature.
    const body = bytes.subarray(part === first ? cursor.position : 4);
    const open = structures.cursor(body, part.address);
    const found: Message[] = [];
    while (open.left >= prefixBytes) {
      const [type, size, messageFlags] = [open.u8(), open.u16(), open.u8()];
      const order = isCounted ? { order: open.u16() } : undefined;
      found.push({ type, isShared: (messageFlags & 2) !== 0, body: open.take(size), ...order });
    }
    return found;
  });
  return { messages, ordersAttributes: (flags & 8) !== 0 };
}

/** The messages of a part and of all parts it leads to. */
function collect(structures: Structures, first: Part, read: (part: Part) => Message[]): Message[] {
  const all: Message[] = [];
  const parts = [first];
  for (const part of parts) {
    const messages = read(part);
    structures.spend(messages.length);
    for (const message of messages) {
      if (message.type !== continuation) {
        all.push(message);
        continue;
      }
      const { addressBytes, lengthBytes } = structures.superblock;
      const cursor = structures.cursor(message.body, part.address);
      parts.push({ address: cursor.uint(addressBytes), length: cursor.uint(lengthBytes) });
    }
    if (parts.length > mostParts || all.length > mostMessages)
      structures.fail(first.address, 'has a header without an end');
  }
  return all;
}
