/**
 * Writes HDF5 files byte by byte, as libraries since version 1.8 do when they are allowed to: superblock 2, headers of
 * version 2 with check sums, links and attributes in messages, or in a fractal heap that a B-tree finds them in.
 */
import { lookup3 } from '../../server/formats/hdf5/lookup3';
import { type Attribute, type DatasetEntry, u } from './hdf5Writer';

export const nowhere = 0xffffffffffffffffn;

export type NewLink =
  | Pick<DatasetEntry, 'type' | 'shape' | 'data'>
  | { readonly group: NewGroup }
  | { readonly softLink: string }
  | { readonly externalLink: string }
  /** Of a kind that a program made up. */
  | { readonly ownLink: number }
  /** An object at an address. */
  | { readonly address: number | bigint };

/** How the heap and the B-tree of a group are built. */
export interface Dense {
  /** Bytes of the smallest and the largest block with objects, and blocks in a row. */
  readonly smallest: number;
  readonly largest: number;
  readonly width: number;
  /** Rows of blocks; 0: there is one block only. */
  readonly rows: number;
  /** Objects with more bytes have a place of their own. */
  readonly longest: number;
  readonly nodeBytes: number;
}

/** As the library builds them, but with as many rows as are needed. */
export const usual: Dense = {
  smallest: 512,
  largest: 65_536,
  width: 4,
  rows: 0,
  longest: 4096,
  nodeBytes: 512,
};

export interface NewGroup {
  /** In the order in which they were made. */
  readonly links: readonly (readonly [name: string, link: NewLink])[];
  /** Whether it has an index of that order. */
  readonly isOrdered?: boolean;
  readonly dense?: Dense;
  readonly attributes?: readonly Attribute[];
  readonly denseAttributes?: Dense;
}

/** The address of the data of the first dataset of a file. */
export const firstData = 48;

/** An HDF5 file whose root is this group. */
export function newHdf5File(root: NewGroup): Buffer {
  const file = new NewWriter();
  file.put(Buffer.alloc(firstData));
  const address = file.group(root);
  const head = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');
  const superblock = summed(head, u(1, 2, 8, 8, 0), u(8, 0, nowhere, file.size, address));
  return Buffer.concat([superblock, file.finish().subarray(superblock.length)]);
}

/** With the check sum behind it. */
function summed(...parts: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(parts);
  return Buffer.concat([bytes, u(4, lookup3(bytes))]);
}

class NewWriter {
  readonly #parts: Buffer[] = [];
  size = 0;

  finish(): Buffer {
    return Buffer.concat(this.#parts);
  }

  put(bytes: Uint8Array): number {
    const address = this.size;
    this.#parts.push(Buffer.from(bytes));
    this.size += bytes.length;
    return address;
  }

  group({ links, isOrdered = false, dense, attributes = [], denseAttributes }: NewGroup): number {
    const stored = links.map(([name, link], order) => this.#link(name, link, isOrdered ? order : undefined));
    const [heap, tree] = dense === undefined ? [nowhere, nowhere] : this.#dense(stored, dense, 5);
    const flags = isOrdered ? 3 : 0;
    const counted = isOrdered ? u(8, links.length) : Buffer.alloc(0);
    const info = Buffer.concat([u(1, 0, flags), counted, u(8, heap, tree, ...(isOrdered ? [nowhere] : []))]);
    const messages: [number, Buffer][] = [[0x02, info]];
    if (dense === undefined) for (const link of stored) messages.push([0x06, link]);
    const described = attributes.map(attributeMessage);
    if (denseAttributes === undefined) for (const one of described) messages.push([0x0c, one]);
    else {
      const [its, names] = this.#dense(described, denseAttributes, 8);
      messages.push([0x15, Buffer.concat([u(1, 0, 0), u(8, its, names)])]);
    }
    return this.#header(messages, isOrdered);
  }

  /** A header of two parts: the second has all messages but the first. */
  #header(messages: readonly (readonly [number, Buffer])[], isOrdered: boolean): number {
    const bodies = messages.map(([type, body], order) =>
      Buffer.concat([u(1, type), u(2, body.length), u(1, 0), isOrdered ? u(2, order) : u(1), body]),
    );
    const flags = 2 | (isOrdered ? 0x0c : 0);
    const rest = summed(Buffer.from('OCHK'), ...bodies.slice(1));
    const there = this.put(rest);
    const next = Buffer.concat([
      u(1, 0x10),
      u(2, 16),
      u(1, 0),
      isOrdered ? u(2, 0) : u(1),
      u(8, there, rest.length),
    ]);
    const content = Buffer.concat([...bodies.slice(0, 1), next]);
    return this.put(summed(Buffer.from('OHDR'), u(1, 2, flags), u(4, content.length), content));
  }

  #link(name: string, link: NewLink, order: number | undefined): Buffer {
    const label = Buffer.from(name);
    const kind = 'softLink' in link ? 1 : 'externalLink' in link ? 64 : 'ownLink' in link ? link.ownLink : 0;
    const head = [u(1, 1, 0x19 | (order === undefined ? 0 : 4), kind)];
    if (order !== undefined) head.push(u(8, order));
    head.push(u(1, 1), u(2, label.length), label);
    const value = (text: string): Buffer => Buffer.concat([u(2, Buffer.byteLength(text)), Buffer.from(text)]);
    if ('softLink' in link) return Buffer.concat([...head, value(link.softLink)]);
    if ('externalLink' in link) return Buffer.concat([...head, value(`\0${link.externalLink}\0/x\0`)]);
    if ('ownLink' in link) return Buffer.concat([...head, value('own')]);
    const address =
      'address' in link ? link.address : 'group' in link ? this.group(link.group) : this.#dataset(link);
    return Buffer.concat([...head, u(8, address)]);
  }

  #dataset({ type, shape, data = Buffer.alloc(0) }: Pick<DatasetEntry, 'type' | 'shape' | 'data'>): number {
    const messages: [number, Buffer][] = [
      [0x01, dataspace(shape)],
      [0x03, Buffer.from(type)],
      [0x08, Buffer.concat([u(1, 3, 1), u(8, this.put(data), data.length)])],
    ];
    return this.#header(messages, false);
  }

  /** Objects in a heap, and a B-tree of this type that finds them. */
  #dense(objects: readonly Buffer[], dense: Dense, type: 5 | 8): [bigint, bigint] {
    const heap = new HeapWriter(this, objects, dense, type === 5 ? 7 : 8);
    const records = heap.ids.map((id, i) =>
      type === 5 ? Buffer.concat([u(4, i), id]) : Buffer.concat([id, u(1, 0), u(4, i, i)]),
    );
    return [BigInt(heap.address), BigInt(writeBtree2(this, type, records, dense.nodeBytes))];
  }
}

function dataspace(shape: readonly number[]): Buffer {
  return Buffer.concat([u(1, 2, shape.length, 0, shape.length > 0 ? 1 : 0), u(8, ...shape)]);
}

function attributeMessage({ name, type, shape = [], data }: Attribute): Buffer {
  const [label, space] = [Buffer.from(`${name}\0`), dataspace(shape)];
  const lengths = u(2, label.length, type.length, space.length);
  return Buffer.concat([u(1, 3, 0), lengths, u(1, 1), label, type, space, data]);
}

/** Addresses in a heap have 32 bits. */
const offsetBytes = 4;
const blockHead = 5 + 8 + offsetBytes + 4;

class HeapWriter {
  readonly address: number;
  readonly ids: Buffer[] = [];
  readonly #huge: Buffer[] = [];
  /** What is still to be put into blocks, and its place in the order of all. */
  readonly #left: [number, Buffer][] = [];

  constructor(
    private readonly file: NewWriter,
    objects: readonly Buffer[],
    private readonly dense: Dense,
    private readonly idBytes: number,
  ) {
    objects.forEach((object, i) => {
      if (object.length <= dense.longest) this.#left.push([i, object]);
      else {
        this.#huge.push(u(8, file.put(object), object.length, i + 1));
        this.ids[i] = this.#id(0x10, u(4, i + 1), Buffer.alloc(0));
      }
    });
    const { smallest, largest, width, rows, longest } = dense;
    const tree = this.#huge.length === 0 ? nowhere : writeBtree2(file, 1, this.#huge, 512);
    const root = rows === 0 ? this.#direct(0, smallest) : this.#indirect(0, rows);
    if (this.#left.length > 0) throw new RangeError(`${this.#left.length} objects do not fit`);
    const head = Buffer.concat([Buffer.from('FRHP'), u(1, 0), u(2, idBytes, 0), u(1, 2), u(4, longest)]);
    const counts = [u(8, 0, tree, 0, nowhere), Buffer.alloc(64)];
    const table = [u(2, width), u(8, smallest, largest), u(2, 32, 1), u(8, root), u(2, rows)];
    this.address = file.put(summed(head, ...counts, ...table));
  }

  #id(kind: number, offset: Buffer, length: Buffer): Buffer {
    const id = Buffer.concat([u(1, kind), offset, length]);
    return Buffer.concat([id, Buffer.alloc(this.idBytes - id.length)]);
  }

  /** A block with objects, as many as fit. */
  #direct(start: number, bytes: number): number | bigint {
    if (this.#left.length === 0) return nowhere;
    const block = Buffer.alloc(bytes);
    block.set(Buffer.concat([Buffer.from('FHDB'), u(1, 0), u(8, 0), u(4, start)]));
    let at = blockHead;
    for (let [next] = this.#left; next !== undefined && at + next[1].length <= bytes; [next] = this.#left) {
      this.#left.shift();
      const [i, object] = next;
      block.set(object, at);
      this.ids[i] = this.#id(0, u(4, start + at), u(2, object.length));
      at += object.length;
    }
    block.writeUInt32LE(lookup3(block), blockHead - 4);
    return this.file.put(block);
  }

  /** A list of blocks in rows: of those with objects, then of further lists. */
  #indirect(start: number, rows: number): number | bigint {
    if (this.#left.length === 0) return nowhere;
    const { smallest, largest, width } = this.dense;
    const children: (number | bigint)[] = [];
    let at = start;
    for (let row = 0; row < rows; row++) {
      const bytes = smallest * 2 ** Math.max(0, row - 1);
      for (let column = 0; column < width; column++, at += bytes) {
        const within = Math.log2(bytes / smallest / width) + 1;
        children.push(bytes <= largest ? this.#direct(at, bytes) : this.#indirect(at, within));
      }
    }
    return this.file.put(summed(Buffer.from('FHIB'), u(1, 0), u(8, 0), u(4, start), u(8, ...children)));
  }
}

/** A B-tree of the second version; the address of its header. */
function writeBtree2(file: NewWriter, type: number, records: readonly Buffer[], nodeBytes: number): number {
  const recordBytes = records[0]?.length ?? 11;
  const room = nodeBytes - 10;
  const bytesFor = (most: number): number => (most < 256 ? 1 : most < 65_536 ? 2 : 3);
  const sized = (bytes: number, value: number): Buffer => {
    const result = Buffer.alloc(bytes);
    result.writeUIntLE(value, 0, bytes);
    return result;
  };
  /** By the level: the records of a node, and of all below it, and the bytes of a pointer to it. */
  const levels = [{ own: Math.floor(room / recordBytes), all: Math.floor(room / recordBytes) }];
  const countBytes = bytesFor(levels[0]?.own ?? 0);
  const pointer = (level: number): number =>
    8 + countBytes + (level === 0 ? 0 : bytesFor(levels[level]?.all ?? 0));
  for (let last = levels[0]; last !== undefined && last.all < records.length; last = levels.at(-1)) {
    const pointed = pointer(levels.length - 1);
    const own = Math.floor((room - pointed) / (recordBytes + pointed));
    levels.push({ own, all: (own + 1) * last.all + own });
  }
  const node = (some: readonly Buffer[], level: number): number => {
    const head = (signature: string): Buffer => Buffer.concat([Buffer.from(signature), u(1, 0, type)]);
    if (level === 0) return file.put(summed(head('BTLF'), ...some));
    const below = levels[level - 1]?.all ?? 1;
    const count = Math.ceil((some.length + 1) / (below + 1));
    const own: Buffer[] = [];
    const pointers: Buffer[] = [];
    for (let i = 0, at = 0; i < count; i++) {
      const end = Math.floor(((some.length + 1) * (i + 1)) / count) - 1;
      const part = some.slice(at, end);
      const mine = level === 1 ? part.length : ownOf(part.length, level - 1);
      const total = level === 1 ? [] : [sized(bytesFor(below), part.length)];
      pointers.push(Buffer.concat([u(8, node(part, level - 1)), sized(countBytes, mine), ...total]));
      const next = some[end];
      if (i < count - 1 && next !== undefined) own.push(next);
      at = end + 1;
    }
    return file.put(summed(head('BTIN'), ...own, ...pointers));
  };
  /** How many of so many records below a node are its own. */
  const ownOf = (count: number, level: number): number =>
    level === 0 ? count : Math.ceil((count + 1) / ((levels[level - 1]?.all ?? 1) + 1)) - 1;
  const depth = levels.length - 1;
  const root = records.length === 0 ? nowhere : node(records, depth);
  const sizes = [u(4, nodeBytes), u(2, recordBytes, depth), u(1, 100, 40)];
  const rest = [u(8, root), u(2, ownOf(records.length, depth)), u(8, records.length)];
  return file.put(summed(Buffer.from('BTHD'), u(1, 0, type), ...sizes, ...rest));
}
