import { BadInput } from '../../tensors/badInput';
import { type Attribute, readAttributeMessage } from './attributeMessage';
import { readBtree2 } from './btree2';
import { FractalHeap } from './fractalHeap';
import { byBytes } from './names';
import { type Message, messageTypes, readHeader } from './objectHeader';
import type { Structures } from './structures';

/** The attributes of one object. */
export interface ObjectAttributes {
  readonly attributes: readonly Attribute[];
  /** How many more it has that are damaged, or stored in a way that is not read. */
  readonly leftOut: number;
}

/** An attribute as it is stored; undefined: where it is not read. */
interface Stored {
  readonly order: number;
  readonly place: (() => { readonly bytes: Uint8Array; readonly address: number }) | undefined;
}

/** Records of a B-tree that finds attributes by their names. */
const byName = 8;
const idBytes = 8;
const mostAttributes = 65_536;
/** In a table of messages of the whole file. */
const isElsewhere = 2;

/**
 * The attributes of the object at an address, in the order in which they
 * were made where the object has an index of that, else by name. Throws BadInput when the object is damaged.
 */
export function readAttributes(structures: Structures, address: number): ObjectAttributes {
  const { messages, ordersAttributes } = readHeader(structures, address);
  const stored = messages
    .filter(({ type }) => type === messageTypes.attribute)
    .map(({ isShared, body, order = 0 }): Stored => {
      return { order, place: isShared ? undefined : () => ({ bytes: body, address }) };
    });
  const info = messages.find(({ type }) => type === messageTypes.attributeInfo);
  if (info !== undefined) stored.push(...readDense(structures, info, address));
  if (ordersAttributes) stored.sort((a, b) => a.order - b.order);
  const attributes: Attribute[] = [];
  for (const { place } of stored) {
    try {
      if (place === undefined) continue;
      const { bytes, address: at } = place();
      attributes.push(readAttributeMessage(structures, bytes, at));
    } catch (error) {
      if (!(error instanceof BadInput) || structures.isSpent) throw error;
    }
  }
  if (!ordersAttributes) attributes.sort((a, b) => byBytes(a.name, b.name));
  return { attributes, leftOut: stored.length - attributes.length };
}

/** Attributes in a heap: records of a B-tree say where, in which order they were made and whether they are there at all. */
function readDense(structures: Structures, { body }: Message, address: number): Stored[] {
  const { addressBytes } = structures.superblock;
  const info = structures.cursor(body, address);
  if (info.u8() !== 0) info.fail('lists its attributes in a way that is not known');
  if (info.u8() & 1) info.passOver(2);
  const [heapAddress, names] = [info.uint(addressBytes), info.uint(addressBytes)];
  if (heapAddress < 0) return [];
  const heap = new FractalHeap(structures, heapAddress);
  const records = readBtree2(structures, names, byName, mostAttributes + 1);
  if (records.length > mostAttributes) info.fail(`has more than ${mostAttributes} attributes`);
  return records.map((record): Stored => {
    const cursor = structures.cursor(record, names);
    const [id, flags, order] = [cursor.take(idBytes), cursor.u8(), cursor.u32()];
    return { order, place: flags & isElsewhere ? undefined : () => heap.object(id) };
  });
}
