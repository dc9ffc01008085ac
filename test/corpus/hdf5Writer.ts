/** Writes HDF5 files byte by byte, as the library of version 1.0 did: superblock 0, symbol tables, headers of version 1. */

const nowhere = 0xffffffffffffffffn;
/** Entries of one symbol table, and tables or nodes below one node of the tree of a group. */
const mostEntries = 32;
const mostChildren = 2;
const chunkNodes = 64;

/** One message of an object header: its number and its body. */
export type HeaderMessage = readonly [type: number, body: Uint8Array, flags?: number];

export interface Attribute {
  readonly name: string;
  readonly type: Uint8Array;
  readonly shape?: readonly number[];
  readonly data: Uint8Array;
}

export interface DatasetEntry {
  readonly type: Uint8Array;
  readonly shape: readonly number[];
  readonly data?: Uint8Array;
  /** Chunks of which each lies somewhere in the file, in any order: lengths along the axes, and offset and bytes. */
  readonly chunks?: {
    readonly shape: readonly number[];
    /** With, bit by bit, which filters were not applied. */
    readonly stored: readonly (readonly [offset: readonly number[], bytes: Uint8Array, skipped?: number])[];
  };
  readonly attributes?: readonly Attribute[];
  /** Beside those for shape, type and layout, or in the place of those of the same number. */
  readonly messages?: readonly HeaderMessage[];
}

export type Entry =
  | DatasetEntry
  | { readonly group: Readonly<Record<string, Entry>>; readonly attributes?: readonly Attribute[] }
  | { readonly softLink: string }
  /** The object under a path that is written before this one, or a group it lies in. */
  | { readonly hardLink: string };

/** An HDF5 file with these entries in its root. */
export function hdf5File(
  root: Readonly<Record<string, Entry>>,
  attributes: readonly Attribute[] = [],
): Buffer {
  const file = new Writer();
  const superblock = file.reserve(96);
  const header = file.group('', root, attributes);
  superblock.write('\x89HDF\r\n\x1a\n', 0, 'latin1');
  superblock.set([8, 8], 13);
  superblock.writeUInt16LE(mostEntries / 2, 16);
  superblock.writeUInt16LE(mostChildren / 2, 18);
  superblock.writeBigUInt64LE(nowhere, 32);
  superblock.writeBigUInt64LE(BigInt(file.size), 40);
  superblock.writeBigUInt64LE(nowhere, 48);
  superblock.writeBigUInt64LE(BigInt(header), 64);
  return file.finish();
}

export function u(bytes: 1 | 2 | 4 | 8, ...values: (number | bigint)[]): Buffer {
  const result = Buffer.alloc(bytes * values.length);
  values.forEach((value, i) => {
    if (bytes === 8) result.writeBigUInt64LE(BigInt(value), 8 * i);
    else result.writeUIntLE(Number(value), bytes * i, bytes);
  });
  return result;
}

function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)]);
}

function dataspace(shape: readonly number[]): Buffer {
  return Buffer.concat([u(1, 1, shape.length, 0, 0), Buffer.alloc(4), u(8, ...shape)]);
}

function attributeMessage({ name, type, shape = [], data }: Attribute): HeaderMessage {
  const [label, space] = [Buffer.from(`${name}\0`), dataspace(shape)];
  const lengths = u(2, label.length, type.length, space.length);
  return [0x0c, Buffer.concat([u(1, 1, 0), lengths, padded(label), padded(type), padded(space), data])];
}

class Writer {
  readonly #parts: Buffer[] = [];
  readonly #addresses = new Map<string, number>();
  size = 0;

  finish(): Buffer {
    return Buffer.concat(this.#parts);
  }

  /** Room at an address that is a multiple of eight. */
  reserve(length: number): Buffer {
    const room = Buffer.alloc(Math.ceil(length / 8) * 8);
    this.#parts.push(room);
    this.size += room.length;
    return room;
  }

  put(bytes: Uint8Array): number {
    const address = this.size;
    this.reserve(bytes.length).set(bytes);
    return address;
  }

  header(messages: readonly HeaderMessage[], room = this.#roomFor(messages)): void {
    const bodies = messages.map(([type, body, flags = 0]) => {
      const data = padded(body);
      return Buffer.concat([u(2, type, data.length), u(1, flags, 0, 0, 0), data]);
    });
    const all = Buffer.concat(bodies);
    room.set(Buffer.concat([u(1, 1, 0), u(2, messages.length), u(4, 1, all.length, 0), all]));
  }

  #roomFor(messages: readonly HeaderMessage[]): Buffer {
    return this.reserve(16 + messages.reduce((sum, [, body]) => sum + 8 + padded(body).length, 0));
  }

  group(
    path: string,
    entries: Readonly<Record<string, Entry>>,
    attributes: readonly Attribute[] = [],
  ): number {
    const described = attributes.map(attributeMessage);
    const draft: HeaderMessage[] = [[0x11, Buffer.alloc(16)], ...described];
    const address = this.size;
    this.#addresses.set(path === '' ? '/' : path, address);
    const room = this.#roomFor(draft);
    const names = Object.keys(entries).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const heap: Buffer[] = [Buffer.alloc(8)];
    const place = (text: string): number => {
      const at = heap.reduce((sum, { length }) => sum + length, 0);
      heap.push(padded(Buffer.from(`${text}\0`)));
      return at;
    };
    const table = names.map((name) => {
      const [entry, label] = [entries[name], place(name)];
      if (entry === undefined) throw new RangeError('no entry');
      if ('softLink' in entry)
        return Buffer.concat([u(8, label, nowhere), u(4, 2, 0, place(entry.softLink), 0, 0, 0)]);
      return Buffer.concat([u(8, label, this.#entry(`${path}/${name}`, entry)), Buffer.alloc(24)]);
    });
    const root = this.#tree(table);
    const data = Buffer.concat(heap);
    const heapHead = Buffer.concat([Buffer.from('HEAP'), u(4, 0), u(8, data.length, 1, this.size + 32 + 64)]);
    const [treeAddress, heapAddress] = [this.put(root), this.put(heapHead)];
    this.put(data);
    this.header([[0x11, u(8, treeAddress, heapAddress)], ...described], room);
    return address;
  }

  /** A B-tree of tables of these entries: its root, the others are put. */
  #tree(entries: readonly Buffer[]): Buffer {
    const count = Math.max(1, Math.ceil(entries.length / mostEntries));
    let children = Array.from({ length: count }, (_, i) => {
      const some = entries.slice(mostEntries * i, mostEntries * (i + 1));
      const symbols = Buffer.alloc(8 + 40 * mostEntries);
      symbols.set(Buffer.concat([Buffer.from('SNOD'), u(1, 1, 0), u(2, some.length), ...some]));
      return { address: this.put(symbols), lastName: some.at(-1)?.readBigUInt64LE(0) ?? 0n };
    });
    for (let level = 0; ; level++) {
      const nodes = Array.from({ length: Math.ceil(children.length / mostChildren) }, (_, i) => {
        const own = children.slice(mostChildren * i, mostChildren * (i + 1));
        const used = entries.length === 0 ? 0 : own.length;
        const node = Buffer.alloc(24 + 8 * (2 * mostChildren + 1));
        const head = [Buffer.from('TREE'), u(1, 0, level), u(2, used), u(8, nowhere, nowhere), u(8, 0)];
        const keys = own.map(({ address, lastName }) => u(8, address, lastName));
        node.set(Buffer.concat([...head, ...keys]));
        return { node, lastName: own.at(-1)?.lastName ?? 0n };
      });
      const [only] = nodes;
      if (only !== undefined && nodes.length === 1) return only.node;
      children = nodes.map(({ node, lastName }) => ({ address: this.put(node), lastName }));
    }
  }

  #entry(path: string, entry: Exclude<Entry, { readonly softLink: string }>): number {
    if ('hardLink' in entry) {
      const target = this.#addresses.get(entry.hardLink);
      if (target === undefined) throw new RangeError(`${entry.hardLink} is not written yet`);
      return target;
    }
    if ('group' in entry) return this.group(path, entry.group, entry.attributes);
    const layout = entry.chunks === undefined ? this.#contiguous(entry) : this.#chunked(entry, entry.chunks);
    const usual: HeaderMessage[] = [
      [0x01, dataspace(entry.shape)],
      [0x03, entry.type],
      [0x08, layout],
    ];
    const { messages = [], attributes = [] } = entry;
    const kept = usual.filter(([type]) => !messages.some(([other]) => other === type));
    const address = this.size;
    this.#addresses.set(path, address);
    this.header([...kept, ...messages, ...attributes.map(attributeMessage)]);
    return address;
  }

  #contiguous({ data = Buffer.alloc(0) }: DatasetEntry): Buffer {
    const address = data.length === 0 ? nowhere : this.put(data);
    return Buffer.concat([u(1, 3, 1), u(8, address, data.length)]);
  }

  #chunked({ type }: DatasetEntry, { shape, stored }: NonNullable<DatasetEntry['chunks']>): Buffer {
    const elementBytes = Buffer.from(type).readUInt32LE(4);
    const keyBytes = 8 + 8 * (shape.length + 1);
    const key = (offset: readonly number[], bytes: number, skipped = 0): Buffer =>
      Buffer.concat([u(4, bytes, skipped), u(8, ...offset, 0)]);
    const children = stored.map(([offset, bytes, skipped]) =>
      Buffer.concat([key(offset, bytes.length, skipped), u(8, this.put(bytes))]),
    );
    const end = key(
      shape.map((length) => 1000 * length),
      0,
    );
    const tree = Buffer.alloc(24 + chunkNodes * 8 + (chunkNodes + 1) * keyBytes);
    const head = [Buffer.from('TREE'), u(1, 1, 0), u(2, stored.length), u(8, nowhere, nowhere)];
    tree.set(Buffer.concat([...head, ...children, end]));
    const address = stored.length === 0 ? nowhere : this.put(tree);
    return Buffer.concat([u(1, 3, 2, shape.length + 1), u(8, address), u(4, ...shape, elementBytes)]);
  }
}

/** Datatype messages. */
export const types = {
  integer: (size: number, signed: boolean, bigEndian = false): Buffer =>
    Buffer.concat([u(1, 0x10, (signed ? 8 : 0) | (bigEndian ? 1 : 0), 0, 0), u(4, size), u(2, 0, 8 * size)]),
  /** Sign, exponent and mantissa from the top bit down. */
  float: (size: number, exponent: number, mantissa: number, bias: number, order = 0): Buffer =>
    Buffer.concat([
      ...[u(1, 0x11, 0x20 | order, 8 * size - 1, 0), u(4, size), u(2, 0, 8 * size)],
      ...[u(1, mantissa, exponent, 0, mantissa), u(4, bias)],
    ]),
  text: (size: number): Buffer => Buffer.concat([u(1, 0x13, 0, 0, 0), u(4, size)]),
  opaque: (size: number): Buffer => Buffer.concat([u(1, 0x15, 0, 0, 0), u(4, size)]),
  reference: Buffer.concat([u(1, 0x17, 0, 0, 0), u(4, 8)]),
  truth: (): Buffer =>
    Buffer.concat([
      ...[u(1, 0x18, 2, 0, 0), u(4, 1), types.integer(1, true)],
      ...[padded(Buffer.from('FALSE\0')), padded(Buffer.from('TRUE\0')), u(1, 0, 1)],
    ]),
  complex: (): Buffer => {
    const part = (name: string, offset: number): Buffer[] => [
      padded(Buffer.from(`${name}\0`)),
      u(4, offset),
      Buffer.alloc(28),
      types.float32,
    ];
    return Buffer.concat([u(1, 0x16, 2, 0, 0), u(4, 8), ...part('r', 0), ...part('i', 4)]);
  },
  get float16() {
    return types.float(2, 5, 10, 15);
  },
  get bfloat16() {
    return types.float(2, 8, 7, 127);
  },
  get float32() {
    return types.float(4, 8, 23, 127);
  },
  get float64() {
    return types.float(8, 11, 52, 1023);
  },
};

/** A filter pipeline of one filter. */
export function filterMessage(id: number, ...values: number[]): HeaderMessage {
  return pipelineMessage([id, ...values]);
}

/** A filter pipeline: of each filter its number and its values. */
export function pipelineMessage(
  ...filters: readonly (readonly [id: number, ...values: number[]])[]
): HeaderMessage {
  const described = filters.map(([id, ...values]) => {
    const odd = values.length % 2 === 1 ? u(4, 0) : Buffer.alloc(0);
    return Buffer.concat([u(2, id, 0, 0, values.length), u(4, ...values), odd]);
  });
  return [0x0b, Buffer.concat([u(1, 1, filters.length), Buffer.alloc(6), ...described])];
}

/** Text of fixed length as an attribute. */
export function textAttribute(name: string, ...texts: string[]): Attribute {
  const size = Math.max(...texts.map((text) => Buffer.byteLength(text)));
  const data = Buffer.alloc(size * texts.length);
  texts.forEach((text, i) => data.write(text, i * size));
  return { name, type: types.text(size), ...(texts.length > 1 && { shape: [texts.length] }), data };
}
