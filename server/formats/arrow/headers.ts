import { BadInput } from '../../tensors/badInput';
import { LeastRecentlyUsed } from '../leastRecentlyUsed';
import { Flat } from './flat';
import type { Message } from './messages';

/** A header has some hundred bytes and is kept with what was read around it: those of a thousand batches stay. */
const memoryKept = 2 ** 20;
/** This many bytes are read of the beginning of a message, of which most are not longer. */
export const usualLength = 1024;
/** Behind a body of so many bytes, the next message is far: what is around it is not read. */
const longBody = 2 ** 16;

/** Whether a message and the next one have nothing near them but their bodies. */
export function isApart({ bodyLength }: Pick<Message, 'bodyLength'>): boolean {
  return bodyLength >= longBody;
}

/** The headers of the batches of one model file: those used last stay in memory. */
export class Headers {
  readonly #known = new LeastRecentlyUsed<Message, Flat>(memoryKept);

  /** Of a batch or dictionary. A promise only where it is read. Throws BadInput. */
  of(message: Message): Flat | Promise<Flat> {
    return this.#known.get(message) ?? this.#read(message);
  }

  /** Keeps what was read on the way. */
  keep(message: Message, header: Flat): void {
    this.#known.set(message, header, Math.max(message.metadataLength, usualLength));
  }

  async #read(message: Message): Promise<Flat> {
    const { file, metadata, metadataLength } = message;
    const bytes = new Uint8Array(Buffer.allocUnsafeSlow(metadataLength).buffer);
    if (metadataLength <= usualLength && isApart(message)) await file.readApart(bytes, metadata);
    else await file.readInto(bytes, metadata);
    const isMarked = bytes[0] === 0xff && bytes[1] === 0xff && bytes[2] === 0xff && bytes[3] === 0xff;
    const where = `${file.path}: the batch at byte ${metadata}`;
    const header = Flat.root(where, bytes.subarray(isMarked ? 8 : 4)).table(2);
    if (header === undefined) throw new BadInput(`${where} has no header.`);
    this.keep(message, header);
    return header;
  }
}
