import { textOf } from './cursor';
import type { Link } from './links';
import type { Structures } from './structures';

const [hard, soft, external] = [0, 1, 64];

/** Reads a link as headers and heaps hold it. Throws BadInput when it is damaged. */
export function readLinkMessage(structures: Structures, body: Uint8Array, address: number): Link {
  const { addressBytes } = structures.superblock;
  structures.spendText(body.length);
  const cursor = structures.cursor(body, address);
  if (cursor.u8() !== 1) cursor.fail('has a link of a kind that is not known');
  const flags = cursor.u8();
  const kind = flags & 8 ? cursor.u8() : hard;
  const order = flags & 4 ? { order: cursor.uint(8) } : undefined;
  // Of the two sets of characters, one is a part of the other.
  cursor.passOver(flags & 16 ? 1 : 0);
  const name = textOf(cursor.take(cursor.count(2 ** (flags & 3))));
  switch (kind) {
    case hard:
      return { kind: 'hard', name, address: cursor.uint(addressBytes), ...order };
    case soft:
      return { kind: 'soft', name, target: textOf(cursor.take(cursor.u16())), ...order };
    default:
      return { kind: kind === external ? 'external' : 'other', name, ...order };
  }
}
