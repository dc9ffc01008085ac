import type { Message, ObjectHeaders } from './objectHeader';
import { messageTypes } from './objectHeader';
import { type ElementType, readDatatype } from './datatype';
import { missingFilter } from './filters';

/** What the header of a dataset says of it. */
export interface Dataset {
  readonly shape: readonly number[];
  readonly type: ElementType;
  /** Where all of its elements lie in one piece: byte of the file; undefined: in pieces, packed, or not at all. */
  readonly offset?: number;
  /** Why its values cannot be read, whatever their type; a sentence. */
  readonly unreadable?: string;
  readonly hasAttributes: boolean;
}

export type HdfObject =
  | { readonly kind: 'group' | 'type'; readonly hasAttributes: boolean }
  | ({ readonly kind: 'dataset' } & Dataset);

const inOtherFile = 'It stores its data in another file, which is refused: copy the data into this one.';
const mostAxes = 32;

/** What the object at an address is. Throws BadInput. */
export function readObject(headers: ObjectHeaders, address: number): HdfObject {
  const messages = headers.read(address);
  const find = (type: number): Message | undefined => messages.find((message) => message.type === type);
  const hasAttributes =
    find(messageTypes.attribute) !== undefined || find(messageTypes.attributeInfo) !== undefined;
  const [space, layout] = [find(messageTypes.dataspace), find(messageTypes.layout)];
  const typeMessage = find(messageTypes.datatype);
  if (space === undefined || layout === undefined || typeMessage === undefined) {
    const isGroup = [messageTypes.symbolTable, messageTypes.linkInfo, messageTypes.groupInfo].some(find);
    return { kind: isGroup || typeMessage === undefined ? 'group' : 'type', hasAttributes };
  }
  const cursor = (message: Message) => headers.cursor(message.body, address);
  const shape = readShape(cursor(bodyOf(headers, space, address)), headers.superblock.lengthBytes);
  const type = readDatatype(cursor(bodyOf(headers, typeMessage, address)));
  const bytes = (shape ?? [0]).reduce((product, length) => product * length, type.size);
  const place = readLayout(cursor(layout), headers, bytes);
  const filters = find(messageTypes.filters);
  const lacking = filters && missingFilter(cursor(bodyOf(headers, filters, address)));
  const elsewhere = place === 'virtual' || find(messageTypes.external) !== undefined;
  const unreadable =
    shape === null
      ? 'It has no elements and no shape.'
      : elsewhere
        ? inOtherFile
        : lacking !== undefined
          ? `It needs the filter ${lacking}, which is not available: save it with gzip or without compression.`
          : undefined;
  return {
    kind: 'dataset',
    shape: shape ?? [0],
    type,
    ...(typeof place === 'number' && { offset: place }),
    ...(unreadable !== undefined && { unreadable }),
    hasAttributes,
  };
}

/** A message, wherever its body is. */
function bodyOf(headers: ObjectHeaders, message: Message, address: number): Message {
  if (!message.isShared) return message;
  const cursor = headers.cursor(message.body, address);
  const [version, kind] = [cursor.u8(), cursor.u8()];
  if (version === 1) cursor.passOver(6);
  if (version > 3 || (version === 3 && kind !== 2)) cursor.fail('shares its type in a way that is not read');
  const found = headers
    .read(cursor.uint(headers.superblock.addressBytes))
    .find(({ type, isShared }) => type === message.type && !isShared);
  return found ?? cursor.fail('shares a type that is not there');
}

type Reader = ReturnType<ObjectHeaders['cursor']>;

/** null: a dataset without any elements. */
function readShape(cursor: Reader, lengthBytes: number): number[] | null {
  const [version, rank, , kind] = [cursor.u8(), cursor.u8(), cursor.u8(), cursor.u8()];
  if (version !== 1 && version !== 2) cursor.fail('has a shape of a kind that is not known');
  if (version === 1) cursor.passOver(4);
  if (version === 2 && kind === 2) return null;
  if (rank > mostAxes) cursor.fail(`has ${rank} axes`);
  const shape = Array.from({ length: rank }, () => cursor.uint(lengthBytes));
  const elements = shape.reduce((product, length) => product * length, 1);
  if (shape.includes(-1) || !Number.isSafeInteger(elements)) cursor.fail('has a shape that is too large');
  return shape;
}

/** Where the data are: a byte of the file, in another file, or where only the HDF5 library finds them. */
function readLayout(
  cursor: Reader,
  { superblock }: ObjectHeaders,
  bytes: number,
): number | 'virtual' | 'library' {
  const version = cursor.u8();
  let kind = cursor.u8();
  if (version < 3) {
    kind = cursor.u8();
    cursor.passOver(5);
  }
  if (version > 3 && kind === 3) return 'virtual';
  if (kind !== 1) return 'library';
  const address = cursor.uint(superblock.addressBytes);
  if (address < 0) return 'library';
  if (version >= 3 && cursor.uint(superblock.lengthBytes) < bytes)
    cursor.fail(`stores less than the ${bytes} bytes of its shape`);
  return superblock.base + address;
}
