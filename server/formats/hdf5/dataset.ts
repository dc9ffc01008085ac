import type { Cursor } from './cursor';
import { mostAxes, readShape } from './dataspace';
import { type Message, messageTypes, readHeader } from './objectHeader';
import type { ElementType } from './datatype';
import { bodyOf } from './sharedMessage';
import type { Structures } from './structures';
import type { Superblock } from './superblock';
import type { ChunkList } from './chunkIndex';
import { areBuiltIn, codecOf, type Filter, nameOf, readFilters } from './filters';
import type { Packed } from './packed';
import { type Codec, stepsOf } from '../codec';

/** What the header of a dataset says of it. */
export interface Dataset {
  readonly shape: readonly number[];
  readonly type: ElementType;
  /** Where all of its elements lie in one piece: byte of the file; undefined: in pieces, packed, or not at all. */
  readonly offset?: number;
  /** Present where its chunks have filters that the library lacks and we have. */
  readonly packed?: Packed;
  /** Why its values cannot be read, whatever their type; a sentence. */
  readonly unreadable?: string;
  readonly hasAttributes: boolean;
}

export type HdfObject =
  | { readonly kind: 'group' | 'type'; readonly hasAttributes: boolean }
  | ({ readonly kind: 'dataset' } & Dataset);

const inOtherFile = 'It stores its data in another file, which is refused: copy the data into this one.';
/** A chunk is unpacked and decoded as a whole. */
const largestChunk = 2 ** 28;
/** How a list of chunks of which there can be one only is numbered. */
const singleChunk = 1;

/** What the object at an address is. Throws BadInput. */
export function readObject(structures: Structures, address: number): HdfObject {
  const { messages } = readHeader(structures, address);
  const firsts = new Map<number, Message>();
  for (const message of messages) if (!firsts.has(message.type)) firsts.set(message.type, message);
  const find = (type: number): Message | undefined => firsts.get(type);
  const hasAttributes =
    find(messageTypes.attribute) !== undefined || find(messageTypes.attributeInfo) !== undefined;
  const [space, layout] = [find(messageTypes.dataspace), find(messageTypes.layout)];
  const typeMessage = find(messageTypes.datatype);
  if (space === undefined || layout === undefined || typeMessage === undefined) {
    const isGroup = [messageTypes.symbolTable, messageTypes.linkInfo, messageTypes.groupInfo].some(find);
    return { kind: isGroup || typeMessage === undefined ? 'group' : 'type', hasAttributes };
  }
  const cursor = (message: Message): Cursor => structures.cursor(message.body, address);
  const body = (message: Message): Cursor => structures.cursor(bodyOf(structures, message, address), address);
  const shape = readShape(body(space), structures.superblock.lengthBytes);
  const type = structures.type(bodyOf(structures, typeMessage, address), address);
  const bytes = (shape ?? [0]).reduce((product, length) => product * length, type.size);
  const place = readLayout(cursor(layout), structures, bytes);
  const filters = find(messageTypes.filters);
  const pipeline = filters === undefined ? [] : readFilters(body(filters));
  const packed = areBuiltIn(pipeline) ? undefined : packedOf(pipeline, place, fillOf(messages, body));
  if (typeof place === 'object' && shape !== null && place.chunk.length !== shape.length)
    cursor(layout).fail(`has ${shape.length} axes, and its chunks ${place.chunk.length}`);
  const elsewhere = place === 'virtual' || find(messageTypes.external) !== undefined;
  const unreadable =
    shape === null
      ? 'It has no elements and no shape.'
      : elsewhere
        ? inOtherFile
        : typeof packed === 'string'
          ? packed
          : undefined;
  return {
    kind: 'dataset',
    shape: shape ?? [0],
    type,
    ...(typeof place === 'number' && { offset: place }),
    ...(typeof packed === 'object' && { packed }),
    ...(unreadable !== undefined && { unreadable }),
    hasAttributes,
  };
}

/** How to read chunks the library cannot, or why not even we do; a sentence. */
function packedOf(
  filters: readonly Filter[],
  layout: Layout,
  fill: Uint8Array | undefined,
): Packed | string | undefined {
  const codecs: Codec[] = [];
  for (const filter of filters) {
    const codec = codecOf(filter);
    if (codec === undefined) return needs(nameOf(filter), 'which is not available');
    codecs.push(codec);
  }
  if (typeof layout !== 'object') return undefined;
  const { chunk, list, bytes } = layout;
  const [first = ''] = filters.filter((filter) => !areBuiltIn([filter])).map(nameOf);
  if (list === undefined) return needs(first, 'and lists its chunks in a way that is not read');
  if (bytes > largestChunk) return `It is stored in chunks of ${bytes} bytes, which are not unpacked.`;
  const steps = stepsOf(codecs);
  return typeof steps === 'string' ? steps : { chunk, list, codecs: steps, fill };
}

function needs(filter: string, why: string): string {
  return `It needs the filter ${filter}, ${why}: save it with gzip or without compression.`;
}

/** The bytes of the value of what was never written, where there is one. */
function fillOf(messages: readonly Message[], open: (message: Message) => Cursor): Uint8Array | undefined {
  const message = messages.find(({ type }) => type === messageTypes.fill);
  if (message === undefined) return undefined;
  const cursor = open(message);
  const version = cursor.u8();
  if (version === 3) {
    if ((cursor.u8() & 0x20) === 0) return undefined;
  } else {
    cursor.passOver(2);
    if (cursor.u8() === 0) return undefined;
  }
  const size = cursor.uint(4);
  return size > 0 ? cursor.take(size) : undefined;
}

/** Data in chunks: how large these are, and where they are listed; undefined: in a way that only the library reads. */
interface ChunkLayout {
  readonly chunk: readonly number[];
  readonly bytes: number;
  readonly list: ChunkList | undefined;
}

type Layout = number | 'virtual' | 'library' | ChunkLayout;

/** Where the data are: a byte of the file, in another file, or in chunks, or where only the HDF5 library finds them. */
function readLayout(cursor: Cursor, { superblock }: Structures, bytes: number): Layout {
  const version = cursor.u8();
  let kind = cursor.u8();
  let axes: number | undefined;
  if (version < 3) {
    axes = kind;
    kind = cursor.u8();
    cursor.passOver(5);
  }
  if (version > 3 && kind === 3) return 'virtual';
  if (kind === 2) return readChunks(cursor, version, axes, superblock);
  if (kind !== 1) return 'library';
  const address = cursor.uint(superblock.addressBytes);
  if (address < 0) return 'library';
  if (version >= 3 && cursor.uint(superblock.lengthBytes) < bytes)
    cursor.fail(`stores less than the ${bytes} bytes of its shape`);
  return superblock.base + address;
}

/** @param known the number of axes and one more, for elements, where it was told before */
function readChunks(
  cursor: Cursor,
  version: number,
  known: number | undefined,
  { addressBytes, lengthBytes }: Superblock,
): ChunkLayout {
  const flags = version > 3 ? cursor.u8() : 0;
  const axes = known ?? cursor.u8();
  if (axes > mostAxes + 1) cursor.fail(`has chunks of ${axes} axes`);
  let list: ChunkList | undefined;
  if (version <= 3) {
    list = { kind: 'tree', address: cursor.uint(addressBytes), bytes: 0, skipped: 0 };
  }
  const size = version > 3 ? cursor.u8() : 4;
  const lengths = Array.from({ length: axes }, () => cursor.uint(size));
  if (version > 3 && cursor.u8() === singleChunk) {
    const isFiltered = (flags & 2) !== 0;
    const bytes = isFiltered ? cursor.uint(lengthBytes) : lengths.reduce((product, one) => product * one, 1);
    const skipped = isFiltered ? cursor.u32() : 0;
    list = { kind: 'single', address: cursor.uint(addressBytes), bytes, skipped };
  }
  const chunk = lengths.slice(0, -1);
  if (chunk.some((length) => length < 1)) cursor.fail('has chunks without elements');
  return { chunk, bytes: lengths.reduce((product, one) => product * one, 1), list };
}
