import { BadInput } from '../../tensors/badInput';
import { Cursor } from './cursor';
import type { Paged } from './paged';
import type { Superblock } from './superblock';

/** Kinds of messages by their number in the format. */
export const messageTypes = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
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
}

/** "OHDR", with which a header of the second version begins. */
const second = [0x4f, 0x48, 0x44, 0x52];
/** The largest part of a header; a header has one for its attributes, which are below 64 KiB each. */
const longestPart = 4 * 2 ** 20;
const mostParts = 256;
const mostMessages = 65_536;

interface Part {
  readonly address: number;
  readonly length: number;
}

/**
 * Reads the header of the object at an address: what the object is, its type, shape and where its data lie. The HDF5
 * library does not tell all of this. Throws BadInput when it is damaged.
 */
export class ObjectHeaders {
  constructor(
    readonly file: Paged,
    readonly superblock: Superblock,
  ) {}

  read(address: number): Message[] {
    const start = this.bytes({ address, length: 16 }, true);
    return second.every((byte, i) => start[i] === byte)
      ? this.#readSecond(address)
      : this.#readFirst(address, start);
  }

  cursor(bytes: Uint8Array, address: number): Cursor {
    return new Cursor(`${this.file.where} is damaged: the HDF5 object at byte ${address}`, bytes);
  }

  /** @param short whether fewer bytes will do where the file ends */
  bytes({ address, length }: Part, short = false): Uint8Array {
    const start = this.superblock.base + address;
    const there = Math.min(length, this.file.size - start);
    if (address < 0 || there < (short ? 8 : length) || length > longestPart) {
      throw new BadInput(
        `${this.file.where} is damaged: an HDF5 object lies at bytes ${start} to ${start + length}, and it has ${this.file.size}.`,
      );
    }
    return this.file.view(start, there);
  }

  #readFirst(address: number, start: Uint8Array): Message[] {
    const cursor = this.cursor(start, address);
    if (cursor.u8() !== 1) cursor.fail('has a header of a kind that is not known');
    cursor.passOver(7);
    const length = cursor.u32();
    return this.#collect({ address: address + 16, length }, (part) => {
      const messages = this.cursor(this.bytes(part), part.address);
      const found: Message[] = [];
      while (messages.left >= 8) {
        const [type, size, flags] = [messages.u16(), messages.u16(), messages.u8()];
        messages.passOver(3);
        found.push({ type, isShared: (flags & 2) !== 0, body: messages.take(size) });
      }
      return found;
    });
  }

  #readSecond(address: number): Message[] {
    const prefix = this.bytes({ address, length: 4 + 2 + 16 + 4 + 8 }, true);
    const cursor = this.cursor(prefix, address);
    cursor.passOver(4);
    if (cursor.u8() !== 2) cursor.fail('has a header of a kind that is not known');
    const flags = cursor.u8();
    cursor.passOver((flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0));
    const length = cursor.uint(2 ** (flags & 3));
    const first = { address: address + cursor.position, length };
    return this.#collect(first, (part) => {
      // Later parts begin with a signature and end with a check sum.
      const isFirst = part === first;
      const bytes = this.bytes(part);
      const messages = this.cursor(isFirst ? bytes : bytes.subarray(4, -4), part.address);
      const found: Message[] = [];
      const prefixBytes = flags & 4 ? 6 : 4;
      while (messages.left >= prefixBytes) {
        const [type, size, messageFlags] = [messages.u8(), messages.u16(), messages.u8()];
        messages.passOver(prefixBytes - 4);
        found.push({ type, isShared: (messageFlags & 2) !== 0, body: messages.take(size) });
      }
      return found;
    });
  }

  /** The messages of a part and of all parts it leads to. */
  #collect(first: Part, read: (part: Part) => Message[]): Message[] {
    const all: Message[] = [];
    const parts = [first];
    for (const part of parts) {
      for (const message of read(part)) {
        if (message.type !== continuation) {
          all.push(message);
          continue;
        }
        const { addressBytes, lengthBytes } = this.superblock;
        const cursor = this.cursor(message.body, part.address);
        parts.push({ address: cursor.uint(addressBytes), length: cursor.uint(lengthBytes) });
      }
      if (parts.length > mostParts || all.length > mostMessages)
        this.cursor(new Uint8Array(0), first.address).fail('has a header without an end');
    }
    return all;
  }
}
