import { BadInput } from '../../tensors/badInput';
import type { Bytes } from '../bytes';
import { Flat } from './flat';
import { type Headers, isApart, usualLength } from './headers';
import { readSchema, type Schema } from './schema';

export const magic = 'ARROW1';
const longestMetadata = 100_000_000;
const mostBatches = 1_000_000;

/** A record batch or a dictionary: where it is; its own header is read when it is needed. */
export interface Message {
  readonly file: Bytes;
  readonly metadata: number;
  readonly metadataLength: number;
  readonly body: number;
  readonly bodyLength: number;
}

/** What one file holds. */
export interface Messages {
  readonly schema: Schema;
  readonly batches: readonly Message[];
  readonly dictionaries: readonly Message[];
}

/** Finds everything in a file, in either of the two forms. Throws BadInput. */
export async function readMessages(file: Bytes, headers: Headers): Promise<Messages> {
  const head = file.size < 8 ? '' : Buffer.from(await file.read(0, 8)).toString('latin1');
  return head.startsWith(magic) ? readFooter(file) : readStream(file, headers);
}

/** The form with a footer that says where the batches are. */
async function readFooter(file: Bytes): Promise<Messages> {
  const { path, size } = file;
  const end = size < 20 ? undefined : Buffer.from(await file.read(size - 10, 10));
  if (end?.toString('latin1', 4) !== magic)
    throw new BadInput(
      `${path} is cut short: it does not end as an Arrow file does, so copy or write it again.`,
    );
  const length = end.readUInt32LE(0);
  if (length > size - 18)
    throw new BadInput(`${path}: the footer claims ${length} bytes, and the file has ${size}.`);
  checkLength(path, length);
  const where = `${path}: the footer`;
  const footer = Flat.root(where, await file.read(size - 10 - length, length));
  const schema = footer.table(1);
  if (schema === undefined) throw new BadInput(`${where} has no schema.`);
  const blocks = (field: number): Message[] => {
    const count = footer.structs(field, 24);
    if (count > mostBatches) throw new BadInput(`${where} lists ${count} batches, more than ${mostBatches}.`);
    return Array.from({ length: count }, (_, i) => {
      const metadata = footer.inStruct(field, 24, i, 0);
      const metadataLength = footer.inStruct(field, 24, i, 8, false);
      const bodyLength = footer.inStruct(field, 24, i, 16);
      return block(file, metadata, metadataLength, bodyLength);
    });
  };
  return { schema: readSchema(path, schema), dictionaries: blocks(2), batches: blocks(3) };
}

function block(file: Bytes, metadata: number, metadataLength: number, bodyLength: number): Message {
  const body = metadata + metadataLength;
  if (metadata < 0 || metadataLength < 8 || bodyLength < 0 || body + bodyLength > file.size) {
    throw new BadInput(
      `${file.path} is cut short or damaged: a batch at byte ${metadata} ends at ${body + bodyLength}, and the file has ${file.size} bytes.`,
    );
  }
  checkLength(file.path, metadataLength);
  return { file, metadata, metadataLength, body, bodyLength };
}

/** The form in which one message follows the other. */
async function readStream(file: Bytes, headers: Headers): Promise<Messages> {
  const { path, size } = file;
  let schema: Schema | undefined;
  const batches: Message[] = [];
  const dictionaries: Message[] = [];
  let isFar = false;
  for (let at = 0; at + 8 <= size;) {
    const prefix = Buffer.allocUnsafeSlow(Math.min(usualLength, size - at));
    if (isFar) await file.readApart(prefix, at);
    else await file.readInto(prefix, at);
    const isMarked = prefix.readUInt32LE(0) === 0xffff_ffff;
    const length = prefix.readUInt32LE(isMarked ? 4 : 0);
    if (length === 0) break;
    const start = isMarked ? 8 : 4;
    if (at + start + length > size) {
      if (schema === undefined)
        throw new BadInput(`${path} is no Arrow file: it does not begin as one does.`);
      throw new BadInput(
        `${path} is cut short: a message at byte ${at} claims ${length} bytes, and the file has ${size}.`,
      );
    }
    checkLength(path, length);
    const where = `${path}: the message at byte ${at}`;
    const isRead = start + length <= prefix.length;
    const metadata = isRead ? prefix.subarray(start, start + length) : await file.read(at + start, length);
    const message = Flat.root(where, metadata);
    const found = block(file, at, start + length, message.number(3, 8));
    const kind = message.number(1, 1);
    const header = message.table(2);
    if (kind === 1 && header !== undefined) schema ??= readSchema(path, header);
    else if (schema === undefined)
      throw new BadInput(`${path} is no Arrow file: it does not begin with a schema.`);
    else if (kind === 2) dictionaries.push(found);
    else if (kind === 3) batches.push(found);
    if (kind === 3 && header !== undefined) headers.keep(found, header);
    if (batches.length > mostBatches) throw new BadInput(`${path} has more than ${mostBatches} batches.`);
    at = found.body + found.bodyLength;
    isFar = isApart(found);
  }
  if (schema === undefined) throw new BadInput(`${path} is no Arrow file: it has no schema.`);
  return { schema, batches, dictionaries };
}

function checkLength(path: string, length: number): void {
  if (length > longestMetadata)
    throw new BadInput(`${path}: a header claims ${length} bytes, more than ${longestMetadata}.`);
}
