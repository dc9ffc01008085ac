import type { Cursor } from './cursor';
import { readExtent } from './dataspace';
import { readFill } from './fillValue';
import { type ChunkLayout, type Layout, readLayout } from './layout';
import { type Message, messageTypes, readHeader } from './objectHeader';
import type { ElementType } from './datatype';
import { bodyOf } from './sharedMessage';
import type { Structures } from './structures';
import { areBuiltIn, codecOf, type Filter, nameOf, readFilters } from './filters';
import { type Codec, stepsOf } from '../codec';

/** Where the elements of a dataset are. */
export type Storage =
  /** In one piece, in its header or nowhere. */
  | Exclude<Layout, { readonly kind: 'chunks' | 'header' | 'virtual' }>
  | { readonly kind: 'header' }
  /** In chunks to which these filters were applied in this order. */
  | { readonly kind: 'chunks'; readonly layout: ChunkLayout; readonly codecs: readonly Codec[] }
  /** In chunks that only the HDF5 library unpacks, for the filter of this name. */
  | { readonly kind: 'library'; readonly filter: string };

/** What the header of a dataset says of it. */
export interface Dataset {
  readonly shape: readonly number[];
  /** How long it may become along each axis. */
  readonly limits: readonly number[];
  readonly type: ElementType;
  readonly storage: Storage;
  /** The bytes of an element that was never written; undefined: all are zero. */
  readonly fill?: Uint8Array<ArrayBuffer>;
  /** Why its values cannot be read, whatever their type; a sentence. */
  readonly unreadable?: string;
  readonly hasAttributes: boolean;
}

export type HdfObject =
  | { readonly kind: 'group' | 'type'; readonly hasAttributes: boolean }
  | ({ readonly kind: 'dataset' } & Dataset);

const inOtherFile = 'It stores its data in another file, which is refused: copy the data into this one.';
/** A chunk is unpacked as a whole. */
const largestChunk = 2 ** 29;

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
  const extent = readExtent(body(space), structures.superblock.lengthBytes);
  const { shape, limits } = extent ?? { shape: [0], limits: [0] };
  const type = structures.type(bodyOf(structures, typeMessage, address), address);
  const bytes = shape.reduce((product, length) => product * length, type.size);
  const place = readLayout(cursor(layout), structures.superblock, bytes);
  if (place.kind === 'chunks' && extent !== null) checkChunks(cursor(layout), place, shape.length, type.size);
  const filters = find(messageTypes.filters);
  const storage = storageOf(place, filters === undefined ? [] : readFilters(body(filters)));
  const elsewhere = place.kind === 'virtual' || find(messageTypes.external) !== undefined;
  const unreadable =
    extent === null
      ? 'It has no elements and no shape.'
      : elsewhere
        ? inOtherFile
        : typeof storage === 'string'
          ? storage
          : undefined;
  const fill = readFill(messages, body, type.size);
  return {
    ...{ kind: 'dataset', shape, limits, type },
    storage: typeof storage === 'string' ? { kind: 'nowhere' } : storage,
    ...(fill !== undefined && { fill }),
    ...(unreadable !== undefined && { unreadable }),
    hasAttributes,
  };
}

/** Refuses chunks that are not those of a dataset of so many axes and elements of so many bytes. */
function checkChunks(
  cursor: Cursor,
  { chunk, elementBytes }: ChunkLayout,
  axes: number,
  typeBytes: number,
): void {
  if (chunk.length !== axes) cursor.fail(`has ${axes} axes, and its chunks ${chunk.length}`);
  if (elementBytes !== typeBytes)
    cursor.fail(`has elements of ${typeBytes} bytes, and its chunks of ${elementBytes}`);
}

/** Where the elements are, or why these cannot be read; a sentence. */
function storageOf(layout: Layout, filters: readonly Filter[]): Storage | string {
  switch (layout.kind) {
    case 'virtual':
      return inOtherFile;
    case 'header':
      return { kind: 'header' };
    case 'chunks':
      return layout.list.address < 0 ? { kind: 'nowhere' } : chunksOf(layout, filters);
    default:
      return layout;
  }
}

function chunksOf(layout: ChunkLayout, filters: readonly Filter[]): Storage | string {
  const unknown = filters.find((filter) => codecOf(filter) === undefined);
  if (unknown !== undefined && areBuiltIn(filters)) return { kind: 'library', filter: nameOf(unknown) };
  if (unknown !== undefined)
    return `It needs the filter ${nameOf(unknown)}, which is not available: save it with gzip or without compression.`;
  const { bytes } = layout;
  if (bytes > largestChunk)
    return `It is stored in chunks of ${bytes} bytes, and those of more than ${largestChunk} are not unpacked: write it in smaller ones.`;
  const codecs = stepsOf(filters.flatMap((filter) => codecOf(filter) ?? []));
  return typeof codecs === 'string' ? codecs : { kind: 'chunks', layout, codecs };
}

/** The bytes of all elements of a dataset that has them in its header, to look at and not to keep. Throws BadInput. */
export function readHeaderData(structures: Structures, address: number): Uint8Array {
  const message = readHeader(structures, address).messages.find(({ type }) => type === messageTypes.layout);
  const layout = message && readLayout(structures.cursor(message.body, address), structures.superblock, 0);
  return layout?.kind === 'header' ? layout.data : structures.fail(address, 'has changed');
}
